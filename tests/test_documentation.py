import ast
import io
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from packaging.requirements import Requirement
from rich.console import Console

from flows.cli import app
from flows.command import DONE, INTERRUPTED, REJECTED, WRONG_USE
from flows.evaluation.gold import Gold
from flows.settings import Settings
from tasks.parse import READERS, fields
from tasks.parse.sidecar import KNOWN
from tasks.pipeline import STAGES
from warehouse import queries, schema
from warehouse.publish import views
from warehouse.storage import Warehouse

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs/reference"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = [name for name in app if not name.startswith("-")]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection to a warehouse without a document."""
    folder = tmp_path_factory.mktemp("empty")
    Warehouse.open(folder).close()
    with queries.connect(folder) as connection:
        yield connection


def test_the_generated_pages_say_what_the_code_says() -> None:
    done = _check(REFERENCE)
    assert done.returncode == 0, done.stderr


def test_a_generated_page_that_was_changed_by_hand_is_named(tmp_path: Path) -> None:
    for page in REFERENCE.glob("*.md"):
        (tmp_path / page.name).write_text(page.read_text("utf-8"), "utf-8")
    with (tmp_path / "tables.md").open("a") as tables:
        tables.write("one line more\n")
    (tmp_path / "settings.md").unlink()
    done = _check(tmp_path)
    assert done.returncode == 1
    assert "tables.md, settings.md;" in done.stderr


@pytest.mark.parametrize("table", schema.TABLES.values(), ids=lambda table: table.name)
def test_each_column_of_a_table_is_documented(table: schema.Table) -> None:
    assert _explained(_section("tables.md", table.name)) == {column.name for column in table.columns}


@pytest.mark.parametrize("name", [view.name for view in views()])
def test_each_column_of_a_view_is_documented(name: str, empty: duckdb.DuckDBPyConnection) -> None:
    assert _explained(_section("views.md", name)) == {row[0] for row in empty.execute(f"describe {name}").fetchall()}


@pytest.mark.parametrize("command", [*COMMANDS, *(f"entities {name}" for name in app["entities"] if not name.startswith("-"))])
def test_each_flag_of_a_command_is_documented(command: str) -> None:
    shared = (REFERENCE / "commands.md").read_text("utf-8").partition("\n## ")[0]
    flags = {name for name in _explained(shared) | _explained(_section("commands.md", command)) if name.startswith("--")}
    written = io.StringIO()
    app.help_print(command.split(), console=Console(file=written, width=200))
    assert flags >= set(re.findall(r"(?<=  )--[a-z-]+(?= )", written.getvalue())) - {"--help", "--version"}
    assert flags


def test_each_setting_is_documented() -> None:
    assert _explained((REFERENCE / "settings.md").read_text("utf-8")) == set(Settings.model_fields)


def test_each_reason_for_a_reject_is_documented_and_no_other() -> None:
    sources = [path.read_text("utf-8") for folder in ("tasks", "flows") for path in (ROOT / folder).rglob("*.py")]
    calls = (node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    raised = {call.args[0].value for call in calls if getattr(call.func, "id", "") == "UnreadableSeed" and isinstance(call.args[0], ast.Constant)}
    assert _explained(_section("exit-status.md", "Rejects")) == raised


def test_each_exit_status_is_documented() -> None:
    rows = re.findall(r"^\| (\d+) \| \S", (REFERENCE / "exit-status.md").read_text("utf-8"), re.MULTILINE)
    assert set(map(int, rows)) == {DONE, REJECTED, WRONG_USE, INTERRUPTED}


def test_each_extension_and_field_that_parsing_knows_is_documented() -> None:
    page = (REFERENCE / "formats.md").read_text("utf-8")
    known = {*READERS, *fields.BODY, *(name for names in KNOWN.values() for name in names)}
    assert {name for name in known if f"`{name}`" not in page} == set()


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_each_stage_is_explained_with_what_it_writes(stage: object) -> None:
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\| \S", (ROOT / "docs/explanation/pipeline.md").read_text("utf-8"), re.MULTILINE)
    written = {name: tuple(re.findall(r"\w+", tables)) for name, tables in rows}
    assert written[getattr(stage, "name", "")] == getattr(stage, "writes", None)


def test_the_readme_gives_the_question_of_each_view_it_lists() -> None:
    questions = {view.name: view.question for view in views()}
    rows = re.findall(r"^\| `(\w+)` \| (.+\?) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert rows
    assert [name for name, question in rows if not questions[name].startswith(question)] == []


def test_what_is_run_on_a_fresh_machine_is_what_the_readme_says() -> None:
    commands = [block for block in _blocks(ROOT / "README.md", "sh") if "pytest" in block]
    assert [command.strip() in (ROOT / ".ci/run").read_text("utf-8").splitlines() for command in commands] == [True]


@each_page
def test_a_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            path, _, anchor = target.partition("#")
            linked = page.parent / path if path else page
            assert linked.exists(), target
            assert not anchor or anchor in _anchors(linked), target


@each_page
def test_a_query_on_a_page_runs(page: Path, empty: duckdb.DuckDBPyConnection) -> None:
    asked = _blocks(page, "sql") + [query for block in _blocks(page, "sh") for query in re.findall(r'onrecord sql "([^"]+)"', block)]
    for query in asked:
        queries.run(empty, query)


@each_page
def test_a_command_on_a_page_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    named = re.findall(r"(?:`|bin/|^|[^\w`/.])onrecord ([a-z]+)\b", "\n".join([*_blocks(page, "sh"), *re.findall(r"`[^`\n]+`", text)]), re.MULTILINE)
    assert set(named) - set(COMMANDS) == set()


@each_page
def test_a_python_example_on_a_page_compiles(page: Path) -> None:
    for block in _blocks(page, "python"):
        ast.parse(block)


def test_the_annotated_text_that_the_docs_show_is_valid() -> None:
    (example,) = _blocks(ROOT / "docs/how-to/evaluate.md", "json")
    gold = Gold.model_validate_json(example)
    assert gold.attributions
    claim = gold.attributions[0]
    shown = [gold.text[start:end] for start, end in (*claim.content, claim.source or (0, 0), claim.cue or (0, 0))]
    assert shown == ["“We read every report,”", "Ivo Castell", "said"]


def test_the_version_is_the_same_everywhere() -> None:
    version = _project()["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_constraints_pin_one_version_of_each_dependency_that_the_project_allows() -> None:
    pinned = {pin.name.lower(): pin for pin in map(Requirement, (ROOT / "constraints.txt").read_text("utf-8").split())}
    project = _project()
    wanted = [Requirement(line) for line in (*project["dependencies"], *project["optional-dependencies"]["test"])]
    for requirement in wanted:
        (pin,) = pinned[requirement.name.lower()].specifier
        assert pin.operator == "=="
        assert requirement.specifier.contains(pin.version), requirement
    assert not any(pin.url for pin in pinned.values())


def test_every_file_that_the_code_reads_beside_itself_is_part_of_the_package() -> None:
    declared: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]
    shipped = {path for package, patterns in declared.items() for pattern in patterns for path in (ROOT / package.replace(".", "/")).glob(pattern)}
    kept = {path for folder in ("tasks", "flows", "warehouse") for path in (ROOT / folder).rglob("*.*") if path.suffix not in {".py", ".pyc"}}
    assert {path for path in kept - shipped if "data" not in path.relative_to(ROOT).parts and "__pycache__" not in path.parts} == set()


def _project() -> dict[str, dict[str, list[str]]]:
    project: dict[str, dict[str, list[str]]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return project


def _check(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, ROOT / "docs/generate.py", folder, "--check"], capture_output=True, text=True, check=False)


def _section(page: str, title: str) -> str:
    """Return what stands below a heading of a reference page."""
    return (REFERENCE / page).read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def _explained(text: str) -> set[str]:
    """Return the names in the first column of the tables in a text whose last column says something."""
    rows = re.findall(r"^\| (`.+?) \|.* (\S+) \|$", text, re.MULTILINE)
    return {name for first, _ in rows for name in re.findall(r"`([^`]+)`", first)}


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
