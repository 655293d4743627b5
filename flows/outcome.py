"""What the command line tells about a run that has ended."""

from collections.abc import Iterator
from typing import Final

from flows import journal
from flows.run import Done
from flows.settings import Settings
from warehouse import queries
from warehouse.layout import Location

FILES: Final = ("new", "changed", "removed", "unchanged")
ROWS: Final = ("documents", "segments", "tokens", "mentions", "local_entities", "claims", "rejects")
MOST_REJECTS: Final = 10


def tell(done: Done, wall: float, chosen: Settings) -> None:
    """Write what a run did: for a person as a table, for a program as the numbers in it; then what was rejected."""
    said = summary(done, wall) if chosen.log_format == "text" else f"run {done.run_id} is done"
    journal.tell(said, run_id=done.run_id, counts=done.counts, seconds=done.seconds, wall_seconds=round(wall, 3))
    if done.counts.get("rejects") and done.run_id:
        for line in refused(chosen.warehouse, chosen.catalog, done.run_id):
            journal.tell(line, run_id=done.run_id)


def summary(done: Done, wall: float) -> str:
    """Return a short table of what a run did: files, rows written, seconds of work per stage."""
    files = ", ".join(f"{done.counts.get(name, 0):,} {name}" for name in FILES)
    if done.counts.get("renewed"):
        files += f"; {done.counts['renewed']:,} stored documents renewed"
    rows = [f"{name:18}{done.counts.get(name, 0):>10,}" for name in ROWS]
    work = [f"{stage:18}{spent:>10.2f} s" for stage, spent in done.seconds.items()]
    return "\n".join(
        [*([f"run {done.run_id}"] if done.run_id else []), f"files: {files}", "", *rows, "", *work, f"{'by the clock':18}{wall:>10.2f} s"]
    )


def refused(folder: Location, catalog: str | None, run_id: str) -> Iterator[str]:
    """Yield a line for each of the first documents that a run rejected, and one for the rest."""
    with queries.connect(folder, catalog) as connection:
        found = connection.execute(
            "select source_uri, container_path, reason, detail from rejects where starts_with(batch_id, ?) order by all", [run_id]
        ).fetchall()
    for source_uri, container_path, reason, detail in found[:MOST_REJECTS]:
        yield f"rejected {' '.join(filter(None, (source_uri, container_path)))}: {reason}{', ' + detail if detail else ''}"
    if len(found) > MOST_REJECTS:
        yield f'and {len(found) - MOST_REJECTS:,} more: onrecord sql "from rejects"'
