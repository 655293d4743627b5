"""How well web pages are read: measures of body and metadata, by kind of site."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from statistics import fmean
from typing import Any, Final

import pyarrow as pa
from news_page import Page

from tasks.parse import SEEDS, parse
from tasks.segment import segment

LENGTH: Final = 4
"""Words of a shingle; of shorter texts all words are one."""
BODY: Final = frozenset({"lead", "body", "heading", "quote", "list", "table"})
"""Kinds of paragraph that are the article itself."""
MEASURES: Final = ("body", "title", "authors", "date", "publisher", "section", "canonical", "language")


def measures(page: Page) -> dict[str, float]:
    """Return F1 of the body, and 1 or 0 for each of the metadata as it is right or wrong, also where the page tells none."""
    made = parse({"seeds": pa.Table.from_pylist([{"source_uri": "page.html", "content": page.html.encode(), "published_at": None}], SEEDS)})
    (document,) = made["documents"].to_pylist()
    rows = segment(made)["segments"].to_pylist()
    lines = [document["text"][row["start_char"] : row["end_char"]].removeprefix("- ") for row in rows if row["kind"] in BODY]
    day = document["published_at"]
    right = {
        "title": _plain(document["title"]) == _plain(page.title),
        "authors": sorted(map(_plain, document["authors"] or [])) == sorted(map(_plain, page.authors)),
        "date": (day.date().isoformat() if day else None) == page.date,
        "publisher": _plain(document["publisher"]) == _plain(page.publisher),
        "section": _plain(document["section"]) == _plain(page.section),
        "canonical": document["canonical_url"] == page.canonical,
        "language": document["language"] == page.language,
    }
    return {"body": f1(_without(lines, page.beside), _without(page.body, page.beside)), **{name: float(value) for name, value in right.items()}}


def by_site(pages: Iterable[tuple[str, Page]]) -> dict[str, dict[str, float]]:
    """Return the mean of each measure for each kind of site, and for `all` pages."""
    found = defaultdict[str, list[Mapping[str, float]]](list)
    for site, page in pages:
        reached = measures(page)
        found[site].append(reached)
        found["all"].append(reached)
    return {site: {name: fmean(one[name] for one in reached) for name in MEASURES} for site, reached in found.items()}


def table(pages: Iterable[tuple[str, Page]]) -> Iterator[str]:
    """Yield the lines of a table: a kind of site a line."""
    yield f"{'site':20}" + "".join(f"{name:>11}" for name in MEASURES)
    for site, reached in by_site(pages).items():
        yield f"{site:20}" + "".join(f"{reached[name]:11.3f}" for name in MEASURES)


def f1(found: str, expected: str) -> float:
    """Return the harmonic mean of precision and recall of shingles of words, as often as each occurs."""
    ours, theirs = _shingles(found), _shingles(expected)
    right = sum((ours & theirs).values())
    return 2 * right / (sum(ours.values()) + sum(theirs.values())) if right else float(not ours and not theirs)


def _without(lines: Iterable[str], beside: Iterable[str]) -> str:
    """Return lines but those that count neither way."""
    neutral = set(map(_plain, beside))
    return "\n".join(line for line in lines if _plain(line) not in neutral)


def _plain(text: Any) -> str:  # noqa: ANN401 - a text or None
    return " ".join(re.findall(r"\w+", (text or "").casefold()))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return Counter(tuple(words[start : start + LENGTH]) for start in range(max(1, len(words) - LENGTH + 1)) if words)
