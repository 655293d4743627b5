import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks import quote_depth
from tasks.paragraphs import Span


def at_words(text: str) -> dict[str, int]:
    """Return the depth at each word of a text."""
    words = text.split()
    places, at = [], 0
    for word in words:
        at = text.index(word, at)
        places.append(at)
        at += len(word)
    return dict(zip(words, quote_depth.depths(text, Span(0, len(text)), places).depths, strict=True))


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("He said: “Go home now” and left.", {"home", "now”"}, {"“Go", "and"}),
        ('He said: "Go home now" and left.', {"home"}, {'"Go', "and"}),
        ("He said: ‘Go home now’ and left.", {"home"}, {"and"}),
        ("It’s the dogs’ harbour, isn’t it now?", set(), {"harbour,", "now?"}),
        ("She said „Geh nach Hause“ and left.", {"nach"}, {"and"}),
        ('The 6" pipe broke early.', set(), {"broke", "early."}),
        ("A closing” mark alone counts nothing.", set(), {"mark", "alone"}),
    ],
)
def test_words_inside_quotation_marks_are_known(text: str, inside: set[str], outside: set[str]) -> None:
    depths = at_words(text)
    assert {word for word in inside if depths[word] != 1} == set()
    assert {word for word in outside if depths[word] != 0} == set()


def test_a_quotation_in_a_quotation_counts_two() -> None:
    assert at_words("“He told me ‘never again’ twice,” she said.")["again’"] == 2


def test_a_mark_that_was_never_closed_does_not_add_to_the_next() -> None:
    assert at_words("“Go home, he said. “Stay here” is what she said.")["here”"] == 1


def test_a_quotation_that_opens_again_in_the_next_paragraph_goes_on() -> None:
    text = "“We go.\n“We come,” she said."
    first = quote_depth.depths(text, Span(0, 7), [0])
    second = quote_depth.depths(text, Span(8, len(text)), [8, text.index("she")], first.open)
    assert (first.open, second.depths, second.open) == (["“"], [1, 0], [])


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    text = "“We go.\nShe left."
    first = quote_depth.depths(text, Span(0, 7), [0])
    assert quote_depth.depths(text, Span(8, len(text)), [8], first.open).depths == [0]


@given(st.text(alphabet="\"“”„«»‘’'a .", min_size=1))
def test_any_marks_have_a_depth_everywhere(text: str) -> None:
    state = quote_depth.depths(text, Span(0, len(text)), range(len(text)))
    assert len(state.depths) == len(text)
    assert all(0 <= depth <= len(quote_depth.CLOSERS) for depth in state.depths)
