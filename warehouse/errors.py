"""The errors of onrecord, in one tree.

OnrecordError
├── StageError        a stage broke its contract: a bug of ours, stops the run
├── UnreadableSeed    bad input: becomes a row in `rejects`, the run goes on
├── UsageError        a wrong argument, setting or query: one line, exit status 2
└── WarehouseError    the warehouse cannot be read or written: one line, exit status 2
    ├── NewerSchema   it was written by a later version of onrecord
    ├── Overtaken     what was to be committed rests on files that another process has replaced or removed
    └── Damaged       a file that the catalog names is missing or not what it should be
"""


class OnrecordError(Exception):
    """Any error that onrecord raises on purpose; its text is one line for a person."""


class StageError(OnrecordError):
    """A stage read or wrote something else than it declares."""


class UnreadableSeed(OnrecordError):  # noqa: N818 - the name of the thing, as the conventions call it
    """A seed that cannot become documents.

    `reason` is a short code (`empty`, `binary`, `too_large`, ...), `detail` a sentence.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class UsageError(OnrecordError):
    """A wrong argument, setting or query."""


class WarehouseError(OnrecordError):
    """The warehouse cannot be read or written."""


class NewerSchema(WarehouseError):  # noqa: N818 - the condition, said in one word
    """The warehouse was written by a later version of onrecord."""


class Overtaken(WarehouseError):  # noqa: N818 - the condition, said in one word
    """What was to be committed rests on files that another process has replaced or removed; done anew, it may succeed."""


class Damaged(WarehouseError):  # noqa: N818 - the condition, said in one word
    """A file that the catalog names is missing or not what it should be."""
