"""A process that works on one file at a time, for the files one of which raised in a stage or ended its process."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from flows import limits
from flows.limits import Limit
from flows.seed import Seed
from flows.work import DISCOVER, Crashed, Work, refused, take_in
from warehouse.errors import OnrecordError, UnreadableSeed

Begin: TypeAlias = Callable[[str], None]
"""Makes a process ready that has just started, given the name of the model."""

Perform: TypeAlias = Callable[[Any, Limit], Work]
"""Works on one item in the process, and tells it of each stage that begins."""

LAST_WORD: Final = 10.0
"""Seconds after which a process that was asked to end is ended."""


class Refusal(Exception):  # noqa: N818 - the thing, said in one word
    """An item that a stage raised on, or that ended its process."""

    def __init__(self, why: UnreadableSeed, stage: str) -> None:
        super().__init__(why, stage)
        self.why, self.stage = why, stage


class Cell:
    """One worker process; when a file kills it, that file is refused and another process takes its place."""

    def __init__(self, begin: Begin, model_name: str) -> None:
        self._begin, self._model_name = begin, model_name
        self._start()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End the process."""
        self._end()

    def take_in(self, item: Seed) -> Work:
        """Return what comes of a file: its documents, or a reject that says what became of the process that worked on it."""
        try:
            return self.do(_take_in, item)
        except Refusal as refusal:
            return refused(item, refusal.why, stage=refusal.stage)

    def do(self, perform: Perform, item: Any) -> Work:  # noqa: ANN401 - whatever the function takes
        """Return what a function of a module makes of an item in the process.

        Raises
        ------
        Refusal
            when a stage raised on it, or it ended the process
        """
        stage = "parse"
        try:
            self._connection.send((perform, item))
            while isinstance(answer := self._connection.recv(), str):
                stage = answer
        except (EOFError, OSError):
            self._process.join()
            status = self._process.exitcode
            self._connection.close()
            self._start()
            raise Refusal(limits.refusal(status), stage) from None
        if isinstance(answer, Crashed):
            raise Refusal(answer.refusal, answer.stage)
        if isinstance(answer, OnrecordError):
            raise answer
        work: Work = answer
        return work

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._begin, self._model_name), daemon=True)
        self._process.start()
        theirs.close()  # So that its end is seen here.

    def _end(self) -> None:
        self._connection.close()
        self._process.join(LAST_WORD)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _serve(connection: Connection, begin: Begin, model_name: str) -> None:
    """Answer each file with what came of it, and before that with the name of each stage that begins."""
    begin(model_name)

    def limit(stage: str, seconds: float) -> None:
        connection.send(stage)
        limits.timed(stage, seconds)

    def answer(perform: Perform, item: object) -> Work | Exception:
        try:
            return perform(item, limit)
        except MemoryError:
            return Crashed(DISCOVER, "there was no memory left to read it", is_memory=True)
        except (Crashed, OnrecordError) as error:
            return error
        finally:
            limits.timed("", 0)

    while True:
        try:
            perform, item = connection.recv()
        except EOFError:
            return
        connection.send(answer(perform, item))


def _take_in(item: Seed, limit: Limit) -> Work:
    return take_in([item], limit)
