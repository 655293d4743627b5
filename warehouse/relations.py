"""The relations of the catalog."""

from typing import Any, Final

import sqlalchemy as sa

METADATA: Final = sa.MetaData()

META: Final = sa.Table("meta", METADATA, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))

VERSIONS: Final = sa.Table(
    "versions",
    METADATA,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("batch_id", sa.Text, nullable=False, unique=True),
    sa.Column("run_id", sa.Text, nullable=False),
    sa.Column("committed_at", sa.Text, nullable=False),
)

FILES: Final = sa.Table(
    "files",
    METADATA,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("columns", sa.Text, nullable=False),
    sa.Column("first_version", sa.Integer, nullable=False),
    sa.Column("last_version", sa.Integer, nullable=False),
    sa.Column("applied_version", sa.Integer, nullable=False),
    sa.Column("added_version", sa.Integer, nullable=False),
    sa.Column("removed_version", sa.Integer, index=True),
)

DOCUMENTS: Final = sa.Table(
    "documents",
    METADATA,
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("batch_id", sa.Text, primary_key=True),
    sa.Column("is_reject", sa.Boolean, primary_key=True),
    sa.Column("source_uri", sa.Text, nullable=False, index=True),
    sa.Column("container_path", sa.Text, nullable=False),
    sa.Column("added_version", sa.Integer, nullable=False),
    sa.Column("removed_version", sa.Integer, index=True),
    # From this version on, no live file has rows of the dead pair any more.
    sa.Column("dropped_version", sa.Integer),
)

# Which commit's rows of some tables count for a document, where stages were run again on it: a row without removed_version says
# that its batch brought them, one with it that those of the batch count no more, be it the one that brought the document.
PARTS: Final = sa.Table(
    "parts",
    METADATA,
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("batch_id", sa.Text, primary_key=True),
    sa.Column("tables", sa.Text, primary_key=True),
    sa.Column("added_version", sa.Integer, nullable=False),
    sa.Column("removed_version", sa.Integer, index=True),
    sa.Column("dropped_version", sa.Integer),
)

SEEDS: Final = sa.Table(
    "seeds",
    METADATA,
    sa.Column("source_uri", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("modified_ns", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
)

AT_ONCE: Final = 500
"""Values that one statement names; databases allow some thousands."""


def insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(sa.insert(table), rows)


def is_live(table: sa.Table, version: int | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that a file or document is live, now or at a version."""
    removed = table.c.removed_version
    if version is None:
        # Nearly all are: SQLite would go through its index of them all rather than look up those a statement names, so it must not see it.
        return (removed + 0).is_(None)
    return sa.and_(table.c.added_version <= version, sa.or_(removed.is_(None), removed > version))


def is_gone(table: sa.Table, version: int | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that a file or document was live once, and is not now or at a version."""
    removed = table.c.removed_version
    # To SQLite, a range is worth an index that "is not null" is not.
    return removed > 0 if version is None else removed <= version
