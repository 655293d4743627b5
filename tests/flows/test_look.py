from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import look as looking
from flows import settings
from flows.discover import Changes
from flows.look import Share, until_nothing_is_new
from flows.seed import Seed, Trace
from warehouse.storage import SeedState, Warehouse

NEW = Changes(new=[Seed("wire.txt", "/seeds/wire.txt", Trace(1, 1))])
NOTHING, GROWING = Changes(), Changes(growing=1)


@given(st.text(), st.integers(1, 50))
def test_each_file_belongs_to_exactly_one_share(source_uri: str, number: int) -> None:
    assert [Share(place, number).holds(source_uri) for place in range(number)].count(True) == 1


def test_shares_of_many_files_are_about_equal() -> None:
    held = [sum(Share(place, 4).holds(f"wire/{number}.txt") for number in range(4000)) for place in range(4)]
    assert sum(held) == 4000
    assert max(held) < 1.2 * min(held)


def test_a_share_of_what_a_look_finds_leaves_the_rest_to_the_others(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for number in range(20):
        (tmp_path / f"seeds/{number}.txt").write_text("The harbour closes in May.")
    chosen = settings.load({"seeds": str(tmp_path / "seeds"), "warehouse": str(tmp_path / "data")})
    gone = [SeedState(f"gone{number}.txt", 1, 1, "", "", 1) for number in range(20)]
    with Warehouse.open(chosen.warehouse) as warehouse:
        warehouse.remember(gone)
        found = [looking.look(warehouse, chosen, [], Share(number, 3)) for number in range(3)]
    assert sorted(item.source_uri for changes in found for item in changes.new) == sorted(f"{number}.txt" for number in range(20))
    assert sorted(uri for changes in found for uri in changes.removed) == sorted(state.source_uri for state in gone)


@pytest.mark.parametrize(
    ("seen", "taken_in"),
    [
        ([NOTHING], 0),
        ([NEW, NOTHING], 1),
        ([NEW, NEW, NOTHING], 2),
        ([NEW, GROWING, NEW, NOTHING], 2),
    ],
)
def test_it_looks_until_nothing_is_new_nor_being_written(monkeypatch: pytest.MonkeyPatch, seen: list[Changes], taken_in: int) -> None:
    monkeypatch.setattr(looking, "PAUSE", 0)
    left: Iterator[Changes] = iter(seen)
    assert len(list(until_nothing_is_new(lambda: next(left), linger=0))) == taken_in
    assert list(left) == []


def test_it_looks_again_for_as_long_as_it_lingers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PAUSE", 0.01)
    seen = 0

    def find() -> Changes:
        nonlocal seen
        seen += 1
        return NEW if seen == 3 else NOTHING

    assert list(until_nothing_is_new(find, linger=0.5)) == [NEW]
