from hypothesis import given
from hypothesis import strategies as st

from flows.show import marked


@given(st.text(st.characters(exclude_characters="[]"), max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_marks_are_all_that_is_added(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [(min(pair), max(pair), number) for number, pair in enumerate(pairs, start=1) if min(pair) < max(pair) <= len(text)]
    shown = marked(text, spans)
    assert shown.count("[") == shown.count("]") == len(spans)
    for _, _, number in spans:
        shown = shown.replace(f"[{number}: ", "", 1)
    assert shown.replace("]", "") == text


def test_a_claim_within_a_claim_is_marked_within_it() -> None:
    text = "Dahl said the board had claimed it was safe."
    assert marked(text, [(10, 43, 1), (32, 43, 2)]) == "Dahl said [1: the board had claimed [2: it was safe]]."
