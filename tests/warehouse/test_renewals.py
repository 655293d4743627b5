"""Stages that are run again on stored documents replace what they wrote, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import newsroom
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows import upkeep
from warehouse import history, queries, stored
from warehouse.errors import StageError
from warehouse.storage import Commit, Held, Renewal, SeedState, Warehouse
from warehouse.upkeep.compact import write_anew
from warehouse.upkeep.doctor import examine
from warehouse.upkeep.purge import found, purge
from warehouse.upkeep.rebuild import rebuild
from warehouse.upkeep.tiers import whole
from warehouse.upkeep.vacuum import vacuum

MENTIONED = "select value, batch_id from mentions order by all"


def held(warehouse: Warehouse, *names: str) -> list[Held]:
    return [document for _, document in stored.holdings(warehouse, names).documents]


def retold(batch_id: str, documents: list[Held], *sayings: str, made_by: str = "test@2", files: tuple[str, ...] = ()) -> Renewal:
    """Return what a later version of attribution makes of documents: the same sayings of each."""
    claims = [
        {"document_id": one.document_id, "claim_id": f"{one.document_id} {said}", "content_text": said} for one in documents for said in sayings
    ]
    states = [newsroom.seed(name)._replace(made_by=made_by) for name in files]
    tables = {"claims": newsroom.rows("claims", *claims), "claim_spans": newsroom.rows("claim_spans")}
    return Renewal(batch_id, "again", tables, documents, states)


def mentioning(batch_id: str, source_uri: str, *sayings: str) -> Commit:
    """Return the commit of a note in which a name is mentioned too."""
    commit = newsroom.note(batch_id, source_uri, *sayings)
    mention = {"document_id": newsroom.document(source_uri)["document_id"], "mention_id": source_uri, "value": source_uri}
    return Commit(batch_id, "run", {**commit.tables, "mentions": newsroom.rows("mentions", mention)}, commit.seeds)


@pytest.fixture
def two(warehouse: Warehouse) -> Warehouse:
    """Return a warehouse with two notes."""
    warehouse.commit(mentioning("r-1", "quay.txt", "it is open"))
    warehouse.commit(mentioning("r-2", "fair.txt", "it begins", "it rains"))
    return warehouse


def test_only_the_tables_of_the_stages_that_were_run_are_replaced(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "fair.txt"), "it begins today"))
    assert newsroom.sayings(two.folder) == ["it begins today", "it is open"]
    assert newsroom.answer(two.folder, MENTIONED) == [{"value": "fair.txt", "batch_id": "r-2"}, {"value": "quay.txt", "batch_id": "r-1"}]
    assert not list(examine(two.store, two.catalog))


def test_a_stage_that_finds_nothing_any_more_leaves_nothing(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "fair.txt", "quay.txt")))
    assert newsroom.sayings(two.folder) == []
    two.renew(retold("a-2", held(two, "quay.txt"), "it is open after all"))
    assert newsroom.sayings(two.folder) == ["it is open after all"]


def test_the_last_of_several_renewals_counts_whichever_tables_they_share(two: Warehouse) -> None:
    (quay,) = held(two, "quay.txt")
    mention = newsroom.rows("mentions", {"document_id": quay.document_id, "mention_id": "m", "value": "the quay"})
    both = retold("a-1", [quay], "first")
    two.renew(Renewal("a-1", "again", {**both.tables, "mentions": mention}, [quay]))
    two.renew(retold("a-2", [quay], "second"))
    two.renew(retold("a-3", [quay], "third"))
    assert newsroom.sayings(two.folder) == ["it begins", "it rains", "third"]
    assert {"value": "the quay", "batch_id": "a-1"} in newsroom.answer(two.folder, MENTIONED)


def test_a_changed_file_replaces_what_was_renewed_and_a_removed_one_takes_it_along(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "fair.txt", "quay.txt"), "so they say"))
    two.commit(mentioning("r-3", "fair.txt", "it is over"))
    assert newsroom.sayings(two.folder) == ["it is over", "so they say"]
    two.commit(Commit("r-4", "run", removed=["quay.txt"]))
    assert newsroom.sayings(two.folder) == ["it is over"]


def test_what_was_made_of_a_document_that_changed_meanwhile_is_passed_over(two: Warehouse) -> None:
    stale = retold("a-1", held(two, "quay.txt", "fair.txt"), "so they say", files=("quay.txt", "fair.txt"))
    changed = newsroom.note("r-3", "quay.txt", "it is shut")
    two.commit(Commit("r-3", "run", changed.tables, [newsroom.seed("quay.txt", sha256="bb")]))
    two.renew(stale)
    assert newsroom.sayings(two.folder) == ["it is shut", "so they say"]
    assert {uri: state.made_by for uri, state in two.seeds().items()} == {"quay.txt": "test@1", "fair.txt": "test@2"}
    assert not list(examine(two.store, two.catalog))


def test_a_renewal_that_is_sent_again_is_not_committed_again(two: Warehouse) -> None:
    renewal = retold("a-1", held(two, "quay.txt"), "so they say")
    assert two.renew(renewal) == two.renew(renewal) == 3


def test_rows_of_a_document_that_was_not_renewed_are_refused(two: Warehouse) -> None:
    strange = retold("a-1", held(two, "quay.txt"), "so they say")
    with pytest.raises(StageError, match="nor renewed"):
        two.renew(Renewal("a-1", "again", strange.tables, held(two, "fair.txt")))


def test_earlier_versions_show_what_was_found_then(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "quay.txt"), "so they say"))
    two.renew(retold("a-2", held(two, "quay.txt"), "so they said"))
    for version, said in ((2, "it is open"), (3, "so they say"), (4, "so they said")):
        with history.connect(two.folder, None, version=version) as connection:
            assert said in queries.run(connection, "select content_text from claims")["content_text"].to_pylist()
            assert queries.run(connection, "from claims").num_rows == 3


def test_the_log_counts_what_was_renewed(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "quay.txt", "fair.txt"), "so they say"))
    assert '"kind": "renew"' in upkeep.log(two.folder, None, as_json=True)
    assert '"renewed": 2' in upkeep.log(two.folder, None, as_json=True)


def test_compaction_frees_what_was_replaced_and_the_pairs_are_forgotten(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "quay.txt", "fair.txt"), "so they say"))
    assert len(two.catalog.live().dead) == 2
    write_anew(two, whole(two.catalog.files()), kind="compact")
    assert two.catalog.live().dead == []
    (claims,) = (known.file for known in two.catalog.files() if known.file.table_name == "claims")
    assert claims.rows == 2
    assert newsroom.sayings(two.folder) == ["so they say", "so they say"]


def test_a_purged_document_leaves_no_trace_of_its_renewals(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "quay.txt", "fair.txt"), "so they say"))
    purge(two, found(two, "quay.txt"))
    assert newsroom.answer(two.folder, "select count(*) as n from renewals") == [{"n": 1}]
    assert newsroom.sayings(two.folder) == ["so they say"]


def test_a_document_whose_renewed_rows_are_lost_is_left_out_until_it_is_taken_in_again(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "quay.txt"), "so they say"))
    (two.folder / "tables/claims/a-1.parquet").unlink()
    upkeep.doctor(two.folder, None, repair=True)
    with Warehouse.open(two.folder) as again:
        assert newsroom.sayings(again.folder) == ["it begins", "it rains"]
        assert set(again.seeds()) == {"fair.txt"}


def test_stored_tables_are_those_that_the_stages_wrote(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "fair.txt"), "so", "they", "say"))
    two.commit(mentioning("r-3", "quay.txt", "it is shut"))
    write_anew(two, whole(two.catalog.files()), kind="compact")
    two.renew(retold("a-2", held(two, "quay.txt"), "and that is that"))
    kept = stored.holdings(two, ["fair.txt", "quay.txt", "nowhere.txt"])
    tables = stored.tables(two, kept, ["documents", "claims", "tokens"])
    assert sorted(tables["documents"]["source_uri"].to_pylist()) == ["fair.txt", "quay.txt"]
    assert sorted(tables["claims"]["content_text"].to_pylist()) == ["and that is that", "say", "so", "they"]
    assert [said for said in tables["claims"]["content_text"].to_pylist() if len(said) < 5] == ["so", "they", "say"]
    assert tables["tokens"].num_rows == 0
    assert set(stored.in_order(two, ["quay.txt", "fair.txt", "nowhere.txt"])) == {"quay.txt", "fair.txt", "nowhere.txt"}


NAMES = st.sampled_from("abc")
STEPS = st.one_of(
    st.tuples(st.just("note"), NAMES),
    st.tuples(st.sampled_from(["retell", "rename"]), NAMES),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.sampled_from(["compact", "vacuum", "rebuild"]), st.just("")),
)


def carried_out(folder: Path, steps: list[tuple[str, str]]) -> Iterator[tuple[object, object]]:
    """Carry out steps; yield what should be said and mentioned after each, and what is."""
    said, mentioned = dict[str, str](), dict[str, str]()
    for number, (step, name) in enumerate(steps):
        batch = f"r-{number}"
        with Warehouse.open(folder) as warehouse:
            if step == "note":
                said[name], mentioned[name] = batch, batch
                warehouse.commit(mentioning(batch, name, batch))
            elif step == "remove":
                said.pop(name, None)
                mentioned.pop(name, None)
                warehouse.commit(Commit(batch, "run", removed=[name]))
            elif step in {"retell", "rename"} and name in said:
                documents = held(warehouse, name)
                renewal = retold(batch, documents, batch)
                said[name] = batch
                if step == "rename":
                    mentioned[name] = batch
                    mention = newsroom.rows("mentions", {"document_id": documents[0].document_id, "mention_id": name, "value": name})
                    renewal = Renewal(batch, "again", {**renewal.tables, "mentions": mention}, documents)
                warehouse.renew(renewal)
            elif step == "compact":
                write_anew(warehouse, whole(warehouse.catalog.files())[number % 2 :], kind="compact")
            elif step == "vacuum":
                vacuum(warehouse, timedelta(0))
        if step == "rebuild" and steps[0][0] == "note":
            rebuild(folder, None)
            Warehouse.open(folder).close()
        mentions = {row["value"]: row["batch_id"] for row in newsroom.answer(folder, MENTIONED)}
        yield (sorted(said.values()), mentioned), (newsroom.sayings(folder), mentions)


@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=5, max_size=12))
def test_any_order_of_commits_renewals_and_upkeep_leaves_the_last_word(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    for expected, there in carried_out(tmp_path_factory.mktemp("law"), [("note", "a"), *steps]):
        assert there == expected


def test_what_a_file_is_made_by_is_remembered_when_its_documents_are_renewed(two: Warehouse) -> None:
    two.renew(retold("a-1", held(two, "quay.txt"), "so they say", files=("quay.txt",)))
    state: SeedState = two.seeds()["quay.txt"]
    assert state == newsroom.seed("quay.txt")._replace(made_by="test@2")
