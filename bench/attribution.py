"""How fast claims are found after the parse: `python -m bench.attribution`.

Printed are the words a second of the stage on generated news, and the seconds that documents of nothing but quotation marks take,
of which the larger must not take more than in proportion.
"""

import re
import time
from collections.abc import Iterator

import pyarrow as pa

from bench.articles import article
from tasks.article import Article, Segment, Tokens
from tasks.attribute import attribute
from tasks.attribute.claims import claims
from tasks.attribute.tree import tree
from tasks.parse import SEEDS
from tasks.pipeline import STAGES
from tasks.stage import Batch

ARTICLES = 60
MARKS = '“” ‘ ’ " \' “a, ”b. a said “a ” , said a " '
MEGABYTES = (1, 2, 5)


def main() -> None:
    """Print both measures."""
    batch = understood(ARTICLES)
    words = sum(batch["documents"]["word_count"].to_pylist())
    started = time.process_time()
    attribute(batch)
    print(f"generated news: {words / (time.process_time() - started):,.0f} words a second")
    for size in MEGABYTES:
        made = marks(size * 1_000_000)
        started = time.process_time()
        found, _ = claims(tree(made), made)
        print(f"{size} MB of quotation marks: {time.process_time() - started:.1f} s, {len(found)} claims")


def understood(count: int) -> Batch:
    """Return so many generated articles as the stages before attribution leave them."""
    seeds = [{"source_uri": f"{number:06}.txt", "content": article(number).encode(), "published_at": None} for number in range(count)]
    batch: dict[str, pa.Table] = {"seeds": pa.Table.from_pylist(seeds, SEEDS)}
    for stage in STAGES:
        if stage.name == "attribute":
            return batch
        batch |= stage(batch)
    raise AssertionError("there is no stage called attribute")


def marks(length: int) -> Article:
    """Return a document of quotation marks, letters and a verb in one paragraph, each a token that hangs on the one before it."""
    text = (MARKS * (length // len(MARKS) + 1))[:length]
    tokens = Tokens()
    for token, match in enumerate(re.finditer(r"\w+|[^\w\s]", text)):
        _add(tokens, token, match)
    whole = Segment("p", "body", None, 0, length, 0)
    return Article("marks", text, None, None, [whole], list(_sentences(length)), tokens, [], {})


def _add(tokens: Tokens, token: int, match: re.Match[str]) -> None:
    kind = ("VERB", "VBD") if match.group().isalpha() else ("PUNCT", "''")
    row = ("s", *match.span(), match.group(), *kind, max(token - 1, 0), "ccomp" if token else "root", "O")
    for column, value in zip(("segment_id", "start", "end", "lemma", "upos", "tag", "head", "dep", "entity"), row, strict=True):
        getattr(tokens, column).append(value)


def _sentences(length: int) -> Iterator[Segment]:
    for start in range(0, length, 100):
        yield Segment(f"s{start}", "sentence", "p", start, min(start + 100, length), 0)


if __name__ == "__main__":
    main()
