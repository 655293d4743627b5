"""The flow `maintain`: the command of that name, for those who have a server run it every night."""

from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact

from flows import settings, upkeep
from warehouse.storage import Warehouse


@flow(name="maintain")
def maintain(overrides: dict[str, Any] | None = None, keep_days: float = 7) -> str:
    """Compact and vacuum the warehouse, and return what was done; `overrides` are settings that win over file and environment."""
    chosen = settings.load(overrides)
    # A night may come before the first article.
    Warehouse.open(chosen.warehouse, chosen.catalog).close()
    done = upkeep.maintain(chosen.warehouse, chosen.catalog, settled=False, keep_days=keep_days)
    get_run_logger().info("%s", done)
    create_markdown_artifact(done, key="maintain")
    return done
