import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import keeping, local, server
from warehouse.errors import UsageError

PROJECT = Path(__file__).parents[2]
START = "import sys; from flows import server; print(server.own(), flush=True); sys.stdin.read()"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database that only the first server has to make."""
    return f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('database')}/prefect.db"


@pytest.fixture(autouse=True)
def _home(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder, with a folder of Prefect, in which nothing is set up."""
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", database)
    (tmp_path / "prefect").mkdir()


def comes_to_pass(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 90
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


def test_a_server_that_is_kept_is_found_told_of_and_stopped() -> None:
    assert (keeping.show(0), keeping.stop(0)) == ("no Prefect server is kept",) * 2
    told = keeping.start(0)
    try:
        assert keeping.start(0) == keeping.show(0) == told
        found = server.kept()
        assert found is not None
        assert told == f"{found.url}, process {found.process}, until `onrecord server stop`"
        assert local.prepare(0) == found.url
    finally:
        assert "has ended" in keeping.stop(0)
    assert server.kept() is None


def test_a_server_that_is_kept_and_that_nobody_uses_ends_by_itself() -> None:
    kept = server.start(keep_minutes=0.01)
    assert comes_to_pass(lambda: not server.is_serving(kept.process))
    assert server.kept() is None


def test_the_server_of_a_run_ends_with_it_even_if_it_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", START], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        url = run.stdout.readline().strip()
        assert comes_to_pass(lambda: server.answers(url))
        assert server.kept() is None
        run.kill()
    assert comes_to_pass(lambda: not server.answers(url))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env", "PREFECT_API_URL=http://news.example/api\n"),
        ("prefect.toml", '[api]\nurl = "http://news.example/api"\n'),
        ("pyproject.toml", '[tool.prefect.api]\nurl = "http://news.example/api"\n'),
        ("prefect/profiles.toml", 'active = "desk"\n[profiles.desk]\nPREFECT_API_URL = "http://news.example/api"\n'),
    ],
)
def test_a_server_that_the_person_has_set_up_is_used_and_no_other_started(path: str, text: str) -> None:
    assert not local.configured()
    Path(path).write_text(text)
    assert local.configured()
    assert local.prepare() is None
    with pytest.raises(UsageError, match="a Prefect server is configured"):
        keeping.start(0)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("prefect.toml", "no table"),
        ("prefect/profiles.toml", 'active = "local"\n[profiles.local]\n[profiles.desk]\nPREFECT_API_URL = "http://news.example/api"\n'),
        ("prefect/onrecord-server.json", "{}"),
        ("prefect/onrecord-server.json", '{"url": "http://127.0.0.1:9/api", "process": 1, "keep_minutes": 0, "prefect": "3"}'),
    ],
)
def test_what_names_no_server_is_passed_over(path: str, text: str) -> None:
    Path(path).write_text(text)
    assert not local.configured()
    assert server.kept() is None


def test_what_needs_a_server_that_stays_says_how_to_set_one_up() -> None:
    with pytest.raises(UsageError, match="prefect server start"):
        local.refuse_without_server()
