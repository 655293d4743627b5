"""Floors of the reader of web pages; `python -m bench.parsing` prints what is reached on each kind of site."""

from collections import Counter
from typing import Any

import news_sites
import pytest
import trafilatura
import web_scores
from news_page import Page

from tasks.parse.document import Document
from tasks.parse.webpage import read_webpage

FLOORS = {"body": 0.99, "title": 0.97, "authors": 0.97, "date": 0.98, "publisher": 0.95, "section": 0.95, "canonical": 0.99, "language": 0.99}
PAGES = dict(news_sites.pages())


def read(page: Page) -> Document:
    (document,) = read_webpage(page.html.encode())
    return document


def test_pages_of_all_kinds_of_site_are_read_as_well_as_before() -> None:
    assert len(news_sites.SITES) >= 20
    reached = web_scores.by_site(news_sites.pages())
    assert {name: reached["all"][name] for name, floor in FLOORS.items() if reached["all"][name] < floor} == {}
    assert {site: one["body"] for site, one in reached.items() if one["body"] < 0.93} == {}


@pytest.mark.parametrize("site", PAGES)
def test_each_paragraph_of_a_page_says_by_xpath_where_it_stood(site: str) -> None:
    page, document = PAGES[site], read(PAGES[site])
    tree: Any = trafilatura.load_html(page.html)
    assert document.places
    for place, words in zip(document.places, document.text.split("\n\n"), strict=True):
        assert document.text[place.start :].startswith(words)
        if place.path is not None:
            (element,) = tree.xpath(place.path)
            assert all(_letters(part) in _letters("".join(element.itertext())) for part in words.removeprefix("- ").split(" | "))
    assert sum(place.path is None for place in document.places) <= 1  # The title may be the metadata's alone.


@pytest.mark.parametrize(
    ("site", "kinds"),
    [
        ("live_blog", {"time": 8, "heading": 8}),
        ("with_data", {"heading": 1, "list": 3, "quote": 1, "table": 3}),
        ("pictures", {"caption": 3, "credit": 1}),
    ],
)
def test_headings_lists_tables_quotations_captions_and_times_are_known_as_such(site: str, kinds: dict[str, int]) -> None:
    document = read(PAGES[site])
    found = Counter(place.kind for place in document.places)
    assert {kind: found[kind] for kind in kinds} == {**kinds, **({} if site != "live_blog" else dict.fromkeys(kinds, len(PAGES[site].body) // 2))}


def test_the_entries_of_a_live_blog_keep_their_time_and_heading_above_their_text() -> None:
    document = read(PAGES["live_blog"])
    kinds = [place.kind for place in document.places]
    assert kinds == ["title", *["time", "heading", None] * (len(PAGES["live_blog"].body) // 2)]


def _letters(text: str) -> str:
    return "".join(text.split())
