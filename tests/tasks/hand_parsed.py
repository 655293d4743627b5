"""Articles for tests of attribution, with the parse written beside each word, so that no model takes part."""

import re
from collections.abc import Mapping
from typing import Any

from tasks.article import Article, Entity, Mention, Segment, Tokens
from tasks.attribute.claims import claims
from tasks.attribute.tree import tree
from tasks.stage import Batch
from warehouse import schema

GROUPS = {
    "NOUN": "NN NNS",
    "PROPN": "NNP NNPS",
    "ADJ": "JJ JJR JJS",
    "ADV": "RB WRB",
    "VERB": "VB VBD VBG VBN VBP VBZ",
    "AUX": "MD",
    "DET": "DT PDT",
    "PRON": "PRP PRP$ WP WDT EX",
    "ADP": "IN RP",
    "PART": "TO POS",
    "CCONJ": "CC",
    "NUM": "CD",
}
UPOS = {tag: upos for upos, tags in GROUPS.items() for tag in tags.split()}
OPENING, CLOSING = "“‘(", "”’),.;:?!’"


def article(written: str, people: Mapping[str, Any] = {}, *, titled: bool = False) -> Article:
    """Return an article from lines of `word/TAG/dependency/head`, a line a sentence, a blank line between paragraphs.

    An indented line goes on with the sentence before it. Heads count from 1 in the sentence, 0 is the root. `people` maps each name
    in the text to `(full name, label, gender)`.
    """
    text, tokens, paragraphs, sentences = "", Tokens(), list[Segment](), list[Segment]()
    for number, paragraph in enumerate(re.split(r"\n\s*\n", re.sub(r"\n +", " ", written).strip())):
        text += "\n\n" * bool(number)
        start = len(text)
        for line in paragraph.strip().split("\n"):
            text = _with_sentence(text, line.split(), tokens, sentences, f"p{number}", is_first=len(text) == start)
        paragraphs.append(Segment(f"p{number}", "title" if titled and not number else "body", None, start, len(text), 0))
    mentions, entities = _named(text, people)
    for mention in mentions:
        _tag(tokens, mention)
    return Article("made-up", text, None, None, paragraphs, sentences, tokens, mentions, entities)


def _with_sentence(text: str, cells: list[str], tokens: Tokens, sentences: list[Segment], paragraph: str, *, is_first: bool) -> str:  # noqa: PLR0913 - the columns it fills
    offset, sentence_id = len(tokens), f"s{len(sentences)}"
    text += "" if is_first else " "
    start, is_glued = len(text), True
    for position, cell in enumerate(cells):
        word, tag, dep, head = cell.rsplit("/", 3)
        is_glued = is_glued or word[0] in CLOSING
        text += "" if is_glued else " "
        tokens.segment_id.append(sentence_id)
        tokens.start.append(len(text))
        text += word
        tokens.end.append(len(text))
        tokens.lemma.append(word.lower())
        tokens.tag.append(tag)
        tokens.upos.append(("AUX" if dep.startswith(("aux", "cop")) else "SCONJ" if dep == "mark" and tag == "IN" else UPOS.get(tag)) or "PUNCT")
        tokens.dep.append(dep)
        tokens.head.append(offset + (int(head) - 1 if head != "0" else position))
        tokens.entity.append("O")
        for unknown in (tokens.in_source, tokens.in_cue, tokens.in_content):
            unknown.append(None)
        is_glued = word in OPENING
    sentences.append(Segment(sentence_id, "sentence", paragraph, start, len(text), 0))
    return text


def _named(text: str, people: Mapping[str, Any]) -> tuple[list[Mention], dict[str, Entity]]:
    mentions, entities = list[Mention](), dict[str, Entity]()
    for name, (full, label, gender) in sorted(people.items(), key=lambda item: -len(item[0])):
        entities[full] = Entity(full, full, label, gender, "singular")
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            if not any(mention.start <= match.start() < mention.end for mention in mentions):
                mentions.append(Mention(f"{match.start()}", *match.span(), name, label, full))
    return sorted(mentions, key=lambda mention: mention.start), entities


def _tag(tokens: Tokens, mention: Mention) -> None:
    inside = [token for token, start in enumerate(tokens.start) if mention.start <= start < mention.end]
    for token in inside:
        tokens.entity[token] = f"{'I' if token > inside[0] else 'B'}-{mention.label}"


def told(made: Article) -> list[tuple[str, str | None, str]]:
    """Return what an article reports: who (names, else the source as written, else -), the cue and the content."""
    parsed = tree(made)
    found, _ = claims(parsed, made)
    result = list[tuple[str, str | None, str]]()
    for claim in found:
        utterance = claim.utterance
        source = parsed.surface(utterance.source.stretch) if utterance.source else "-"
        cue = parsed.surface(utterance.cue_stretch) if utterance.cue_stretch else None
        content = " … ".join(parsed.surface(part) for part in utterance.content)
        result.append((" and ".join(claim.voice.entities) or source, cue, content))
    return result


def tables(made: Article, dates: Mapping[str, str] = {}) -> Batch:
    """Return an article as the tables of a batch; `dates` maps each date in the text to its ISO value."""
    key, tokens = made.document_id, made.tokens
    values = {"document_id": key, "text": made.text, "source_uri": key, "container_path": "", "content_sha256": "", "media_type": "text/plain"}
    document = values | {"word_count": len(tokens), "story_id": key, "is_story_lead": True}
    segments = [(key, *part[:5], None, None, 0) for part in [*made.paragraphs, *made.sentences]]
    claims = (tokens.in_source, tokens.in_cue, tokens.in_content)
    columns = (tokens.segment_id, tokens.start, tokens.end, tokens.lemma, tokens.upos, tokens.tag, tokens.head, tokens.dep, tokens.entity, *claims)
    found: list[tuple[Any, ...]] = [
        (key, one.mention_id, one.start, one.end, one.text, one.label, None, None, None, None, "list", 1.0) for one in made.mentions
    ]
    for written, value in dates.items():
        start = made.text.index(written)
        found.append((key, written, start, start + len(written), written, "DATE", value, value, "day", None, "pattern", 1.0))
    return {
        "documents": schema.table("documents", [[document.get(column.name) for column in schema.TABLES["documents"].columns]]),
        "segments": schema.table("segments", segments),
        "tokens": schema.table("tokens", [(key, number, *row) for number, row in enumerate(zip(*columns, strict=True))]),
        "mentions": schema.table("mentions", sorted(found, key=lambda row: row[2])),
        "local_entities": schema.table("local_entities", [(key, *entity) for entity in made.entities.values()]),
        "local_entity_mentions": schema.table("local_entity_mentions", [(key, one.mention_id, one.entity_id, "name", 1.0) for one in made.mentions]),
    }
