"""Tell the person who waits how far a run is."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from flows import journal
from flows.discover import Changes


class Silent:
    """Tells nobody: for runs that nobody watches."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End."""

    def begin(self, changes: Changes, run_id: str) -> None:
        """Say what is going to be done."""

    def advance(self, files: int) -> None:
        """Say that more files are done."""


class Lines(Silent):
    """Writes a line a tenth of the way: for logs and pipes."""

    def __init__(self) -> None:
        self.total = self.done = 0
        self.run_id = ""

    def begin(self, changes: Changes, run_id: str) -> None:
        """Say what is going to be done."""
        self.total, self.done, self.run_id = len(changes.seeds) + len(changes.outdated), 0, run_id
        again = f", {len(changes.outdated):,} to renew" if changes.outdated else ""
        journal.tell(f"{len(changes.new):,} new, {len(changes.changed):,} changed, {len(changes.removed):,} removed{again}", run_id=run_id)

    def advance(self, files: int) -> None:
        """Say that more files are done."""
        before, self.done = self.done, self.done + files
        if self.done * 10 // self.total > before * 10 // self.total:
            journal.tell(f"{self.done:,} of {self.total:,} files", run_id=self.run_id, done=self.done, total=self.total)


class Bar(Silent):
    """Draws a bar: for terminals."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.progress = Progress(*columns, console=console, transient=True)
        self.task = self.progress.add_task("starting", total=None)

    def __enter__(self) -> Self:
        """Begin."""
        self.progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End."""
        self.progress.stop()

    def begin(self, changes: Changes, run_id: str) -> None:
        """Say what is going to be done."""
        self.progress.update(self.task, description=f"run {run_id}", total=len(changes.seeds) + len(changes.outdated))

    def advance(self, files: int) -> None:
        """Say that more files are done."""
        self.progress.advance(self.task, files)


_current = Silent()


def current() -> Silent:
    """Return what tells of the run of this process: nothing, unless it is `watched`."""
    return _current


@contextmanager
def watched(form: journal.Form = "text") -> Iterator[None]:
    """Show the run of this process while the block lasts: by a bar on a terminal, by lines elsewhere or where JSON is wanted."""
    global _current  # noqa: PLW0603 - a flow's parameters are recorded by a server, so the one who watches cannot be among them
    with _fitting(form) as _current:
        yield
    _current = Silent()


def _fitting(form: journal.Form) -> Silent:
    console = Console(stderr=True)
    return Bar(console) if console.is_terminal and form == "text" else Lines()
