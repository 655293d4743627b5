import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

BIN = Path(sys.executable).parent
Command = Callable[..., subprocess.CompletedProcess[str]]

ARTICLE = """Harbour to close

By Ada Lindqvist

PORT ELLERY — “The harbour will close in May,” said Mayor Tomas Ferro. “Nobody will lose a boat.”

Ferro denied that the council had asked for the closure.
"""


def answers(desk: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(desk / "warehouse/data/onrecord.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def files_in(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}


def test_what_is_dropped_in_is_said_by_somebody_in_the_views(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    ran = onrecord("ingest")
    assert ran.returncode == 0, ran.stderr
    assert "1 new" in ran.stderr
    said = answers(desk, "select speaker, content_text from who_said_what where kind = 'direct'")
    assert ("Tomas Ferro", "“The harbour will close in May,” … “Nobody will lose a boat.”") in said
    assert answers(desk, "select count(*) from evidence where not verified") == [(0,)]


def test_a_second_run_with_nothing_new_says_so_and_writes_nothing(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    onrecord("ingest")
    before = files_in(desk)
    again = onrecord("ingest")
    assert (again.returncode, files_in(desk)) == (0, before)
    assert "nothing new" in again.stderr
    os.utime(desk / "seeds/harbour.txt", (1, 1))
    touched = onrecord("ingest")
    assert "nothing new" in touched.stderr
    assert files_in(desk) == before


def test_a_changed_file_replaces_its_document_and_a_removed_one_disappears(onrecord: Command, desk: Path) -> None:
    kept, gone = desk / "seeds/kept.txt", desk / "seeds/gone.txt"
    kept.write_text(ARTICLE)
    gone.write_text(ARTICLE)
    onrecord("ingest")
    kept.write_text(ARTICLE.replace("in May", "in June"))
    gone.unlink()
    ran = onrecord("ingest")
    assert "0 new, 1 changed, 1 removed" in ran.stderr
    assert answers(desk, "select source_uri, text like '%in June%' from documents") == [("kept.txt", True)]
    assert answers(desk, "select count(*) from claims where content_text like '%in May%'") == [(0,)]
    kept.unlink()
    assert onrecord("ingest").returncode == 0
    assert answers(desk, "select (select count(*) from documents), (select count(*) from tokens)") == [(0, 0)]


def test_a_broken_file_is_a_reject_and_does_not_stop_the_others(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/good.txt").write_text(ARTICLE)
    (desk / "seeds/broken.txt").write_bytes(b"\x7fELF\0\0\0\1")
    (desk / "seeds/empty.txt").write_bytes(b"")
    (desk / "seeds/clip.mp4").write_bytes(b"no reader for it")
    os.mkfifo(desk / "seeds/pipe.txt")
    (desk / "seeds/link.txt").symlink_to("good.txt")
    ran = onrecord("ingest")
    assert ran.returncode == 1
    assert "rejected broken.txt: binary" in ran.stderr
    rejects = answers(desk, "select source_uri, reason, attempts from rejects order by all")
    assert rejects == [
        ("broken.txt", "binary", 1),
        ("clip.mp4", "unsupported", 1),
        ("empty.txt", "empty", 1),
        ("link.txt", "not_regular", 1),
        ("pipe.txt", "not_regular", 1),
    ]
    assert answers(desk, "select source_uri from documents") == [("good.txt",)]
    assert onrecord("ingest").returncode == 0


def test_a_file_named_on_the_command_line_goes_by_its_absolute_address(onrecord: Command, desk: Path) -> None:
    elsewhere = desk / "else where.txt"
    elsewhere.write_text(ARTICLE)
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    assert onrecord("ingest", elsewhere, "seeds/harbour.txt").returncode == 0
    assert answers(desk, "select source_uri from documents order by 1") == [(elsewhere.as_uri(),), ("harbour.txt",)]


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (("ingest", "nowhere"), {}, "there is no"),
        (("ingest",), {"ONRECORD_WORKERS": "many"}, "workers in ONRECORD_WORKERS"),
        (("ingest", "--workers", "many"), {}, "workers"),
        (("ingest",), {"ONRECORD_CATALOG": "no database"}, "catalog"),
        (("sql", "select 1"), {}, "there is no warehouse"),
        (("show", "harbour"), {}, "there is no warehouse"),
        (("dance",), {}, "dance"),
    ],
)
def test_wrong_use_is_one_line_and_exit_status_2(onrecord: Command, arguments: tuple[str, ...], environment: dict[str, str], told: str) -> None:
    ran = onrecord(*arguments, **environment)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_wrong_query_or_document_and_a_newer_warehouse_are_one_line_each(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    onrecord("ingest")
    for arguments, told in (
        (("sql", "selec 1"), "syntax error"),
        (("sql", "select * from claim"), "claim"),
        (("sql", "drop view claims"), "read-only"),
        (("show", "ferry"), "no document"),
        (("sql", "select 1", "--format", "xml"), "xml"),
    ):
        ran = onrecord(*arguments)
        assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1), ran.stderr
        assert told in ran.stderr
    with closing(sqlite3.connect(desk / "warehouse/data/catalog.sqlite")) as catalog:
        catalog.execute("update meta set value = '99' where key = 'schema_version'")
        catalog.commit()
    ran = onrecord("ingest")
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert "later version" in ran.stderr


def test_answers_come_in_every_format_and_queries_also_from_files_and_pipes(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    onrecord("ingest")
    query = "select source_uri, word_count > 20 as is_long from documents"
    (desk / "query.sql").write_text(query)
    assert onrecord("sql", query, "--format", "csv").stdout == "source_uri,is_long\nharbour.txt,true\n"
    assert onrecord("sql", "--file", "query.sql", "--format", "jsonl").stdout == '{"source_uri": "harbour.txt", "is_long": true}\n'
    assert onrecord("sql", query).stdout.splitlines()[2].split() == ["harbour.txt", "true"]
    assert onrecord("sql", query, "--format", "parquet", "--output", "answer.parquet").returncode == 0
    assert duckdb.execute("select source_uri from read_parquet(?)", [str(desk / "answer.parquet")]).fetchall() == [("harbour.txt",)]
    asked = subprocess.run(
        [BIN / "onrecord", "sql"], cwd=desk, input="select 1 as one;\nselec;\nselect\n2 as two;", capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0
    assert "one" in asked.stdout
    assert "two" in asked.stdout
    assert "syntax error" in asked.stderr
    assert "[1: “The harbour will close in May,”]" in onrecord("show", "harbour").stdout


def test_a_server_that_cannot_be_reached_is_one_line(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    ran = onrecord("ingest", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert ran.returncode == 2
    assert "http://127.0.0.1:9/api" in ran.stderr.splitlines()[-1]
    assert "Traceback" not in ran.stderr


def test_an_empty_seeds_folder_says_what_to_do(onrecord: Command) -> None:
    ran = onrecord("ingest")
    assert ran.returncode == 0
    assert "drop" in ran.stderr


def test_a_worker_that_dies_costs_only_the_file_that_killed_it(desk: Path) -> None:
    pytest.importorskip("spacy", reason="spaCy is optional, and not installed")
    # The poisoned model kills its process on one word, as a fault in a native library would.
    (desk / "poisoned.py").write_text(
        "import os, signal\nimport spacy\nfrom spacy.language import Language\n"
        "@Language.component('poison')\n"
        "def poison(doc):\n    if 'poison' in doc.text:\n        os.kill(os.getpid(), signal.SIGSEGV)\n    return doc\n"
        "def model():\n    nlp = spacy.blank('en')\n    nlp.add_pipe('poison')\n    return nlp\n"
    )
    for number in range(6):
        (desk / f"seeds/{number}.txt").write_text(ARTICLE + (" poison" if number == 3 else ""))
    script = (
        "from pathlib import Path\nfrom flows import plain, settings\nfrom flows.discover import discover, places\n"
        "if __name__ == '__main__':\n"
        "    chosen = settings.load({'model': 'poisoned:model', 'workers': 2})\n"
        "    seeds = discover(places([], chosen.seeds), {}, made_by='').new\n"
        "    plain.take_in(seeds, chosen.warehouse, chosen)\n"
    )
    (desk / "run.py").write_text(script)
    subprocess.run([sys.executable, "run.py"], cwd=desk, env={**os.environ, "PYTHONPATH": str(desk)}, check=True, timeout=180)
    assert answers(desk, "select source_uri, reason from rejects") == [("3.txt", "crashed")]
    assert answers(desk, "select count(*) from documents") == [(5,)]


def test_workers_end_with_a_killed_parent(server: dict[str, str], desk: Path) -> None:
    for number in range(300):
        (desk / f"seeds/{number}.txt").write_text(ARTICLE * 20)
    with subprocess.Popen([BIN / "onrecord", "ingest"], cwd=desk, env=server, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr is not None
        assert "300 new" in process.stderr.readline()
        process.kill()
    deadline = time.monotonic() + 20
    while (left := _in_group(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def test_the_main_job_needs_no_network(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    # Only the loopback device is up, on which Prefect's own temporary server listens.
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let us leave its network (unshare -n)")
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    up = "import fcntl, socket, struct; s = socket.socket(); fcntl.ioctl(s, 0x8914, struct.pack('16sh14x', b'lo', 0x41))"
    command = f'{sys.executable} -c "{up}" && {BIN}/onrecord ingest'
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment["PREFECT_HOME"] = str(tmp_path_factory.mktemp("home"))
    ran = subprocess.run(["unshare", "-rn", "sh", "-c", command], cwd=desk, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr
    assert answers(desk, "select count(*) from documents") == [(1,)]


def test_an_interrupt_ends_the_run_in_one_line_and_the_next_goes_on(server: dict[str, str], onrecord: Command, desk: Path) -> None:
    for number in range(40):
        (desk / f"seeds/{number}.txt").write_text(ARTICLE * 20)
    heedful = ["env", "--default-signal=INT"]  # Where the tests run in the background of a shell, interrupts would be ignored.
    with subprocess.Popen([*heedful, BIN / "onrecord", "ingest"], cwd=desk, env=server, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "40 new" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130
    assert "Traceback" not in told
    assert onrecord("ingest").returncode == 0
    assert answers(desk, "select count(*) from documents") == [(40,)]


def test_a_full_disk_is_one_line_and_loses_nothing(onrecord: Command, desk: Path) -> None:
    disk = desk / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        (desk / "seeds/0.txt").write_text(ARTICLE)
        assert onrecord("ingest", "--warehouse", disk).returncode == 0
        for number in range(1, 20):
            (desk / f"seeds/{number}.txt").write_text(ARTICLE * 40)
        (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 100_000))
        ran = onrecord("ingest", "--warehouse", disk)
        assert ran.returncode == 2
        assert "No space left on device" in ran.stderr.splitlines()[-1]
        assert "Traceback" not in ran.stderr
        assert onrecord("sql", "select count(*) as n from documents", "--format", "csv", "--warehouse", disk).stdout == "n\n1\n"
        (disk / "ballast").unlink()
        (disk / "ballast").write_bytes(b"")
        assert onrecord("ingest", "--warehouse", disk).returncode in {0, 2}
    finally:
        subprocess.run(["umount", disk], check=True)


def test_status_tells_what_the_last_run_did_also_to_programs(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    onrecord("ingest")
    told = json.loads(onrecord("status", "--json").stdout)
    assert told["holdings"]["documents"] == 1
    assert told["last_run"]["status"] == "completed"
    assert told["last_run"]["versions"]["model"].startswith("built-in")
    assert "documents" in onrecord("status").stdout


def _in_group(group: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == group and "Z" not in (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]:
                    found.append(int(entry.name))
            except (ProcessLookupError, FileNotFoundError):
                continue
    return found


def test_what_was_refused_is_listed_and_tried_again_when_asked(onrecord: Command, desk: Path) -> None:
    (desk / "seeds/good.txt").write_text(ARTICLE)
    (desk / "seeds/empty.txt").write_bytes(b"")
    (desk / "seeds/wire.jsonl").write_text('{"text": "The harbour closes."}\n{broken')
    onrecord("ingest")
    listed = onrecord("rejects")
    assert listed.returncode == 0
    assert [word in listed.stdout for word in ("empty.txt", "wire.jsonl", "line 2", "malformed", "good.txt")] == [True] * 4 + [False]
    (row,) = onrecord("rejects", "--reason", "malformed", "--json").stdout.splitlines()
    assert (json.loads(row)["source_uri"], json.loads(row)["attempts"]) == ("wire.jsonl", 1)
    again = onrecord("retry", "--reason", "malformed")
    assert again.returncode == 1
    assert "1 changed" in again.stderr
    assert answers(desk, "select source_uri, attempts from rejects order by all") == [("empty.txt", 1), ("wire.jsonl", 2)]
    (desk / "seeds/wire.jsonl").write_text('{"text": "The harbour closes."}')
    assert onrecord("retry", "--reason", "malformed").returncode == 0
    assert "nothing to try again" in onrecord("retry", "--reason", "malformed").stdout
    assert "nothing was rejected as malformed" in onrecord("rejects", "--reason", "malformed").stdout


def test_a_warehouse_in_object_storage_takes_in_answers_and_is_kept_in_order(onrecord: Command, desk: Path, storage: Mapping[str, str]) -> None:
    (desk / "seeds/harbour.txt").write_text(ARTICLE)
    (desk / "onrecord.toml").write_text(f'warehouse = "s3://news/desk"\ncatalog = "sqlite:///{desk}/catalog.sqlite"\n')
    assert onrecord("ingest", **storage).returncode == 0
    assert onrecord("sql", "select source_uri from documents", "--format", "csv", **storage).stdout == "source_uri\nharbour.txt\n"
    assert "[1: “The harbour will close in May,”]" in onrecord("show", "harbour", **storage).stdout
    assert "files removed" in onrecord("maintain", "--settle", **storage).stdout
    assert "documents           1" in onrecord("status", **storage).stdout
    assert onrecord("doctor", **storage).stdout == "all is well\n"
    assert "nothing new" in onrecord("ingest", **storage).stderr
    assert not (desk / "warehouse").exists()
