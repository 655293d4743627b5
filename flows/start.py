"""Where the command `onrecord` begins. Each process that it starts loads this again, as multiprocessing has it, so nothing else is loaded by it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def main() -> None:
    """Run the command line."""
    with swiftly():
        from flows import cli  # noqa: PLC0415 - only the process of the command needs it
    cli.main()


@contextmanager
def swiftly() -> Iterator[None]:
    """Load modules in the block without looking for garbage among them, neither meanwhile nor later.

    Of what Prefect loads, a fifth of the time would go into that; and at the end of the process half a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
