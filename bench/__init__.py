"""Benchmarks: each prints a ratio against a limit that it measures in the same run. `python -m bench.NAME` from the root of the project."""
