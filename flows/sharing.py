"""The command `ingest --shards N`: the deployment `ingest/onrecord-share` run N times at once, each over a share of the files, and waited for."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, ArtifactFilterKey, FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL
from prefect.states import Cancelling

from flows import journal
from flows.deploying import POOL
from flows.look import Share
from flows.run import Done
from flows.settings import Settings
from warehouse.errors import UsageError, WarehouseError

DEPLOYMENT: Final = "ingest/onrecord-share"
LOOK: Final = 1.0
"""Seconds between two looks at how the runs are."""
PATIENCE: Final = 30.0
"""Seconds after which whoever waits is told that no worker has taken a run."""
AWAY: Final = 120.0
"""Seconds for which the server may be away; the runs go on meanwhile."""
MOST_CRASHES: Final = 5
"""Times that a share is given to another worker, after a crash, before the whole is given up."""
GONE_BAD: Final = (StateType.FAILED, StateType.CANCELLED)


class Shares:
    """Runs under way, one a share. A run that crashed is followed by another over the same share: what it had committed is not new any more."""

    def __init__(self, client: SyncPrefectClient, number: int, parameters: Mapping[str, Any]) -> None:
        self._client, self._number, self._parameters = client, number, parameters
        self._deployment = _deployment(client)
        self._places: dict[UUID, int] = {}
        self._crashes = 0
        self._started_at = self._seen_at = time.monotonic()
        self._told: dict[UUID, str] = {}
        self.runs: list[UUID] = []

    def wait(self) -> None:
        """Start a run for each share, and wait until each is done.

        Raises
        ------
        WarehouseError
            when a run failed or was cancelled, or crashes do not end
        """
        for place in range(self._number):
            self._begin(place)
        while self._places:
            for run in self._runs():
                self._follow(run)
            if not self._told and time.monotonic() - self._started_at > PATIENCE:
                journal.tell(f"no worker has taken a run yet; start one: prefect worker start --pool {POOL}")
                self._started_at = time.monotonic()
            time.sleep(LOOK)

    def cancel(self) -> None:
        """Have the runs stopped that are still under way."""
        with suppress(httpx.HTTPError):  # What stopped us may be that the server is gone.
            for run in self._places:
                self._client.set_flow_run_state(run, Cancelling())

    def _runs(self) -> list[FlowRun]:
        """Return the runs under way as the server has them; none while it is away for a while, as when it is restarted."""
        try:
            found = self._client.read_flow_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=list(self._places))))
        except httpx.TransportError:
            if time.monotonic() - self._seen_at > AWAY:
                raise
            return []
        self._seen_at = time.monotonic()
        return found

    def _start(self, place: int) -> UUID:
        share = Share(place, self._number)
        name = f"share-{place + 1}-of-{self._number}"
        return self._client.create_flow_run_from_deployment(self._deployment, parameters={**self._parameters, "share": list(share)}, name=name).id

    def _follow(self, run: FlowRun) -> None:
        state = run.state
        if state is None or state.is_scheduled() or state.is_pending():
            return
        place = self._places[run.id]
        if self._told.get(run.id) != state.name:
            journal.tell(f"share {place + 1} of {self._number}: {(state.name or '').lower()}", flow_run_id=str(run.id), state=state.name)
            self._told[run.id] = state.name or ""
        if state.is_completed():
            del self._places[run.id]
        elif state.is_crashed():
            self._again(run.id)
        elif state.type in GONE_BAD:
            raise WarehouseError(f"share {place + 1} of {self._number} {state.type.value.lower()}: {state.message}; what was committed stays")

    def _again(self, crashed: UUID) -> None:
        self._crashes += 1
        if self._crashes > MOST_CRASHES * self._number:
            raise WarehouseError("runs crash again and again; what was committed stays")
        place = self._places.pop(crashed)
        self._begin(place)

    def _begin(self, place: int) -> None:
        started = self._start(place)
        self._places[started] = place
        self.runs.append(started)


def ingest_in_shares(number: int, paths: Sequence[Path], chosen: Settings, overrides: Mapping[str, Any]) -> Done:
    """Have `number` runs of the deployment take in what is new, wait for them, and return what all did together.

    Raises
    ------
    UsageError
        when the Prefect server does not answer, nothing is deployed there, or a catalog is given on the command line
    WarehouseError
        when a run failed; what was committed stays
    """
    if "catalog" in overrides:
        raise UsageError("--catalog would go into the Prefect server's database with its password; set ONRECORD_CATALOG here and for the workers")
    # Where a worker finds them must not depend on the folder that it runs in.
    where = chosen.warehouse.absolute() if isinstance(chosen.warehouse, Path) else chosen.warehouse
    places = {"seeds": str(chosen.seeds.absolute()), "warehouse": str(where), "kb": str(chosen.kb.absolute())}
    parameters = {"paths": [str(path.absolute()) for path in paths] or None, "overrides": {**overrides, **places}}
    try:
        with get_client(sync_client=True) as client:
            shares = Shares(client, number, parameters)
            try:
                shares.wait()
            except BaseException:
                shares.cancel()
                raise
            return _gathered(client, shares.runs)
    except httpx.HTTPError as error:
        raise UsageError(f"the Prefect server at {PREFECT_API_URL.value()} does not answer: {error}") from error


def _deployment(client: SyncPrefectClient) -> UUID:
    try:
        return client.read_deployment_by_name(DEPLOYMENT).id
    except ObjectNotFound:
        raise UsageError(f"there is no deployment {DEPLOYMENT} on {PREFECT_API_URL.value()}; `onrecord deploy` makes it") from None


def _gathered(client: SyncPrefectClient, runs: Sequence[UUID]) -> Done:
    """Return what runs did together, as the tables say that they left; one that crashed left none, and what it did is in the warehouse."""
    counts, seconds = Counter[str](), Counter[str]()
    for row in _rows(client, runs):
        count = row["count"] or 0
        # Each run saw all that had not changed.
        counts[row["what"]] = max(counts[row["what"]], count) if row["what"] == "unchanged" else counts[row["what"]] + count
        seconds[row["what"]] += row["seconds"] or 0
    return Done("", {name: count for name, count in counts.items() if count}, {name: spent for name, spent in seconds.items() if spent})


def _rows(client: SyncPrefectClient, runs: Sequence[UUID]) -> Iterator[dict[str, Any]]:
    wanted = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=list(runs)), key=ArtifactFilterKey(any_=["ingest"]))
    for artifact in client.read_artifacts(artifact_filter=wanted, limit=200):
        yield from json.loads(artifact.data) if isinstance(artifact.data, str) else []
