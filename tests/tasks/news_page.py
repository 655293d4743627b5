"""A page of a news site, and what a reader would say is in it."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from news_stories import Story


class Page(NamedTuple):
    """HTML, and what it holds: None or nothing for what the page does not tell.

    `beside` are lines that some take for a part of the body and some do not, such as a summary above it: they count neither way.
    """

    html: str
    body: tuple[str, ...]
    title: str
    authors: tuple[str, ...] = ()
    date: str | None = None
    publisher: str | None = None
    language: str = "en"
    section: str | None = None
    canonical: str | None = None
    beside: tuple[str, ...] = ()


def told(story: Story, html: str, **differs: object) -> Page:
    """Return a page that tells all about a story; `differs` where it does not."""
    facts = {"body": story.paragraphs, "title": story.title, "authors": story.authors, "date": story.published.date().isoformat()}
    return Page(**{"html": html, **facts, "section": story.section, **differs})  # type: ignore[arg-type]  # a test reads it


def each(form: str, values: Iterable[str]) -> str:
    """Return values one after another, each in a form with a place `{}` for it."""
    return "\n".join(form.replace("{}", escape(value, quote=False)) for value in values)


def links(*titles: str, form: str = "<li>{}</li>") -> str:
    """Return links with these words, each in a form."""
    return "".join(form.replace("{}", f'<a href="/{number}/{title.lower().replace(" ", "-")}">{title}</a>') for number, title in enumerate(titles))


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
