"""What there is to do: files that are new, changed or gone, and stored documents that later versions of some stages have not seen."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from flows.discover import Changes, discover, places
from flows.seed import growing
from flows.settings import Settings
from tasks.pipeline import fingerprint, stale
from warehouse import queries
from warehouse.storage import SeedState, Warehouse


def look(warehouse: Warehouse, chosen: Settings, paths: Iterable[str | Path]) -> Changes:
    """Look at the seeds folder, or at the files and folders named."""
    known = _to_try_anew(warehouse.seeds(), chosen)
    return discover(places(paths, chosen.seeds), known, made_by=fingerprint(), is_growing=growing(chosen.quiet_seconds))


def _to_try_anew(known: Mapping[str, SeedState], chosen: Settings) -> Mapping[str, SeedState]:
    """Return the states of files, as if nobody had parsed those of which a stage refused something that has changed since."""
    changed = {made_by: {stage.name for stage in stages} for made_by in {state.made_by for state in known.values()} if (stages := stale(made_by))}
    if not changed:
        return known
    with queries.connect(chosen.warehouse, chosen.catalog) as connection:
        refused = queries.run(connection, "select distinct source_uri, stage from rejects").to_pylist()
    again = {row["source_uri"] for row in refused if row["source_uri"] in known and row["stage"] in changed.get(known[row["source_uri"]].made_by, ())}
    return {uri: state._replace(made_by="") if uri in again else state for uri, state in known.items()}
