"""Find what a web page says about its article: by JSON-LD, meta tags, microdata, and what it shows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tasks.parse import furniture
from tasks.parse.dates import in_address, numeric, timestamp
from tasks.parse.document import Facts, Found, Moment
from tasks.parse.fields import line_of, read_facts
from tasks.parse.webblocks import HEADINGS, Node, WebBlock, unmarked

META: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "sailthru.title", "parsely-title", "citation_title", "title"),
    "publisher": ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title", "apple-mobile-web-app-title"),
    "date": (
        *("article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date", "sailthru.date"),
        *("publish-date", "publish_date", "pubdate", "publication_date", "publication-date", "dc.date.issued", "dcterms.issued", "dcterms.created"),
        *("dc.date.created", "dc.date", "dcterms.date", "article.published", "bt:pubdate", "cxenseparse:recs:publishtime", "displaydate", "date"),
        *("citation_publication_date", "og:pubdate", "created", "article:created"),
    ),
    "author": (
        *("author", "article:author", "article:author_name", "og:article:author", "dc.creator", "dcterms.creator", "parsely-author"),
        *("sailthru.author", "byl", "citation_author", "cxenseparse:author", "twitter:data1"),
    ),
    "section": ("article:section", "parsely-section", "section", "og:article:section", "sailthru.section", "cxenseparse:taxonomy"),
    "url": ("og:url", "twitter:url"),
}
"""Our field and the names of the meta tags that hold it, best first; names are compared in lower case."""
LATEST: Final = "2100-01-01"
"""Dates count up to here; the library's own limit is the day it runs, and would make the same page another document."""
MOST_WORDS: Final = 5
"""Of the name of an outlet; what is longer beside a headline is a slogan or a second headline."""
NEAR: Final = 12
"""Blocks above and below the headline among which a byline and a date are looked for."""
LONGEST_DATE_BLOCK: Final = 160

_BETWEEN = re.compile(r"\s+(?:[|•·–—:-]|::|»|>)\s+|(?<=\w)\s*:\s+|\s*\|\s*")
_MONTH_FIRST = re.compile(r"en[-_]?(?:us|ph)\b", re.IGNORECASE)
_LOCALE = re.compile(r"[a-z]{2}[-_][a-z]{2}", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:www\.)?([^\s/:?#]+)")
_PICTURED = re.compile(r"media|photo|image|picture|figure", re.IGNORECASE)
_BYLINED = re.compile(r"(?:^|[\s_-])(?:byline|author|authors|byl|writer|reporter)(?:$|[\s_-]|__)", re.IGNORECASE)


def web_facts(tree: Node, blocks: Sequence[WebBlock], linked: Mapping[str, Any]) -> Facts:
    """Return what a page says of its article, the surer places first; its text may bear the marks of the blocks."""
    tags = _tags(tree)
    known = read_facts(linked, "json-ld").filled_from(read_facts(tags, "opengraph")).filled_from(read_facts(_microdata(tree), "microdata"))
    known.canonical_url = _canonical(tree, tags) or known.canonical_url
    tag, known.title = _title_tag(tree), _without_outlet(known)
    at, title = _headline(blocks, tag, known)
    known.title = title or known.title
    known.publisher = known.publisher or _outlet(tag, known)
    # What stands above the headline may be the date of today and the head of the paper, so it comes last.
    near = [*blocks[at : at + NEAR], *reversed(blocks[max(0, at - NEAR) : at])] if at is not None else blocks[:NEAR]
    known.publisher = known.publisher or _host(known)
    known.authors = known.authors or _bylined(near)
    known.published = known.published or _shown_date(near, tree, tags) or _dated_address(known)
    return known


def guessed(tree: Node, known: Facts) -> Facts:
    """Return the facts, what the page does not tell in one of the usual ways guessed by trafilatura and htmldate."""
    from htmldate import find_date  # noqa: PLC0415 - it comes with trafilatura
    from trafilatura.metadata import extract_author, extract_title  # noqa: PLC0415 - 0.7 s, for those who have web pages

    address = known.canonical_url.value if known.canonical_url else None
    title = None if known.title else extract_title(tree)
    author = None if known.authors else extract_author(tree)
    if not furniture.byline(f"By {author}"):
        author = None  # Agencies, photographers, whatever stood in an element called author.
    guesses = read_facts({"title": title, "author": author}, "trafilatura")
    if not known.published:
        moment = timestamp(find_date(tree, extensive_search=False, original_date=True, url=address, max_date=LATEST))
        guesses.published = Found(moment, "htmldate") if moment else None
    return known.filled_from(guesses)


def _tags(tree: Node) -> dict[str, object]:
    tags: dict[str, str] = {}
    for tag in tree.iter("meta"):
        value = tag.get("content")
        for name in (tag.get("property"), tag.get("name"), tag.get("itemprop")):
            if name and value and value.strip():
                tags.setdefault(name.strip().lower(), value.strip())
    found: dict[str, object] = {field: next((tags[name] for name in names if name in tags), None) for field, names in META.items()}
    names = [tags[name] for name in META["author"] if name in tags and "://" not in tags[name]]
    found["author"] = names[0] if names else None
    found["locale"] = tags.get("og:locale")
    return found


def _microdata(tree: Node) -> dict[str, object]:
    """Return what the page's own elements are marked as: of schema.org, or as a link to who wrote it."""
    found: dict[str, object] = {}
    names: list[str] = []
    for element in tree.xpath("//*[@itemprop or contains(@rel, 'author') or self::time]"):
        prop, rel = element.get("itemprop") or "", element.get("rel") or ""
        if prop == "headline":
            found.setdefault("headline", _words(element))
        elif prop == "datePublished" or (
            element.tag == "time" and (element.get("pubdate") is not None or "published" in (element.get("class") or ""))
        ):
            found.setdefault("datePublished", element.get("content") or element.get("datetime") or _words(element))
        elif "author" in prop.split() or "author" in rel.split():
            name = next((_words(inner) for inner in element.iter() if inner.get("itemprop") == "name"), None) or _words(element)
            names += [name] if name and len(name) < furniture.LONGEST_TITLE else []
    return found | ({"author": list(dict.fromkeys(names))} if names else {})


def _words(element: Node) -> str:
    return line_of(unmarked("".join(element.itertext())))


def _canonical(tree: Node, tags: Mapping[str, object]) -> Found[str] | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and _is_address(link.get("href")):
            return Found(link.get("href").strip(), "canonical-link")
    return Found(str(tags["url"]), "opengraph") if _is_address(tags["url"]) else None


def _is_address(value: object) -> bool:
    return isinstance(value, str) and bool(re.match(r"\s*https?://[^\s/]+", value))


def _headline(blocks: Sequence[WebBlock], tag: str, known: Facts) -> tuple[int | None, Found[str] | None]:
    """Return where the page shows its headline, and the headline as it is shown there, where that is another than the metadata's."""
    told = known.title.value if known.title else ""
    short = [(number, block) for number, block in enumerate(blocks) if len(block.words) <= 2 * furniture.LONGEST_TITLE]
    at = next((number for number, block in short if told and block.element.tag in HEADINGS and _alike(block.words, told)), None)
    if at is None and not (told and _letters(told) in _letters(tag)):
        at = next((number for number, block in short if _is_whole_part(block.words, tag)), None)
    headings = [number for number, block in short if block.element.tag == "h1"]
    if at is None and not told and len(headings) == 1:
        at = headings[0]
    if at is not None:
        return at, None if _letters(told) == _letters(blocks[at].words) else Found(blocks[at].words, "headline")
    return None, None if told or not tag else Found(max(_BETWEEN.split(tag), key=len), "title-tag")


def _title_tag(tree: Node) -> str:
    return next((_words(title) for title in tree.iter("title")), "")


def _is_whole_part(words: str, tag: str) -> bool:
    """Tell whether a line stands in the title of the page, with the name of the outlet before or behind it."""
    ours, theirs = _letters(words), _letters(tag)
    return len(words.split()) > 2 and (theirs.startswith(ours) or theirs.endswith(ours))  # noqa: PLR2004 - names of outlets have few words


def _alike(one: str, other: str) -> bool:
    ours, theirs = set(_letters(one).split()), set(_letters(other).split())
    return 2 * len(ours & theirs) > len(ours | theirs)


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _without_outlet(known: Facts) -> Found[str] | None:
    """Return the title without the outlet's name at its end: `Harbour to close | Maravia Herald`."""
    if not known.title or not known.publisher:
        return known.title
    return Found(re.sub(rf"\s+[|–—-]\s+{re.escape(known.publisher.value)}$", "", known.title.value), known.title.method)


def _outlet(tag: str, known: Facts) -> Found[str] | None:
    """Return what stands beside the headline in the title of the page."""
    title = _letters(known.title.value) if known.title else ""
    if not title or title not in _letters(tag):
        return None
    rest = [part.strip() for part in _BETWEEN.split(tag) if part and _letters(part) not in title]
    return Found(rest[0], "title-tag") if len(rest) == 1 and len(rest[0].split()) <= MOST_WORDS else None


def _host(known: Facts) -> Found[str] | None:
    """Return whose web address it is, where nothing else names the outlet."""
    host = _HOST.match(known.canonical_url.value) if known.canonical_url else None
    return Found(host[1], "address") if host else None


def _bylined(near: Sequence[WebBlock]) -> Found[list[str]] | None:
    for block in near:
        if len(block.words) <= LONGEST_DATE_BLOCK and (names := furniture.byline(block.words)):
            return Found(names, "byline")
    for block in near:
        classes = " ".join(element.get("class") or "" for element in (block.element, *list(block.element.iterancestors())[:2]))
        if (
            block.kind not in {"caption", "credit"}
            and _BYLINED.search(classes)
            and not _PICTURED.search(classes)
            and (names := furniture.byline(f"By {block.words}"))
        ):
            return Found(names, "byline")
    return None


def _shown_date(near: Sequence[WebBlock], tree: Node, tags: Mapping[str, object]) -> Found[Moment] | None:
    """Return the date that a reader sees about the headline."""
    for block in near:
        moment = timestamp(block.element.get("datetime")) if block.element.tag == "time" else None
        if moment := moment or (_date_in(block.words, _order(tree, tags)) if len(block.words) <= LONGEST_DATE_BLOCK else None):
            return Found(moment, "date-line")
    return None


def _date_in(words: str, order: str | None) -> Moment | None:
    columns: Iterator[str] = (column for column in re.split(r"[|•·]|\s{2,}", words) if column.strip())
    return next((day for column in columns if (day := furniture.published_line(column) or numeric(column, order))), None)


def _order(tree: Node, tags: Mapping[str, object]) -> str | None:
    """Return whether days or months come first in the dates of a page, by the country that its language is said to be of."""
    locale = next((value for value in (tree.get("lang"), tags["locale"]) if isinstance(value, str) and _LOCALE.match(value)), None)
    return None if locale is None else "month" if _MONTH_FIRST.match(locale) else "day"


def _dated_address(known: Facts) -> Found[Moment] | None:
    day = in_address(known.canonical_url.value) if known.canonical_url else None
    return Found(day, "address") if day else None
