"""Choose the blocks of a web page that are its article: as trafilatura does, with what its headings, captions, JSON-LD and classes tell beside."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tasks.parse import furniture
from tasks.parse.webblocks import Node, WebBlock, marked

LEAST_COVERED: Final = 0.7
"""Of the chosen words that the text in JSON-LD must have before it is believed about the others; some sites cut it off."""
LARGEST_EXTRA: Final = 0.25
"""Of the chosen words within an element that is called an extra; one with more is the article, whatever its class says."""
FEWEST_WORDS: Final = 5
LONGEST_PROMOTION: Final = 40
"""Words of a line that asks the reader to do something else."""
FURTHEST: Final = 4
"""Blocks from a heading or a time to the text that it stands above."""
FEWEST_ENTRIES: Final = 3
MOST_CELLS: Final = 20
SHORTEST_CAPTION: Final = 3
MOST_CAPTIONS: Final = 0.5
HIGHEST: Final = 8
"""Blocks above the text among which the picture at its head has its caption."""

_EXTRA = re.compile(
    r"newsletter|sign-?up|subscri|promo|related|recommend|read-?(?:more|next|also)|also-?read|more-?on|outbrain|taboola|paywall|barrier|regwall|upsell"
    r"|offer|cookie|consent|share|social|comment(?!ary)|advert|sponsor|donat|support-us|(?:^|[\s_-])cta(?:$|[\s_-])|bookmark|author-(?:bio|card|box)|most-(?:read"
    r"|viewed|popular)|trending|rich-link|tag-?list|breadcrumb|pull-?quote|toc(?:$|[\s_-])|internallink|disclaimer",
    re.IGNORECASE,
)
_NEVER: Final = frozenset({"nav", "footer"})
_OUTSIDE: Final = frozenset({"nav", "footer", "aside", "form"})
_PROMOTION = re.compile(
    r"\W*(?:(?:read|see|watch|listen|more)(?: more| also| next| now| on this| on this story| stories)?(?:\s*[:|]|\s+[–—-]\s)"
    r"|read (?:more|also|next)\b|also (?:read|see|watch)\b"
    r"|(?:related|recommended|suggested)(?: (?:stories|story|articles?|reading|content|topics?|links?))?\s*(?:[:|]|$)"
    r"|more (?:on this story|from\b.{0,40}$)|sign up\b|subscribe\b|follow (?:us|the\b.{0,40} on|our)\b|click here\b|join (?:us|our)\b|our standards:"
    r"|advertisement\b|don[’']t miss\b|most (?:read|popular)\b|trending\b|share (?:this|on)\b|skip (?:past|to|advert)|after newsletter promotion"
    r"|article continues (?:below|after)|story continues below|loading\.\.\.|download (?:the|our)\b.{0,40}\bapps?\b"
    r"|get (?:the latest|our|more)\b.{0,80}\b(?:newsletter|inbox|app|alerts)\b|send your stor(?:y|ies)\b|copy link\b)",
    re.IGNORECASE,
)
_FINAL = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_NEWSLETTER = re.compile(
    r"(?:^|[.!?:]\s+)(?:sign up|subscribe)\b|\bour\b.{0,30}\bnewsletters?\b|\b(?:sign up|subscribe) here\b|\byour inbox\b", re.IGNORECASE
)


def chosen(tree: Node, blocks: Sequence[WebBlock], *, told: str, title: str) -> list[tuple[WebBlock, str | None]]:
    """Return the blocks of the article in order, each with its kind; `told` is the text that JSON-LD gives, `title` the headline that stands above.

    The tree bears the marks of the blocks.
    """
    import trafilatura  # noqa: PLC0415 - 0.7 s, for those who have web pages

    found: Any = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False, include_tables=True, with_metadata=False)
    kept = marked("".join(found.body.itertext())) if found is not None and found.body is not None else set[int]()
    kept = {number for number in kept if number < len(blocks)}
    kept = _agreed(blocks, kept, told)
    kept -= _extras(blocks, kept) | {number for number in kept if _is_promotion(blocks[number])}
    kept = _below_headline(blocks, kept, title)
    kept = _trimmed(blocks, kept)
    kept |= set(_headed(blocks, kept)) | set(_timed(blocks, kept)) | set(_captions(blocks, kept))
    return [(blocks[number], kind) for number, kind in _kinds(blocks, sorted(kept)).items()]


def _agreed(blocks: Sequence[WebBlock], kept: set[int], told: str) -> set[int]:
    """Return the blocks chosen, set right by the text in JSON-LD where it covers most of them."""
    shingles = set(_shingles(told))
    within = {number for number, block in enumerate(blocks) if shingles and _is_within(block.words, shingles)}
    total = sum(len(blocks[number].words) for number in kept)
    if not within or sum(len(blocks[number].words) for number in within & kept) < LEAST_COVERED * total:
        return kept
    first, last = min(within), max(within)
    seen = Counter(blocks[number].words for number in within & kept)
    more = {blocks[number].words: number for number in sorted(within - kept, reverse=True) if not seen[blocks[number].words]}
    return {number for number in kept if number in within or (first < number < last and _may_be_left_out(blocks[number]))} | set(more.values())


def _may_be_left_out(block: WebBlock) -> bool:
    """Tell whether JSON-LD may lack a block of the article: it often does headings and lists, and few words cannot be looked for."""
    return block.kind is not None or len(block.words.split()) < FEWEST_WORDS


def _is_within(words: str, shingles: set[tuple[str, ...]]) -> bool:
    """Tell whether a block begins and ends with words of a text."""
    ours = list(_shingles(words))
    return bool(ours) and ours[0] in shingles and ours[-1] in shingles


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    words = _letters(text).split()
    return zip(*(words[start:] for start in range(FEWEST_WORDS)), strict=False)


def _extras(blocks: Sequence[WebBlock], kept: set[int]) -> set[int]:
    """Return the chosen blocks within elements that are called something else than an article and hold little of it.

    Elements of a name count together: some sites call each paragraph of what is paid for `paywall`.
    """
    sizes, members, extra = Counter[str](), dict[str, set[int]](), dict[Node, str]()
    for number in kept:
        names = set[str]()
        for element in (blocks[number].element, *blocks[number].element.iterancestors()):
            if element not in extra:
                extra[element] = element.tag if element.tag in _NEVER else _extra(element)
            names.add(extra[element])
        for name in names - {""}:
            sizes[name] += len(blocks[number].words)
            members.setdefault(name, set()).add(number)
    most = LARGEST_EXTRA * sum(len(blocks[number].words) for number in kept)
    return {number for name, size in sizes.items() if size < most for number in members[name]}


def _extra(element: Node) -> str:
    """Return what an element is called that is no part of an article, or nothing."""
    names = " ".join(filter(None, (element.get(name) for name in ("class", "id", "data-component", "data-testid", "aria-label"))))
    found = _EXTRA.search(names)
    return found.group().lower() if found else ""


def _is_promotion(block: WebBlock) -> bool:
    count = len(block.words.split())
    if count > LONGEST_PROMOTION:
        return False
    is_asking = bool(_PROMOTION.match(block.words)) and (block.linked > 0 or count < FEWEST_WORDS or bool(re.search(r"[:|]", block.words[:30])))
    return (
        is_asking
        or (block.linked > 0 and bool(_NEWSLETTER.search(block.words)))
        or (block.is_linked and (block.kind == "quote" or (block.kind is None and count >= FEWEST_WORDS)))
    )


def _below_headline(blocks: Sequence[WebBlock], kept: set[int], title: str) -> set[int]:
    """Return the chosen blocks without the headline, often worded a little otherwise, and without what stands above it."""
    total, above = sum(len(blocks[number].words) for number in kept), 0
    for number in sorted(kept):
        if _says(blocks[number], title):
            return {after for after in kept if after > number}
        above += len(blocks[number].words)
        if above > LARGEST_EXTRA * total:
            break
    return kept


def _says(block: WebBlock, title: str) -> bool:
    """Tell whether a block is the headline; a heading may word it a little otherwise, as a first sentence may that is none."""
    if block.kind != "heading":
        return _letters(block.words) == _letters(title) != ""
    ours, theirs = set(_letters(block.words).split()), set(_letters(title).split())
    return 2 * len(ours & theirs) > len(ours | theirs)


def _trimmed(blocks: Sequence[WebBlock], kept: set[int]) -> set[int]:
    """Return the chosen blocks from the first to the last that is more than a link, a button or a heading without a text."""
    order = sorted(kept)
    while order and _is_loose(blocks[order[0]], is_last=False):
        order.pop(0)
    while order and _is_loose(blocks[order[-1]], is_last=True) and not _ends_table(blocks, order):
        order.pop()
    return set(order)


def _is_loose(block: WebBlock, *, is_last: bool) -> bool:
    count = len(block.words.split())
    if block.is_linked or block.kind == "time":
        return True
    if block.kind == "list":
        return count < FEWEST_WORDS and not is_last
    is_label = count < FEWEST_WORDS and not _FINAL.search(block.words) and not furniture.is_furniture(block.words)
    return is_label or (block.kind == "heading" and is_last)


def _ends_table(blocks: Sequence[WebBlock], order: Sequence[int]) -> bool:
    """Tell whether the last block is the last cell of a table of data, which is often short."""
    row = blocks[order[-1]].row
    return row is not None and 1 < sum(blocks[number].row is row for number in order[-MOST_CELLS:]) <= len(row)


def _headed(blocks: Sequence[WebBlock], kept: set[int]) -> Iterator[int]:
    """Yield headings that stand right above chosen text, below other chosen text."""
    if not kept:
        return
    for number in range(min(kept) - FURTHEST, max(kept)):
        is_near = any(after in kept for after in range(number + 1, number + FURTHEST))
        if number > 0 and number not in kept and is_near and blocks[number].element.tag in {"h2", "h3", "h4"} and not _is_outside(blocks[number]):
            after = next(after for after in range(number + 1, number + FURTHEST) if after in kept)
            if _shares_section(blocks[number], blocks[after]) and not _is_promotion(blocks[number]):
                yield number


def _shares_section(heading: WebBlock, block: WebBlock) -> bool:
    """Tell whether a heading belongs to the same entry as a text: it stands in the same article, section or list item."""
    entry = next(heading.element.iterancestors("article", "section", "li"), None)
    return (
        entry is not None
        and entry in block.element.iterancestors("article", "section", "li")
        and next(block.element.iterancestors("article", "section", "li")) is entry
    )


def _timed(blocks: Sequence[WebBlock], kept: set[int]) -> Iterator[int]:
    """Yield the times of the entries of a live blog: several, each right above chosen text."""
    if not kept:
        return
    spans = range(max(0, min(kept) - FURTHEST), max(kept))
    times = [number for number in spans if blocks[number].element.tag == "time" and not _is_outside(blocks[number])]
    near = [number for number in times if any(after in kept for after in range(number + 1, number + FURTHEST))]
    if len(near) >= FEWEST_ENTRIES:
        yield from near


def _captions(blocks: Sequence[WebBlock], kept: set[int]) -> Iterator[int]:
    """Yield the captions and credits of the pictures in the article and of the one at its head."""
    if not kept:
        return
    for number in range(max(0, min(kept) - HIGHEST), max(kept)):
        block = blocks[number]
        if (
            number not in kept
            and block.kind in {"caption", "credit"}
            and (block.kind == "credit" or len(block.words.split()) >= SHORTEST_CAPTION)
            and not _is_outside(block)
        ):
            yield number


def _is_outside(block: WebBlock) -> bool:
    return any(element.tag in _OUTSIDE or _extra(element) for element in (block.element, *block.element.iterancestors()))


def _kinds(blocks: Sequence[WebBlock], order: Sequence[int]) -> dict[int, str | None]:
    """Return the kind of each chosen block; lines above the first real paragraph may be byline and date.

    Where most of a text is called a caption, that is a name for something else.
    """
    found, is_top, sizes = dict[int, str | None](), True, Counter[str | None]()
    for number in order:
        sizes[blocks[number].kind] += len(blocks[number].words)
    wrong = {kind for kind in ("caption", "credit") if sizes[kind] > MOST_CAPTIONS * sizes.total()}
    for number in order:
        kind, words = blocks[number].kind if blocks[number].kind not in wrong else None, blocks[number].words
        if is_top and kind in {None, "heading", "table"} and furniture.is_furniture(words):
            kind = "byline"
        is_top = is_top and (kind is not None or len(words.split()) < furniture.FEWEST_WORDS)
        found[number] = kind
    return found


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
