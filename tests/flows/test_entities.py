import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from flows import knowledge, settings
from flows.command import WRONG_USE
from flows.decisions import Desk, candidates, history
from flows.ingesting import found
from flows.seed import Seed, trace
from flows.settings import Settings
from flows.work import take_in
from warehouse import history as earlier_versions
from warehouse import queries
from warehouse.errors import UsageError
from warehouse.storage import Commit, Warehouse
from warehouse.upkeep.rebuild import rebuild
from warehouse.upkeep.vacuum import vacuum

ARTICLES = {
    "harbour.txt": "Anna Quell said on Monday that the harbour in Moscow is closed. Mr. Oskar Dahl denied that the harbour was closed.",
    "council.txt": "Anna Quell said that the council in Russia had failed. Mr. Oskar Dahl said that nobody had asked.",
    "port.txt": "Mr. Oskar Dahl told reporters that Anna B. Quell had left. Mr. Lindmark said that the council had met.",
}


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a warehouse that holds the articles."""
    folder = tmp_path_factory.mktemp("pressed")
    _take_in(folder, "first")
    return folder


@pytest.fixture
def folder(pressed: Path, tmp_path: Path) -> Path:
    """Return a warehouse that holds the articles, of one's own."""
    return Path(shutil.copytree(pressed, tmp_path / "own"))


@pytest.fixture
def chosen(folder: Path) -> Settings:
    return _settings(folder)


@pytest.fixture
def desk(chosen: Settings) -> Desk:
    """Return where Mira decides."""
    return Desk(chosen, "I have met them", "Mira")


Ask = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def ask(chosen: Settings) -> Ask:
    def answer(sql: str) -> list[tuple[object, ...]]:
        with queries.connect(chosen.warehouse) as connection:
            return connection.execute(sql).fetchall()

    return answer


def _settings(folder: Path) -> Settings:
    return settings.load({"warehouse": str(folder / "warehouse"), "kb": str(folder / "kb")})


def _take_in(folder: Path, run_id: str) -> None:
    seeds = []
    for name, text in ARTICLES.items():
        (folder / name).write_text(text)
        seeds.append(Seed(name, str(folder / name), trace((folder / name).stat())))
    work = take_in(seeds)
    with Warehouse.open(folder / "warehouse") as warehouse:
        warehouse.commit(Commit(f"{run_id}-1", run_id, work.tables, seeds=work.states))


def know(chosen: Settings, *rows: str, name: str = "people.csv") -> int | None:
    chosen.kb.mkdir(exist_ok=True)
    (chosen.kb / name).write_text("\n".join(rows))
    with Warehouse.open(chosen.warehouse) as warehouse:
        return knowledge.refresh(warehouse, chosen.kb)


HEAD = "id,name,type,aliases,weak_aliases"
DOCUMENTS_OF = "select documents from entities where name = '{}'"


def test_merged_entities_are_one(desk: Desk, ask: Ask) -> None:
    desk.merge("Anna Quell", ["Anna B. Quell"], force=False)
    assert ask("select aliases, documents from entities where name = 'Anna Quell'") == [(["Anna B. Quell"], 3)]
    assert ask(DOCUMENTS_OF.format("Anna B. Quell")) == []


def test_decisions_survive_a_new_ingest(desk: Desk, ask: Ask, folder: Path) -> None:
    desk.merge("Anna Quell", ["Oskar Dahl"], force=False)
    desk.rename("Anna Quell", "Anna Quell-Dahl")
    before = ask("select speaker, entity_id, content_text from who_said_what order by all")
    _take_in(folder, "second")
    assert ask("select speaker, entity_id, content_text from who_said_what order by all") == before
    assert {speaker for speaker, _, content in before if content} >= {"Anna Quell-Dahl"}


def test_a_merge_can_be_undone(desk: Desk, ask: Ask) -> None:
    before = ask("from entities order by all")
    desk.merge("Anna Quell", ["Oskar Dahl"], force=False)
    assert ask("from entities order by all") != before
    desk.split("Anna Quell", "Oskar Dahl")
    assert ask("from entities order by all") == before


def test_merges_follow_one_another(desk: Desk, ask: Ask) -> None:
    desk.merge("Oskar Dahl", ["Anna B. Quell"], force=False)
    desk.merge("Anna Quell", ["Oskar Dahl"], force=False)
    assert ask("select count(*) from entities where label = 'PERSON' and documents = 3") == [(1,)]
    desk.split("Anna Quell", "Anna B. Quell")
    assert ask(DOCUMENTS_OF.format("Anna B. Quell")) == [(1,)]


def test_a_namesake_in_one_document_is_somebody_else(desk: Desk, ask: Ask) -> None:
    desk.split("Oskar Dahl", "port.txt")
    assert sorted(ask(DOCUMENTS_OF.format("Oskar Dahl"))) == [(1,), (2,)]
    ((new,),) = ask("select entity_id from entities where name = 'Oskar Dahl' and documents = 1")
    desk.merge("Anna Quell", [str(new)], force=False)
    assert ask(DOCUMENTS_OF.format("Anna Quell")) == [(3,)]


def test_an_alias_is_taken_back_by_a_split(desk: Desk, ask: Ask) -> None:
    before = ask("from links order by all")
    desk.alias("Anna Quell", "Lindmark")
    desk.split("Anna Quell", "Lindmark")
    assert ask("from links order by all") == before


def test_an_alias_ties_a_lone_surname_everywhere(desk: Desk, ask: Ask) -> None:
    desk.alias("Anna Quell", "Lindmark")
    assert ask("select documents, aliases from entities where name = 'Anna Quell'") == [(3, ["Lindmark"])]


def test_history_tells_who_decided_what_and_why(desk: Desk, chosen: Settings) -> None:
    desk.merge("Anna Quell", ["Anna B. Quell"], force=False)
    desk.rename("Oskar Dahl", "Oskar M. Dahl")
    (row,) = history(chosen, "Anna Quell").to_pylist()
    assert (row["author"], row["kind"], row["name"], row["other_name"], row["why"]) == (
        "Mira", "merge", "Anna Quell", "Anna B. Quell", "I have met them",
    )  # fmt: skip
    assert [row["kind"] for row in history(chosen, None).to_pylist()] == ["merge", "rename"]


def test_what_may_be_one_is_proposed_with_reasons_until_it_is_decided(desk: Desk, chosen: Settings) -> None:
    pairs = {(row["name"], row["other_name"]): row["reasons"] for row in candidates(chosen, "Anna Quell", 20).to_pylist()}
    assert pairs == {("Anna B. Quell", "Anna Quell"): ["the same first and last name"]}
    desk.split("Anna Quell", "Anna B. Quell")
    assert candidates(chosen, "Anna Quell", 20).to_pylist() == []


@pytest.mark.parametrize(
    ("decide", "message"),
    [
        pytest.param(lambda desk: desk.merge("Anna Quell", ["Bert Quell"], force=False), "no entity goes by Bert Quell", id="unknown"),
        pytest.param(lambda desk: desk.merge("Anna Quell", ["Anna Quell"], force=False), "are one already", id="itself"),
        pytest.param(lambda desk: desk.merge("Anna Quell", ["Russia"], force=False), "is a person and Russia", id="a person and a place"),
        pytest.param(lambda desk: desk.merge("Russia", ["Moscow"], force=True), "seat of government", id="a country and its seat"),
        pytest.param(lambda desk: desk.split("Oskar Dahl", "Oskar Dahl"), "cannot be told from itself", id="a split from itself"),
        pytest.param(lambda desk: desk.split("Anna Quell", "port.txt"), "is not named in port.txt", id="a document without it"),
        pytest.param(lambda desk: desk.split("Anna B. Quell", "port.txt"), "in no other document", id="the only document"),
        pytest.param(lambda desk: desk.alias("Anna Quell", "Oskar Dahl"), "Oskar Dahl is the name of", id="the name of another"),
        pytest.param(lambda desk: desk.alias("Anna Quell", " - "), "is no name", id="a blank alias"),
        pytest.param(lambda desk: desk.rename("Anna Quell", "Anna Quell"), "is called that already", id="the same name"),
    ],
)
def test_nonsense_is_refused(pressed: Path, decide: Callable[[Desk], str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        decide(Desk(_settings(pressed), "a try", "Mira"))


def test_what_is_refused_is_not_written(pressed: Path) -> None:
    assert history(_settings(pressed), None).num_rows == 0


def test_a_circle_of_merges_is_refused(desk: Desk) -> None:
    desk.merge("Anna Quell", ["Oskar Dahl"], force=False)
    with pytest.raises(UsageError, match="are one already"):
        desk.merge("Oskar Dahl", ["Anna Quell"], force=False)


def test_a_decision_without_a_reason_is_refused(pressed: Path) -> None:
    with pytest.raises(UsageError, match="give a reason"):
        Desk(_settings(pressed), "  ", None)


def test_the_ids_of_the_knowledge_base_win_over_those_of_the_text(chosen: Settings, ask: Ask) -> None:
    assert know(chosen, HEAD, "Q1,Anna Maria Quell,person,Anna Quell,") == 1
    assert ask("select entity_id, name, documents, aliases from entities where entity_id = 'Q1'") == [("Q1", "Anna Maria Quell", 2, ["Anna Quell"])]
    assert ask("select distinct method from links where entity_id = 'Q1'") == [("knowledge_base",)]


def test_a_knowledge_base_that_is_gone_leaves_no_trace(chosen: Settings, ask: Ask) -> None:
    before = ask("from entities order by all")
    know(chosen, HEAD, "Q1,Anna Maria Quell,person,Anna Quell,")
    assert know(chosen, HEAD) == 0
    assert ask("from entities order by all") == before


def test_a_knowledge_base_that_did_not_change_is_not_read_again(chosen: Settings, ask: Ask) -> None:
    know(chosen, HEAD, "Q1,Anna Maria Quell,person,Anna Quell,")
    assert know(chosen, HEAD, "Q1,Anna Maria Quell,person,Anna Quell,") is None
    assert ask("select count(*) from commits where kind = 'knowledge'") == [(1,)]


def test_an_earlier_reading_of_the_knowledge_base_stays_with_earlier_versions_only(chosen: Settings, ask: Ask) -> None:
    know(chosen, HEAD, "Q1,Anna Maria Quell,person,Anna Quell,")
    know(chosen, HEAD, "Q2,Anna Berta Quell,person,Anna Quell,")
    assert ask("select entity_id from stored.known_entities") == [("Q2",)]
    assert ask("select distinct entity_id from stored.known_names") == [("Q2",)]
    with earlier_versions.connect(chosen.warehouse, None, version=2) as then:
        assert then.execute("select documents from entities where entity_id = 'Q1'").fetchall() == [(2,)]


def test_an_earlier_reading_of_the_knowledge_base_leaves_the_disk_with_its_versions(chosen: Settings, ask: Ask) -> None:
    know(chosen, HEAD, "Q1,Anna Maria Quell,person,Anna Quell,")
    know(chosen, HEAD)
    with Warehouse.open(chosen.warehouse) as warehouse:
        vacuum(warehouse, timedelta(0))
        assert [path for path, _ in warehouse.store.listed() if "known_" in path] == []
    assert rebuild(chosen.warehouse, None) == []
    assert ask("select count(*) from known_names") == [(0,)]


def test_a_look_for_changes_reads_a_changed_knowledge_base(chosen: Settings, folder: Path, ask: Ask) -> None:
    (folder / "kb").mkdir()
    (folder / "kb/people.csv").write_text(f"{HEAD}\nQ1,Anna Maria Quell,person,Anna Quell,\n")
    found(chosen, [folder / "port.txt"])
    assert ask("select documents from entities where entity_id = 'Q1'") == [(2,)]


def test_a_folder_that_is_not_there_leaves_the_knowledge_base_as_it_was(chosen: Settings, ask: Ask) -> None:
    know(chosen, HEAD, "Q1,Anna Maria Quell,person,Anna Quell,")
    with Warehouse.open(chosen.warehouse) as warehouse:
        assert knowledge.refresh(warehouse, chosen.kb / "elsewhere") is None
    assert ask("select documents from entities where entity_id = 'Q1'") == [(2,)]


def test_a_weak_alias_needs_another_name_in_the_document(chosen: Settings, ask: Ask) -> None:
    know(chosen, HEAD, "Q1,Oskar Dahl,person,,Lindmark", "Q2,Anna Quell,person,,Lindmark")
    assert ask("select entity_id from links join local_entities using (document_id, local_entity_id) where local_entities.name = 'Lindmark'") == [
        ("Q1",)
    ]
    know(chosen, HEAD, "Q2,Anna Quell,person,,Lindmark")
    assert ask("select count(*) from links where entity_id = 'Q2'") == [(2,)]


def test_people_overrule_the_knowledge_base(chosen: Settings, desk: Desk, ask: Ask) -> None:
    know(chosen, HEAD, "Q1,Anna Maria Quell,person,Anna Quell,")
    desk.split("Q1", "Anna Quell")
    assert ask("select count(*) from links where entity_id = 'Q1'") == [(0,)]
    assert ask(DOCUMENTS_OF.format("Anna Quell")) == [(2,)]


def test_a_merge_into_somebody_of_the_knowledge_base_goes_with_it(chosen: Settings, desk: Desk, ask: Ask) -> None:
    desk.merge("Anna Quell", ["Anna B. Quell"], force=False)
    know(chosen, HEAD, "Q1,Anna Maria Quell,person,Anna Quell,")
    assert ask("select aliases from entities where entity_id = 'Q1'") == [(["Anna B. Quell", "Anna Quell"],)]


def test_a_fault_in_the_knowledge_base_is_told_with_its_line(chosen: Settings) -> None:
    with pytest.raises(UsageError, match=r"^people.csv:2: no name"):
        know(chosen, HEAD, "Q1,,person,,")
    with pytest.raises(UsageError, match=r"^people.csv:3: more cells than columns"):
        know(chosen, HEAD, "", "Q1,Anna Quell,person,,,and more")
    with pytest.raises(UsageError, match=r"^list.jsonl:1: no FollowTheMoney entity"):
        know(chosen, "{}", name="list.jsonl")


def _onrecord(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "flows.cli", "entities", *arguments, "--warehouse", str(folder / "warehouse")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_wrong_decision_on_the_command_line_is_one_line(pressed: Path) -> None:
    done = _onrecord(pressed, "merge", "nobody", "Russia", "--why", "so")
    told = "onrecord: no entity goes by nobody; `onrecord entities find` looks for a part of a name\n"
    assert (done.returncode, done.stdout, done.stderr) == (WRONG_USE, "", told)


def test_entities_are_found_by_a_part_of_their_name(pressed: Path) -> None:
    done = _onrecord(pressed, "find", "dahl", "--json")
    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == ["Oskar Dahl"]
