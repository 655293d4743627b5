"""Read Markdown as a reader sees it: the words, without the marks."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from tasks.parse.decode import decode, required
from tasks.parse.document import Block, Document, Facts, Found, below, laid_out
from tasks.parse.fields import read_facts
from tasks.parse.furniture import complete

_FRONT_MATTER: Final = re.compile(r"\s*(?:---|\+\+\+)\n(?P<fields>(?:[^\n]*\n){1,60}?)(?:---|\+\+\+)(?:\n|$)")
_FIELD: Final = re.compile(r"(?P<name>[A-Za-z_]+)\s*[:=]\s*(?P<value>\S[^\n]*)")
_HEADING: Final = re.compile(r"\s{0,3}#{1,6}\s+(?P<title>\S[^\n]*)")
_CLOSING: Final = re.compile(r"(?<=\s)#+$")
_UNDERLINE: Final = re.compile(r"\s{0,3}(?:=+|-{2,})\s*")
_RULE: Final = re.compile(r"\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|```\S*|~~~\S*)")
_LIST: Final = re.compile(r"\s*[*+-]\s+(?=\S)")
_NUMBER: Final = re.compile(r"\s*\d{1,3}[.)]\s")
_QUOTE: Final = re.compile(r"(?:\s{0,3}>\s?)+")
_INLINE: Final = (
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>"), ""),
    (re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,1000}\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,500})\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,200}\])"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,1000})>"), r"\1"),
    (re.compile(r"(?<![\\\w*])(\*{1,3})(?=\S)([^*\n]{1,2000}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\\\w_])(_{1,3})(?=\S)([^_\n]{1,2000}?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])"), r"\1"),
)


def read_markdown(content: bytes) -> Iterator[Document]:
    """Yield the one document of a Markdown file; its front matter gives metadata."""
    text, encoding = decode(content)
    front = _FRONT_MATTER.match(text)
    known = read_facts(_fields(front["fields"]), "front-matter") if front else Facts()
    blocks = [Block(words, kind) for kind, words in _blocks(text[front.end() :] if front else text)]
    heading = next((block.words for block in blocks[:3] if block.kind == "heading"), None)
    if not known.title and heading:
        known.title = Found(heading, "heading")
    text, places = laid_out(below(known.title.value if known.title else None, blocks))
    yield Document(required(text), encoding, complete(text, known), places=places)


def _fields(lines: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for line in lines.splitlines():
        if match := _FIELD.fullmatch(line.strip()):
            value = match["value"].strip()
            is_list = value.startswith("[") and value.endswith("]")
            names = [name.strip(" \"'") for name in value.strip("[]").split(",")]
            found[match["name"].lower()] = names if is_list else value.strip("\"'")
    return found


def _blocks(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield each block, a heading, quotation or paragraph, as one line: Markdown does not see where its lines break."""
    for is_blank, group in groupby(text.split("\n"), key=lambda line: not line.strip(" \t>")):
        if not is_blank:
            yield from _lines_of(list(group))


def _lines_of(lines: list[str]) -> Iterator[tuple[str | None, str]]:
    paragraph: list[str] = []
    for line in lines:
        heading = _HEADING.fullmatch(line)
        if paragraph and _UNDERLINE.fullmatch(line):
            yield "heading", _words(paragraph)
            paragraph = []
        elif heading or _RULE.fullmatch(line) or _LIST.match(line) or _NUMBER.match(line):
            yield from _paragraph(paragraph)
            paragraph = [] if heading or _RULE.fullmatch(line) else [line]
            if heading:
                yield "heading", _words([_CLOSING.sub("", heading["title"].rstrip())])
        else:
            paragraph.append(line)
            if line.endswith(("  ", "\\")):
                yield from _paragraph(paragraph)
                paragraph = []
    yield from _paragraph(paragraph)


def _paragraph(lines: list[str]) -> Iterator[tuple[str | None, str]]:
    if words := _words(lines):
        yield "quote" if all(map(_QUOTE.match, lines)) else None, words


def _words(lines: list[str]) -> str:
    joined = _uncommented(" ".join(_unmarked(line).strip() for line in lines))
    for pattern, replacement in _INLINE:
        joined = pattern.sub(replacement, joined)
    return " ".join(joined.split())


def _unmarked(line: str) -> str:
    """Return a line without the marks of a block quotation, and with one way to begin an item of a list."""
    quote = _QUOTE.match(line)
    words = line[quote.end() :] if quote else line
    item = _LIST.match(words)
    return (f"- {words[item.end() :]}" if item else words).removesuffix("\\")


def _uncommented(text: str) -> str:
    shown, *pieces = text.split("<!--")
    parts = [(piece, *piece.partition("-->")) for piece in pieces]
    return shown + "".join(after if end else f"<!--{piece}" for piece, _, end, after in parts)
