import multiprocessing
import os
import resource
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nasty
import pytest

from flows import limits, pool
from flows.cell import Begin, Cell
from flows.discover import discover, places
from flows.pool import Pool
from flows.seed import Seed, trace
from flows.work import Work

ARTICLE = "Harbour to close\n\nThe harbour of Port Ellery will close in May, its master said on Tuesday.\n"
REASONS = {"empty", "binary", "too_large", "malformed", "encrypted", "unsupported", "not_regular"}
MEGABYTES_200 = 200_000_000


@pytest.fixture(scope="module")
def workers() -> Iterator[Pool]:
    before, made = set(multiprocessing.active_children()), Pool(2, "built-in")
    yield made
    made.close()
    assert set(multiprocessing.active_children()) <= before


def rejects(work: Work) -> list[tuple[str, str, str]]:
    rows: list[dict[str, Any]] = work.tables["rejects"].to_pylist()
    return [(row["source_uri"], row["reason"], row["stage"]) for row in rows]


def documents(work: Work) -> list[str]:
    found: list[str] = work.tables["documents"]["source_uri"].to_pylist() if "documents" in work.tables else []
    return found


def seed(folder: Path, name: str, content: bytes = ARTICLE.encode()) -> Seed:
    path = folder / name
    path.write_bytes(content)
    return Seed(name, str(path), trace(path.stat()))


def hasty(model_name: str) -> None:
    """Begin a worker whose parsing may take some thousandths of a second."""
    pool.begin(model_name)
    setattr(limits, "PARSING", -1)  # noqa: B010 - in a process of its own, where it is final no longer


def poor(model_name: str) -> None:
    """Begin a worker that gets no memory for a model."""
    pool.begin(model_name)
    resource.setrlimit(resource.RLIMIT_DATA, (200_000_000, resource.RLIM_INFINITY))


def test_each_of_a_hundred_nasty_files_ends_as_documents_or_rejects(workers: Pool, tmp_path: Path) -> None:
    for name, content in nasty.files():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(ARTICLE)
    seeds = discover(places([], tmp_path), {}, made_by="").new
    assert len(seeds) > 100
    work = workers.take_in(seeds, lambda _: None)
    refused = rejects(work)
    assert {item.source_uri for item in seeds} == {*documents(work), *(uri for uri, _, _ in refused)}
    assert {reason for _, reason, _ in refused} <= REASONS
    assert len(work.states) == len(seeds)
    assert "good.txt" in documents(work)


def test_what_is_no_file_or_has_an_impossible_name_ends_as_documents_or_rejects(workers: Pool, tmp_path: Path) -> None:
    root = tmp_path / "seeds"
    root.mkdir()
    (tmp_path / "secret.txt").write_text(ARTICLE)
    (root / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (root / "folder.txt").symlink_to(tmp_path)
    (root / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(root / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(root / "socket.txt"))
    with (root / "one-line.txt").open("wb") as sparse:
        sparse.truncate(MEGABYTES_200)
    for name in (b"line\nbreak.txt", b"x" * 251 + b".txt", b"caf\xe9.txt", b"-rf.txt", "\u202eevil.txt".encode()):
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_text(ARTICLE)
    work = workers.take_in(discover(places([], root), {}, made_by="").new, lambda _: None)
    assert Counter(reason for _, reason, _ in rejects(work)) == {"not_regular": 4, "unreadable": 1, "too_large": 1}
    assert set(documents(work)) == {"line\nbreak.txt", "x" * 251 + ".txt", "caf\\xe9.txt", "-rf.txt", "\u202eevil.txt"}


def test_a_file_that_eats_all_memory_is_refused_and_the_others_of_its_batch_are_taken_in(workers: Pool, tmp_path: Path) -> None:
    killer, content = next(nasty.killers())
    seeds = [seed(tmp_path, "a.txt"), seed(tmp_path, killer, content), seed(tmp_path, "z.txt")]
    work = workers.take_in(seeds, lambda _: None)
    assert rejects(work) == [(killer, "memory", "parse")]
    assert sorted(documents(work)) == ["a.txt", "z.txt"]


@pytest.mark.parametrize(("begin", "reason"), [(hasty, "timeout"), (poor, "memory")])
def test_a_file_that_takes_more_than_it_may_is_refused_and_another_process_goes_on(begin: Begin, reason: str, tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    with Cell(begin, "built-in") as cell:
        works = [cell.take_in(seed(tmp_path, name)) for name in ("a.txt", "b.txt")]
    assert [row[:2] for work in works for row in rejects(work)] == [("a.txt", reason), ("b.txt", reason)]
    assert set(multiprocessing.active_children()) <= before


@pytest.mark.parametrize(
    ("ending", "status", "reason"),
    [
        ("limits.timed('parse', 0.1)\nwhile True: pass", -signal.SIGPROF, "timeout"),
        ("limits.timed('parse', 0.05)\ntime.sleep(60)", -signal.SIGALRM, "timeout"),
        ("held = [bytes(range(256)) * 40_000 for _ in range(400)]\ntime.sleep(60)", limits.OUT_OF_MEMORY, "memory"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", -signal.SIGSEGV, "crashed"),
        ("os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL, "memory"),
    ],
)
def test_how_a_process_ended_tells_why_a_file_is_refused(ending: str, status: int, reason: str) -> None:
    program = f"import os, signal, time\nfrom flows import limits\nlimits.begin()\n{ending}"
    done = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False)
    assert (done.returncode, limits.refusal(done.returncode).reason) == (status, reason)
