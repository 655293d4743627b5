"""How fast files are read, and how well web pages: parsing and segmenting on one core, `python -m bench.parsing`.

Web pages are those that the tests make in the layouts of many kinds of site, each with as much of scripts, styles and menus as pages have today.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from bench.articles import article
from tasks.parse import SEEDS, parse
from tasks.segment import segment

ROOT: Final = Path(__file__).parents[1]
BALLAST: Final = 80_000
"""Bytes of a page besides its article: the median of news pages is above 100,000."""
SECONDS: Final = 5.0


def main() -> None:
    """Print pages a second, megabytes a second, and the measures of the web pages by site."""
    sys.path.insert(0, str(ROOT / "tests/tasks"))
    import made_files  # noqa: PLC0415 - lent by the tests
    import news_sites  # noqa: PLC0415 - likewise
    import web_scores  # noqa: PLC0415 - likewise

    ballast = _ballast()
    pages = [page.html.replace("</body>", f"{ballast}</body>").encode() for _, page in news_sites.pages()]
    sheets = [[(72, 740 - 14 * row, 11, line) for row, line in enumerate(_wrapped(article(number)))] for number in range(40)]
    print(f"web pages   {_rate(pages, '.html', len):8.1f} a second, {sum(map(len, pages)) / len(pages):,.0f} bytes each")
    print(f"PDF pages   {40 * _rate([made_files.pdf(sheets)], '.pdf', len):8.1f} a second")
    texts = ["\n\n".join(article(number) for number in range(start, start + 40)).encode() for start in range(0, 400, 40)]
    print(f"plain text  {_rate(texts, '.txt', lambda batch: sum(map(len, batch)) / 1e6):8.1f} MB a second")
    print(*web_scores.table(news_sites.pages()), sep="\n")


def _rate(contents: Sequence[bytes], extension: str, size: Callable[[Sequence[bytes]], float]) -> float:
    """Return how much of some files is read in a second of the processor, the best of the rounds that there is time for."""
    rows = [{"source_uri": f"{number}{extension}", "content": content, "published_at": None} for number, content in enumerate(contents)]
    seeds, best, ends_at = pa.Table.from_pylist(rows, SEEDS), 0.0, time.monotonic() + SECONDS
    segment(parse({"seeds": seeds.slice(0, 1)}))  # What is loaded once is loaded now.
    while not best or time.monotonic() < ends_at:
        started = time.process_time()
        segment(parse({"seeds": seeds}))
        best = max(best, size(contents) / (time.process_time() - started))
    return best


def _ballast() -> str:
    menu = "".join(f'<li class="menu-item menu-item-{n}"><a href="/section/{n}" data-id="{n}"><span>Section {n}</span></a></li>' for n in range(150))
    script = "<script>var state = {" + ",".join(f'"key{n}":{{"a":[1,2,3],"b":"value {n}"}}' for n in range(1000)) + "};</script>"
    style = "<style>" + "".join(f".c{n}{{margin:0 {n}px;color:#{n:06x}}}" for n in range(800)) + "</style>"
    return (f'<div class="mega-menu"><ul>{menu}</ul></div>{script}{style}')[:BALLAST] + "</style>"


def _wrapped(text: str) -> list[str]:
    words, lines = text.split(), [""]
    for word in words:
        lines[-1] += f" {word}"
        if len(lines[-1]) > 85:  # noqa: PLR2004 - characters of a printed line
            lines.append("")
    return [line.replace("“", '"').replace("”", '"').strip() for line in lines[:48]]


if __name__ == "__main__":
    main()
