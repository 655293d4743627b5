from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.attribute.quotations import quotations

MARKS = st.text(alphabet="“”\"‘’'„«»`ab s.,!\n", max_size=80)


def paragraphs(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def found(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in quotations(text, paragraphs(text)) if not quotation.depth]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Stay,” she said. “Wait.”", ["“Stay,”", "“Wait.”"]),
        ('"Stay," she said. "Wait."', ['"Stay,"', '"Wait."']),
        ("'Stay,' she said.", ["'Stay,'"]),
        ("‘The ministers’ plan is bad,’ he said.", ["‘The ministers’ plan is bad,’"]),
        ("''Stay,'' she said.", ["''Stay,''"]),
        ("„Bleib“, sagte sie.", ["„Bleib“"]),
        ("«Reste», a-t-elle dit.", ["«Reste»"]),
        ("”Stay,” she said.", ["”Stay,”"]),
        ("It’s the boys’ boat, in ’98 don’t ask.", []),
        ('A 6" pipe and a 4" pipe.', []),
        ("“” and “ ”", []),
        ('It was "...done in time," she said.', ['"...done in time,"']),
    ],
)
def test_a_quotation_is_found_whatever_its_marks(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_quotation_inside_another_is_one_level_deeper() -> None:
    text = "“He told me ‘no, never’ and left,” she said."
    assert [(text[one.start : one.end], one.depth) for one in quotations(text, paragraphs(text))] == [
        ("“He told me ‘no, never’ and left,”", 0),
        ("‘no, never’", 1),
    ]


def test_straight_marks_nest_where_their_neighbours_say_so() -> None:
    text = 'He said "the "Blue Boat" sank" twice.'
    assert [(text[one.start : one.end], one.depth) for one in quotations(text, paragraphs(text))] == [
        ('"the "Blue Boat" sank"', 0),
        ('"Blue Boat"', 1),
    ]


def test_paragraphs_that_open_again_without_closing_are_one_speech() -> None:
    text = "“One.\n“Two.\n“Three,” he said."
    assert [(text[one.start : one.end], one.is_closed, one.is_resumed) for one in quotations(text, paragraphs(text))] == [
        ("“One.", False, False),
        ("“Two.", False, True),
        ("“Three,”", True, True),
    ]


def test_a_speech_that_goes_on_without_a_new_mark_reaches_its_closing_mark() -> None:
    assert found("“One.\nTwo,” he said.") == ["“One.", "Two,”"]


def test_a_forgotten_closing_mark_costs_only_its_own_quotation() -> None:
    assert found('"One, he said. "Two," she said.') == ['"One, he said.', '"Two,"']


def test_an_odd_number_of_marks_leaves_later_paragraphs_whole() -> None:
    assert found("He said “one.\nNothing here.\n“Two,” she said.")[-1] == "“Two,”"


@given(MARKS)
def test_quotations_of_any_text_lie_in_order_within_their_paragraphs(text: str) -> None:
    spans = paragraphs(text)
    result = quotations(text, spans)
    assert [(one.start, -one.end) for one in result] == sorted((one.start, -one.end) for one in result)
    for one in result:
        start, end = spans[one.paragraph]
        assert start <= one.start < one.end <= end


@given(MARKS)
def test_outermost_quotations_of_any_text_do_not_overlap(text: str) -> None:
    outer = [one for one in quotations(text, paragraphs(text)) if not one.depth]
    assert all(before.end <= after.start for before, after in pairwise(outer))


@given(st.text(alphabet="ab c.,", min_size=1).filter(lambda words: words.strip(" .,")))
def test_any_words_between_curly_marks_are_one_quotation(words: str) -> None:
    assert found(f"She said “{words}” twice.") == [f"“{words}”"]
