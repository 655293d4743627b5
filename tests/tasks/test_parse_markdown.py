import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parse.document import Document
from tasks.parse.markdown import read_markdown
from warehouse.errors import UnreadableSeed


def article(source: str) -> Document:
    (document,) = read_markdown(source.encode())
    return document


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Harbour to close #\n\nIt closes\nin May.", "Harbour to close\n\nIt closes in May."),
        ("Harbour to close\n====\nIt closes in May.", "Harbour to close\n\nIt closes in May."),
        ("She **did** say _that_ in `May`.", "She did say that in May."),
        ('See [the plan](plan.html "Plan") and ![a map](map.png) now.', "See the plan and now."),
        ("> “No,” she said.\n> > “Never.”", "“No,” she said. “Never.”"),
        ("* one - not two\n+ three\n1. four", "- one - not two\n\n- three\n\n1. four"),
        ("Calder - the master - said 3 > 2.", "Calder - the master - said 3 > 2."),
        ("before\n\n* * *\n\nafter <!-- not *shown* --> all", "before\n\nafter all"),
        ("an open <!-- comment is shown", "an open <!-- comment is shown"),
        ("a line  \nbroken on purpose", "a line\n\nbroken on purpose"),
        (r"5 \* 3, snake_case_name and 2*3*4", "5 * 3, snake_case_name and 2*3*4"),
        ("# Learning C#\n\nIt is hard.", "Learning C#\n\nIt is hard."),
    ],
)
def test_the_words_are_kept_and_the_marks_are_not(source: str, text: str) -> None:
    assert article(source).text == text


@pytest.mark.parametrize("mark", ["---", "+++"])
def test_front_matter_gives_the_facts_and_is_no_text(mark: str) -> None:
    fields = 'title: "Harbour to close"\nauthors: [Ada Lindqvist, Tomas Ferro]\npublisher: Maravia Herald\ndate: 2024-03-05\ntags: [sea]\n'
    document = article(f"{mark}\n{fields}{mark}\nIt closes in May.")
    facts = document.facts
    assert document.text == "Harbour to close\n\nIt closes in May."
    assert facts.title
    assert facts.title.method == "front-matter"
    assert facts.authors
    assert facts.authors.value == ["Ada Lindqvist", "Tomas Ferro"]
    assert facts.published
    assert str(facts.published.value.at.date()) == "2024-03-05"


def test_front_matter_alone_is_an_article_of_its_title() -> None:
    assert article("---\ntitle: Harbour to close\n---\n").text.strip() == "Harbour to close"


def test_marks_without_a_word_are_empty() -> None:
    with pytest.raises(UnreadableSeed, match="empty"):
        article("* * *\n\n<!-- nothing -->\n")


@given(st.text(st.sampled_from("ab .\n*_`[]()!<>#-\\~|=+:1“”"), min_size=1))
def test_no_letter_of_a_text_is_lost_for_its_marks(source: str) -> None:
    try:
        text = article(f"a {source}").text
    except UnreadableSeed:
        pytest.fail("the text has a letter, so it is not empty")
    assert text.startswith("a")
    assert not any(line != line.strip() for line in text.split("\n"))


def test_headings_and_quotations_are_known_as_such() -> None:
    (document,) = read_markdown(b"# Harbour to close\n\nIt closes in May.\n\n## What comes next\n\n> Nobody asked us,\n> they said.\n\nNobody did.\n")
    kinds = {place.kind: document.text[place.start :].split("\n")[0] for place in document.places}
    assert kinds == {"title": "Harbour to close", "heading": "What comes next", "quote": "Nobody asked us, they said.", None: "Nobody did."}
