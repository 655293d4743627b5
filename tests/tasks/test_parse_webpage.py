import json

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from lxml import etree

from tasks.parse.decode import cleaned
from tasks.parse.document import Document
from tasks.parse.webpage import read_webpage
from warehouse.errors import UnreadableSeed

PARAGRAPHS = (
    "PORT ELLERY, Maravia — The harbour of Port Ellery will close in May for repairs to its eastern quay, the harbour master said on Tuesday.",
    "“We have no choice,” Ines Calder told reporters at the town hall. “The quay moved four centimetres in a year, and it is moving still.”",
    "Fishermen said they had not been asked. The council has promised to pay them for the months in which they cannot put to sea.",
    "Work is expected to last until the end of August, according to the plan that the council published in the evening.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
TEXT = "Harbour to close for repairs\n\n" + "\n\n".join(PARAGRAPHS)
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The whole site"},
        {
            "@type": ["NewsArticle", {"odd": "but seen in pages"}],
            "headline": "Harbour to close for repairs",
            "author": [{"@type": "Person", "name": "Ada Lindqvist"}],
            "publisher": {"@type": "Organization", "name": "Maravia Herald"},
            "datePublished": "2024-03-05T18:40:00+02:00",
        },
    ],
}
FURNITURE = {
    "navigation": "<nav><ul><li><a href='/'>Front page</a></li><li><a href='/sport'>All the sport</a></li></ul></nav>",
    "footer": "<footer><p>© Maravia Herald. All rights reserved.</p><a href='/terms'>Terms of use</a></footer>",
    "related": "<aside class='related'><h3>Most read</h3><ul><li><a href='/1'>Ten beaches you will love</a></li></ul></aside>",
}

LAYOUTS = {
    "json-ld": f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour to close for repairs | Maravia Herald</title>
        <script type="application/ld+json">{{broken</script><script type="application/ld+json">{json.dumps(LINKED)}</script></head>
        <body><header>{FURNITURE["navigation"]}</header><main><article><h1>Harbour to close for repairs</h1>{BODY}</article></main>
        {FURNITURE["related"]}{FURNITURE["footer"]}</body></html>""",
    "opengraph": f"""<html><head><meta property="og:title" content="Harbour to close for repairs – Maravia Herald">
        <meta property="og:site_name" content="Maravia Herald"><meta name="author" content="Ada Lindqvist">
        <meta property="article:published_time" content="2024-03-05T16:40:00Z"></head><body>{FURNITURE["navigation"]}
        <div id="page"><div class="story-body"><h1>Harbour to close for repairs</h1>{BODY}</div>{FURNITURE["related"]}</div>
        {FURNITURE["footer"]}</body></html>""",
    "plain": f"""<html><head><title>Harbour to close for repairs</title></head><body><h1>Harbour to close for repairs</h1>{BODY}</body></html>""",
}


def page(source: str | bytes) -> Document:
    (document,) = read_webpage(source if isinstance(source, bytes) else source.encode())
    return document


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_is_its_title_and_its_paragraphs_without_what_stands_around_them(layout: str) -> None:
    assert page(LAYOUTS[layout]).text == TEXT


@pytest.mark.parametrize("layout", ["json-ld", "opengraph"])
def test_metadata_of_a_page_are_read_and_say_where_they_stood(layout: str) -> None:
    facts = page(LAYOUTS[layout]).facts
    assert facts.title
    assert (facts.title.value, facts.title.method) == ("Harbour to close for repairs", layout)
    assert facts.authors
    assert (facts.authors.value, facts.authors.method) == (["Ada Lindqvist"], layout)
    assert facts.publisher
    assert (facts.publisher.value, facts.publisher.method) == ("Maravia Herald", layout)
    assert facts.published
    assert (facts.published.value.at.isoformat(), facts.published.method) == ("2024-03-05T16:40:00+00:00", layout)
    assert facts.dateline
    assert facts.dateline.value == "PORT ELLERY, Maravia"


def test_a_page_without_metadata_has_the_title_it_shows_and_no_date() -> None:
    facts = page(LAYOUTS["plain"]).facts
    assert facts.title
    assert facts.title.value == "Harbour to close for repairs"
    assert facts.published is None


@pytest.mark.parametrize(("codec", "method"), [("windows-1252", "declared"), ("utf-8", "utf-8"), ("utf-16", "bom")])
def test_a_page_is_read_in_its_encoding(codec: str, method: str) -> None:
    source = LAYOUTS["plain"].replace("<head>", f'<head><meta http-equiv="Content-Type" content="text/html; charset={codec}">')
    document = page(source.encode(codec))
    assert document.text == TEXT
    assert (document.encoding or ("", ""))[1] == method


def test_a_quotation_a_list_and_a_line_break_keep_their_lines() -> None:
    more = (
        "<blockquote><p>“It was the only way,” she wrote.</p></blockquote><ul><li>the eastern quay</li><li>the old light</li></ul><p>One<br>two</p>"
    )
    text = page(LAYOUTS["json-ld"].replace("<p>Fishermen", f"{more}<p>Fishermen")).text
    assert text.split("\n\n")[3:8] == ["“It was the only way,” she wrote.", "- the eastern quay", "- the old light", "One", "two"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<html><body></body></html>", "empty"),
        ("<div>" * 500 + "x", "malformed"),
        (f"<p {'a=1 ' * 3000}>x</p>", "malformed"),
        (f"<p {'a ' * 3000}>x</p>", "malformed"),
        ("", "empty"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_with_a_reason(source: str, reason: str) -> None:
    with pytest.raises(UnreadableSeed) as caught:
        page(source)
    assert caught.value.reason == reason


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div", ">", "<", "</", "<script type='application/ld+json'>", '{"@type":"NewsArticle"', "}", "</script>", "<br>"]
    )
    | st.sampled_from(
        ["<table><tr><td>", "<!--", "-->", "&#0;", "&#xD800;", "&amp", "<![CDATA[", "<h1>", "<meta property=og:title content=", "\0", "words. "]
    ),
    max_size=30,
).map("".join)


@given(MARKUP)
def test_any_markup_gives_a_clean_text_or_a_refusal(source: str) -> None:
    try:
        text = page(source).text
    except UnreadableSeed as refusal:
        event(refusal.reason)
    else:
        assert cleaned(text) == text
        assert text.strip()


def test_a_long_value_of_one_attribute_is_no_flood_of_attributes() -> None:
    source = LAYOUTS["plain"].replace("<body>", f"<body data-menu='{'a=1 ' * 3000}'>")
    assert source != LAYOUTS["plain"]
    assert page(source).text == TEXT


@pytest.mark.parametrize("nesting", [1, 100])
def test_a_page_of_many_blocks_and_a_long_text_in_json_ld_is_read_in_time_linear_in_them(nesting: int) -> None:
    # Quadratic work on it takes minutes, so a test that ends at all has shown it; nothing is timed.
    paragraphs = [f"Paragraph {number} of the report says what the one before it said." for number in range(4_000)]
    linked = json.dumps({"@type": "NewsArticle", "headline": "Report", "articleBody": " ".join(reversed(paragraphs))})
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    text = page(f"<script type='application/ld+json'>{linked}</script><body>{'<div class=a>' * nesting}{body}").text
    assert text.count("\n\n") > 3_900


WRAPPINGS = ["{}", "<!--\n{}\n-->", "//<![CDATA[\n{}\n//]]>", " {} ;"]


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_json_ld_is_read_whatever_is_put_around_it_and_its_references_are_followed(wrapping: str) -> None:
    graph = [
        {"@type": "WebPage", "@id": "#page", "name": "A page"},
        {"@type": "Article", "headline": "Harbour to close", "author": {"@id": "#ada"}, "publisher": {"@id": "#herald"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada Lindqvist"},
        {"@type": "Organization", "@id": "#herald", "name": "Maravia Herald"},
    ]
    source = wrapping.replace("{}", json.dumps({"@graph": graph}))
    facts = page(f"<html><head><script type='application/ld+json'>{source}</script></head><body>{BODY}</body></html>").facts
    assert facts.authors
    assert facts.publisher
    assert (facts.authors.value, facts.publisher.value, facts.authors.method) == (["Ada Lindqvist"], "Maravia Herald", "json-ld")


@pytest.mark.parametrize(
    ("lang", "shown", "date"),
    [
        ("en-GB", "05/03/2024", "2024-03-05"),
        ("en-US", "Posted: 3/5/2024 6:40 PM", "2024-03-05"),
        ("en-US", "13/5/2024", "2024-05-13"),
        ("en", "25.12.2023", "2023-12-25"),
    ],
)
def test_a_date_by_numbers_is_read_in_the_order_of_the_country(lang: str, shown: str, date: str) -> None:
    published = page(f"<html lang='{lang}'><body><h1>Harbour to close</h1><p>{shown}</p>{BODY}</body></html>").facts.published
    assert published
    assert (published.value.at.date().isoformat(), published.value.precision) == (date, "day")


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>The harbour master wrote of it in her newsletter, which a thousand people read, before she told the council.</p>",
        "<p>On <time datetime='2024-03-05'>5 March</time> the harbour master told the council of it, which had heard as much already.</p>",
        "<p>Ines Calder wrote in <a href='/n'>a newsletter</a> that those who fish in the bay must sign up for the money by June.</p>",
        "<p>Harbour master: harbour to close for repairs in May, and not a day before.</p>",
        "<p>See you in court, they said: nobody would go to sea without <a href='/x'>a licence</a> that the harbour master had signed.</p>",
    ],
)
def test_a_paragraph_that_only_looks_like_something_else_stays(paragraph: str) -> None:
    words = "".join(etree.HTML(paragraph).itertext())
    assert words in page(LAYOUTS["json-ld"].replace("<p>Fishermen", f"{paragraph}<p>Fishermen")).text.split("\n\n")


def test_a_first_sentence_that_says_what_the_headline_says_stays() -> None:
    first = "Harbour to close for repairs in May."
    assert page(LAYOUTS["json-ld"].replace(BODY, f"<p>{first}</p>{BODY}")).text.split("\n\n")[1] == first


def test_all_paragraphs_behind_a_wall_are_read_where_each_is_called_so() -> None:
    assert page(LAYOUTS["json-ld"].replace("<p>", "<p class='paywall'>")).text == TEXT


def test_the_date_of_today_above_the_headline_is_not_that_of_the_article() -> None:
    head = "<div class='masthead'>Monday, 25 November 2024</div><h1>Harbour to close</h1><p class='date'>5 March 2024</p>"
    published = page(f"<html><body>{head}{BODY}</body></html>").facts.published
    assert published
    assert published.value.at.date().isoformat() == "2024-03-05"


def test_the_text_in_json_ld_brings_back_what_was_left_out_and_keeps_what_is_too_short_to_find() -> None:
    known = {**LINKED["@graph"][1], "articleBody": " ".join(PARAGRAPHS)}  # type: ignore[dict-item]  # it is a mapping
    odd = f"<div class='sidebar'>{PARAGRAPHS[3]}</div>"
    short = "<p>“No,” she said.</p>"
    body = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{short}<p>{PARAGRAPHS[2]}</p>{odd}<p>Buy our calendar, it is full of harbours and boats.</p>"
    source = f"<html><head><script type='application/ld+json'>{json.dumps(known)}</script></head><body><article>{body}</article></body></html>"
    assert page(source).text.split("\n\n")[1:] == [PARAGRAPHS[0], PARAGRAPHS[1], "“No,” she said.", PARAGRAPHS[2], PARAGRAPHS[3]]
