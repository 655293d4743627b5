"""What is in a warehouse and how its runs went, as OpenMetrics text, which Prometheus and its like read."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import duckdb

from warehouse import queries


class Metric(NamedTuple):
    """A metric: its name, type and meaning, and the query that answers its value, after the labels where it has any."""

    name: str
    kind: str
    help: str
    query: str
    label: str = ""


METRICS: Final = (
    Metric("onrecord_documents", "gauge", "Documents that are live.", "select documents from holdings"),
    Metric("onrecord_words", "gauge", "Words in their texts.", "select words from holdings"),
    Metric("onrecord_claims", "gauge", "Acts of saying found in them.", "select claims from holdings"),
    Metric(
        "onrecord_rejects",
        "gauge",
        "Files and documents refused, by reason.",
        "select reason, count(*) from rejects group by all order by 1",
        "reason",
    ),
    Metric(
        "onrecord_runs",
        "counter",
        "Runs that changed something, by how they ended.",
        "select status, count(*) from runs group by all order by 1",
        "status",
    ),
    Metric("onrecord_words_read", "counter", "Words that runs have read.", "select coalesce(sum(counts['words']), 0) from runs"),
    Metric(
        "onrecord_stage_seconds",
        "counter",
        "Seconds of work in each stage, over all processes and runs.",
        "select entry.key, sum(entry.value) from (select unnest(map_entries(seconds)) as entry from runs) group by all order by 1",
        "stage",
    ),
    Metric("onrecord_last_run_timestamp_seconds", "gauge", "When the last run ended.", "select epoch(finished_at) from latest_run"),
    Metric("onrecord_last_run_seconds", "gauge", "How long it took, by the clock.", "select epoch(finished_at - started_at) from latest_run"),
    Metric("onrecord_last_run_failed", "gauge", "Whether it failed.", "select (status = 'failed')::int from latest_run"),
    Metric("onrecord_commits", "counter", "Commits.", "select count(*) from commits"),
)


def exposition(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the metrics of the warehouse that a connection reads."""
    return "\n".join([*(line for metric in METRICS for line in _lines(connection, metric)), "# EOF", ""])


def _lines(connection: duckdb.DuckDBPyConnection, metric: Metric) -> Iterator[str]:
    yield f"# TYPE {metric.name} {metric.kind}"
    yield f"# HELP {metric.name} {metric.help}"
    name = f"{metric.name}_total" if metric.kind == "counter" else metric.name
    for row in queries.run(connection, metric.query).to_pylist():
        *labels, value = row.values()
        yield f"{name}{_labelled(metric.label, labels)} {float(value)!r}"


def _labelled(label: str, values: list[Any]) -> str:
    if not values:
        return ""
    escaped = str(values[0]).replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'{{{label}="{escaped}"}}'
