from hypothesis import given
from hypothesis import strategies as st

from flows.pool import batches, split
from flows.seed import Seed, Trace

SIZES = st.lists(st.integers(0, 200), max_size=60)


def seeds(sizes: list[int]) -> list[Seed]:
    return [Seed(f"{number}.txt", f"/seeds/{number}.txt", Trace(size, 0)) for number, size in enumerate(sizes)]


@given(SIZES, st.integers(1, 300), st.integers(1, 10))
def test_files_are_split_in_order_and_none_is_lost(sizes: list[int], size: int, count: int) -> None:
    found = list(split(seeds(sizes), size=size, count=count))
    assert [item for batch in found for item in batch] == seeds(sizes)
    assert all(1 <= len(batch) <= count for batch in found)
    assert all(len(batch) == 1 or sum(item.trace.size for item in batch) <= size for batch in found)


def test_a_few_files_are_shared_between_the_processes() -> None:
    assert len(list(batches(seeds([100] * 8), processes=4))) >= 4
