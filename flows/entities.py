"""The commands `onrecord entities ...`: who is who across documents, and what people decide about that."""

from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import App, Parameter

from flows import settings
from flows.command import DONE, NO_FLAGS, Flags, answer

if TYPE_CHECKING:
    import pyarrow as pa

app: Final = App(name="entities", help="Find people, organisations and places across documents, and decide who is who.")

AsJson = Annotated[bool, Parameter(name="--json")]


@app.command
def find(text: str | None = None, *, most: int = 20, as_json: AsJson = False, flags: Flags = NO_FLAGS) -> int:
    """List the entities whose name or alias contains a text, those in most documents first.

    Parameters
    ----------
    text
        A part of a name; all entities without it.
    most
        How many to list.
    as_json
        Print a JSON object a line.

    """
    from flows import decisions, known  # noqa: PLC0415 - loads DuckDB

    with decisions.asking(settings.load(flags.given)) as connection:
        return _told(known.like(connection, text, most), as_json=as_json)


@app.command
def merge(entity: str, *others: str, why: str, force: bool = False, author: str | None = None, flags: Flags = NO_FLAGS) -> int:
    """Take other entities for one, which keeps its id and name, in all documents there are and will be.

    Parameters
    ----------
    entity
        The one that stays: its entity_id, the beginning of it, or its name.
    others
        Those that are the same.
    why
        The reason; it is kept with the decision.
    force
        Merge even two of different kinds, where one of them was taken for the wrong thing.
    author
        Who decides; without it, the user who is logged in.

    """
    from flows.decisions import Desk  # noqa: PLC0415 - loads DuckDB
    from warehouse.errors import UsageError  # noqa: PLC0415 - likewise

    if not others:
        raise UsageError("name two entities at least: the one that stays, and the one that is the same")
    return _say(Desk(settings.load(flags.given), why, author).merge(entity, others, force=force))


@app.command
def split(entity: str, other: str, *, why: str, author: str | None = None, flags: Flags = NO_FLAGS) -> int:
    """Undo a merge, keep two entities apart, or say that a document means somebody else of the same name.

    Parameters
    ----------
    entity
        The entity: its entity_id, the beginning of it, or its name.
    other
        What was wrongly taken for it, or the document (its document_id or path) in which somebody else is meant.
    why
        The reason; it is kept with the decision.
    author
        Who decides; without it, the user who is logged in.

    """
    from flows.decisions import Desk  # noqa: PLC0415 - loads DuckDB

    return _say(Desk(settings.load(flags.given), why, author).split(entity, other))


@app.command
def alias(entity: str, name: str, *, why: str, author: str | None = None, flags: Flags = NO_FLAGS) -> int:
    """Let a name mean an entity wherever a document has no fuller name for it.

    Parameters
    ----------
    entity
        The entity: its entity_id, the beginning of it, or its name.
    name
        Another name of it.
    why
        The reason; it is kept with the decision.
    author
        Who decides; without it, the user who is logged in.

    """
    from flows.decisions import Desk  # noqa: PLC0415 - loads DuckDB

    return _say(Desk(settings.load(flags.given), why, author).alias(entity, name))


@app.command
def rename(entity: str, name: str, *, why: str, author: str | None = None, flags: Flags = NO_FLAGS) -> int:
    """Give an entity another name in every view.

    Parameters
    ----------
    entity
        The entity: its entity_id, the beginning of it, or its name.
    name
        What it is called from now on.
    why
        The reason; it is kept with the decision.
    author
        Who decides; without it, the user who is logged in.

    """
    from flows.decisions import Desk  # noqa: PLC0415 - loads DuckDB

    return _say(Desk(settings.load(flags.given), why, author).rename(entity, name))


@app.command
def candidates(entity: str | None = None, *, most: int = 20, as_json: AsJson = False, flags: Flags = NO_FLAGS) -> int:
    """List pairs that may be one, with what speaks for it; none is merged unless a person says so.

    Parameters
    ----------
    entity
        Only pairs with this one: its entity_id, the beginning of it, or its name.
    most
        How many to list.
    as_json
        Print a JSON object a line.

    """
    from flows import decisions  # noqa: PLC0415 - loads DuckDB

    return _told(decisions.candidates(settings.load(flags.given), entity, most), as_json=as_json)


@app.command
def history(entity: str | None = None, *, as_json: AsJson = False, flags: Flags = NO_FLAGS) -> int:
    """List what was decided, when, by whom and why, the earliest first.

    Parameters
    ----------
    entity
        Only about this one: its entity_id, the beginning of it, or its name.
    as_json
        Print a JSON object a line.

    """
    from flows import decisions  # noqa: PLC0415 - loads DuckDB

    return _told(decisions.history(settings.load(flags.given), entity), as_json=as_json)


def _told(table: "pa.Table", *, as_json: bool) -> int:
    from warehouse.formats import as_jsonl, as_table  # noqa: PLC0415 - loads Arrow

    return _say(as_jsonl(table) if as_json else as_table(table))


def _say(text: str) -> int:
    answer(text)
    return DONE
