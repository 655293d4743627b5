import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks import paragraphs

PROSE = (
    "The harbour of Port Ellery will close in May, its master said on Tuesday, and nobody among the fishermen who heard her objected to it at all. "
    "Work on the eastern quay is expected to take the whole of the summer, although the council has asked for it to be finished before the regatta."
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs.split(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("  One. \n\n\n \t\n Two.\n", ["One.", "Two."]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_each_line_is_a_paragraph(text: str, parts: list[str]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize("width", [50, 72, 80])
def test_lines_that_were_wrapped_at_a_width_are_joined(width: int) -> None:
    wrapped = "Harbour to close\n\n" + "\n\n".join(textwrap.fill(PROSE, width) for _ in range(3))
    assert [part.split() for part in split(wrapped)] == [["Harbour", "to", "close"], *[PROSE.split()] * 3]


def test_an_indented_line_begins_a_paragraph_of_a_wrapped_text() -> None:
    wrapped = textwrap.fill(PROSE, 72) + "\n" + textwrap.fill(PROSE, 72, initial_indent="    ")
    assert [part.split() for part in split(wrapped)] == [PROSE.split()] * 2


def test_items_of_a_list_stay_apart_in_a_wrapped_text() -> None:
    wrapped = textwrap.fill(PROSE, 72) + "\n" + "\n".join(textwrap.fill(f"- {PROSE}", 72) for _ in range(2))
    assert [part.split()[0] for part in split(wrapped)] == ["The", "-", "-"]


@given(st.text(st.sampled_from("ab .,“”-\n\t\u00a0\u2003"), max_size=300))
def test_paragraphs_stand_in_order_and_hold_every_visible_character(text: str) -> None:
    spans = list(paragraphs.split(text))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join("".join(part.split()) for part in split(text)) == "".join(text.split())
    assert all(part == part.strip() and part for part in split(text))
