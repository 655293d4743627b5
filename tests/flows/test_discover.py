import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows import seed
from flows.discover import Changes, discover, places
from flows.seed import Seed
from warehouse.errors import UnreadableSeed, UsageError
from warehouse.storage import SeedState


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    (folder / "2026/may").mkdir(parents=True)
    for name in ("harbour.txt", "2026/ferry.txt", "2026/may/tram.txt"):
        (folder / name).write_text(name)
    return folder


def known(seeds: Path, *, made_by: str = "v1") -> dict[str, SeedState]:
    """Return what a warehouse would know after taking in all that is there."""
    states = (_state(item, made_by) for item in discover(places([], seeds), {}, made_by=made_by).new)
    return {state.source_uri: state for state in states}


def look(seeds: Path, states: dict[str, SeedState], *paths: Path, made_by: str = "v1") -> Changes:
    return discover(places(paths, seeds), states, made_by=made_by)


def uris(found: list[Seed]) -> list[str]:
    return [item.source_uri for item in found]


def test_files_go_by_their_path_below_the_seeds_folder_in_order(seeds: Path) -> None:
    assert uris(look(seeds, {}).new) == ["2026/ferry.txt", "2026/may/tram.txt", "harbour.txt"]


def test_hidden_files_and_folders_are_not_looked_at(seeds: Path) -> None:
    (seeds / ".DS_Store").write_text("x")
    (seeds / ".git").mkdir()
    (seeds / ".git/config.txt").write_text("x")
    assert len(look(seeds, {}).new) == 3


def test_nothing_is_to_be_done_about_files_that_are_known(seeds: Path) -> None:
    changes = look(seeds, known(seeds))
    assert (changes.needs_run, changes.unchanged) == (False, 3)


def test_a_file_with_other_bytes_of_the_same_length_is_changed(seeds: Path) -> None:
    states = known(seeds)
    (seeds / "harbour.txt").write_text("HARBOUR.txt")
    assert uris(look(seeds, states).changed) == ["harbour.txt"]


def test_a_change_is_seen_though_the_time_of_modification_was_set_back(seeds: Path) -> None:
    before = (seeds / "harbour.txt").stat()
    states = known(seeds)
    (seeds / "harbour.txt").write_text("HARBOUR.txt")
    os.utime(seeds / "harbour.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert uris(look(seeds, states).changed) == ["harbour.txt"]


def test_a_file_that_may_still_be_being_written_is_left_for_the_next_look(seeds: Path) -> None:
    states = known(seeds)
    (seeds / "harbour.txt").write_text("half an art")
    (seeds / "new.txt").write_text("half an art")
    fresh = discover(places([], seeds), states, made_by="v1", is_growing=seed.growing(60))
    assert (fresh.needs_run, fresh.growing, fresh.removed) == (False, 2, [])
    assert discover(places([], seeds), states, made_by="v1", is_growing=seed.growing(0)).needs_run


def test_a_time_in_the_future_holds_no_file_back(seeds: Path) -> None:
    os.utime(seeds / "harbour.txt", (4e9, 4e9))
    assert uris(discover(places([], seeds), {}, made_by="v1", is_growing=seed.growing(3600)).new) == ["harbour.txt"]


def test_a_file_that_was_only_touched_is_remembered_with_its_new_time_and_not_taken_in(seeds: Path) -> None:
    states = known(seeds)
    os.utime(seeds / "harbour.txt", (1, 1))
    changes = look(seeds, states)
    assert not changes.needs_run
    assert [state.source_uri for state in changes.touched] == ["harbour.txt"]
    assert look(seeds, states | {state.source_uri: state for state in changes.touched}).unchanged == 3


def test_another_version_of_the_code_takes_everything_in_again_and_counts_the_attempts(seeds: Path) -> None:
    changed = look(seeds, known(seeds, made_by="v1"), made_by="v2").changed
    assert len(changed) == 3
    assert {item.attempts for item in changed} == {1}


@pytest.mark.parametrize("end", [".json", ".yaml", ".yml"])
def test_a_sidecar_is_no_seed_and_its_file_is_changed_when_it_comes_changes_and_goes(seeds: Path, end: str) -> None:
    states, sidecar = known(seeds), seeds / f"harbour.txt{end}"
    for words in ("{}", '{"publisher": "Herald"}', '{"publisher": "Mirror"}'):
        sidecar.write_text(words)
        (changed,) = look(seeds, states).changed
        assert (changed.source_uri, changed.sidecar) == ("harbour.txt", str(sidecar))
        states = known(seeds)
        assert not look(seeds, states).needs_run
    sidecar.unlink()
    assert uris(look(seeds, states).changed) == ["harbour.txt"]


def test_a_sidecar_that_is_named_stands_for_its_file(seeds: Path) -> None:
    (seeds / "harbour.txt.json").write_text("{}")
    found = [look(seeds, {}, seeds / name).new for name in ("harbour.txt.json", "harbour.txt")]
    assert [(item.source_uri, item.sidecar) for items in found for item in items] == [("harbour.txt", str(seeds / "harbour.txt.json"))] * 2


def test_what_looks_like_a_sidecar_of_nothing_is_a_seed(seeds: Path) -> None:
    for name in ("notes", "notes.json", "gone.txt.json"):
        (seeds / name).write_text("{}")
    assert {"notes", "notes.json", "gone.txt.json"} <= set(uris(look(seeds, {}).new))


def test_a_sidecar_that_cannot_be_opened_is_told_of_and_its_file_is_read(seeds: Path) -> None:
    states = known(seeds)
    (seeds / "harbour.txt.json").symlink_to("/etc/hostname")
    (item,) = look(seeds, states).changed
    content = seed.read(item.path, item.sidecar)
    assert (content.data, content.sidecar, content.complaint.reason if content.complaint else "") == (b"harbour.txt", None, "not_regular")


def test_a_file_that_is_gone_is_removed_only_by_a_look_at_its_folder(seeds: Path) -> None:
    states = known(seeds) | {"file:///elsewhere/quay.txt": SeedState("file:///elsewhere/quay.txt", 1, 1, "", "v1")}
    (seeds / "2026/may/tram.txt").unlink()
    assert look(seeds, states).removed == ["2026/may/tram.txt"]
    assert look(seeds, states, seeds / "2026").removed == ["2026/may/tram.txt"]
    assert look(seeds, states, seeds / "harbour.txt").removed == []


def test_what_lies_in_a_folder_that_may_not_be_listed_is_not_gone(seeds: Path) -> None:
    states = known(seeds)
    (seeds / "2026").chmod(0)
    with _without_privileges(seeds):
        changes = look(seeds, states)
        assert changes.removed == []
        assert uris(changes.new) == ["2026"]
        with pytest.raises(UnreadableSeed, match="unreadable"):
            seed.read(changes.new[0].path)
    (seeds / "2026").chmod(0o755)
    states["2026"] = _state(changes.new[0], "v1")
    assert look(seeds, states).removed == ["2026"]


def test_a_file_whose_permission_was_given_back_is_tried_again(seeds: Path) -> None:
    (seeds / "harbour.txt").chmod(0)
    states = known(seeds)
    (seeds / "harbour.txt").chmod(0o644)
    assert uris(look(seeds, states | {"harbour.txt": states["harbour.txt"]._replace(sha256="")}).changed) == ["harbour.txt"]


def test_a_name_that_is_no_utf_8_has_a_source_uri_all_the_same(seeds: Path) -> None:
    Path(os.fsdecode(os.fsencode(seeds) + b"/caf\xe9.txt")).write_text("x")
    found = [item for item in look(seeds, {}).new if "caf" in item.source_uri]
    assert uris(found) == [r"caf\xe9.txt"]
    assert seed.read(found[0].path).data == b"x"


def test_a_deep_folder_is_walked_to_its_end(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    place = os.open(folder, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("a", dir_fd=place)
        below = os.open("a", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(place)
    try:
        assert look(folder, {}).new == []
    finally:
        subprocess.run(["rm", "-rf", folder], check=True)  # Python's own way of removing it ends at its recursion limit.


@pytest.mark.parametrize(("path", "told"), [("nowhere", "there is no")])
def test_a_place_that_does_not_exist_is_wrong_use(seeds: Path, path: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        places([seeds / path], seeds)


def test_a_file_is_read_only_when_it_is_one_and_of_a_size_for_an_article(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    with (tmp_path / "giant.txt").open("wb") as giant:
        giant.truncate(seed.LARGEST + 1)
    reasons = {}
    for name in ("pipe.txt", "link.txt", "giant.txt"):
        with pytest.raises(UnreadableSeed) as caught:
            seed.read(str(tmp_path / name))
        reasons[name] = caught.value.reason
    assert reasons == {"pipe.txt": "not_regular", "link.txt": "not_regular", "giant.txt": "too_large"}


def _state(item: Seed, made_by: str) -> SeedState:
    try:
        content = seed.read(item.path, item.sidecar)
    except UnreadableSeed:
        return SeedState(item.source_uri, *item.trace, "", made_by)
    return SeedState(item.source_uri, *content.trace, content.sha256, made_by)


@contextmanager
def _without_privileges(folder: Path) -> Iterator[None]:
    """Be somebody whom permissions bind, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    for place in (folder, *folder.parents):
        if not place.stat().st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o055)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
