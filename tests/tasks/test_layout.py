import pytest

from tasks import layout, paragraphs

ARTICLE = """Harbour to close in May
By Ada Lindqvist
5 March 2024

PORT ELLERY (AP) — The harbour closes in May, the council said on Tuesday.

What comes next

The ferries will sail from the northern quay until the work is over.

“Nobody asked us before they decided.”

- Bring boots.

Photo: Tomas Ferro at the harbour

Boat\tLength\tOwner

Source: Maravia Herald
"""


def kinds(text: str, title: str | None = None, publisher: str | None = None) -> list[tuple[str, str]]:
    spans = list(paragraphs.split(text))
    found = layout.kinds(text, spans, layout.Known(title, publisher))
    return [(kind, text[start:end].split(maxsplit=1)[0]) for kind, (start, end) in zip(found, spans, strict=True)]


def test_the_parts_of_an_article_are_told_apart() -> None:
    assert kinds(ARTICLE, "Harbour to close in May") == [
        ("title", "Harbour"),
        ("byline", "By"),
        ("byline", "5"),
        ("lead", "PORT"),
        ("heading", "What"),
        ("body", "The"),
        ("quote", "“Nobody"),
        ("list", "-"),
        ("caption", "Photo:"),
        ("table", "Boat"),
        ("credit", "Source:"),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("“Why?” she asked.", "body"),
        ("“One thing,” he said, “is clear.”", "body"),
        ("© 2024 Maravia Herald", "credit"),
        ("By Friday the harbour was closed.", "body"),
        ("Source: the harbour was closed, as the master herself said in a letter to all of the captains on Monday", "body"),
    ],
)
def test_a_line_below_the_lead_is_what_its_form_says(line: str, kind: str) -> None:
    text = f"The harbour closed.\n{line}\nThe end."
    assert kinds(text)[1][0] == kind


def test_a_publisher_by_itself_at_the_end_is_a_credit_line() -> None:
    assert kinds("The harbour closed.\nIt rained.\nMaravia Herald", publisher="Maravia Herald")[-1][0] == "credit"


def test_a_title_repeated_is_a_heading() -> None:
    assert [kind for kind, _ in kinds("Harbour closes\nHarbour closes\nIt closed on Monday.", "Harbour closes")] == ["title", "heading", "lead"]
