"""The lines that a command writes to standard error as it goes: text for a person, or JSON for a program that collects logs."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeAlias

Form: TypeAlias = Literal["text", "json"]

LOG: Final = logging.getLogger("flows")
OURS: Final = ("flows", "warehouse")
"""The loggers whose lines are written."""


class Json(logging.Formatter):
    """Writes a line as a JSON object: at, level, message, and what the line is about (run_id, counts, ...)."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"at": at, "level": record.levelname.lower(), "message": record.getMessage(), **getattr(record, "facts", {})})


def begin(form: Form, *, with_time: bool = False) -> None:
    """Write our lines to standard error from now on; `with_time` each line of text begins with the time of day, in UTC."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else _text(with_time=with_time))
    for name in OURS:
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False


def tell(message: str, **facts: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Write a line; `facts` are what it says, for programs."""
    LOG.info("%s", message, extra={"facts": facts})


def _text(*, with_time: bool) -> logging.Formatter:
    formatter = logging.Formatter("%(asctime)s %(message)s" if with_time else "%(message)s", "%H:%M:%S")
    formatter.converter = lambda *moment: datetime.fromtimestamp(moment[-1] or 0, UTC).timetuple()
    return formatter
