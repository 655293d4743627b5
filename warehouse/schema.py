"""The tables of the warehouse: the only place that names columns, each with its meaning.

Offsets are half-open and count Unicode code points of `documents.text`. Ids are hashes of what they name, so the same
input gives the same ids in any order of ingest.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import pyarrow as pa

VERSION: Final = 2
"""Raised when a table changes so that an older program would misread it."""

TEXT, INTEGER, LONG, REAL, TRUTH, DATE = pa.string(), pa.int32(), pa.int64(), pa.float64(), pa.bool_(), pa.date32()
TIME, TEXTS, COUNTS, SECONDS = pa.timestamp("us", "UTC"), pa.list_(pa.string()), pa.map_(pa.string(), pa.int64()), pa.map_(pa.string(), pa.float64())
BLOCKS = pa.list_(pa.struct([("start", INTEGER), ("kind", TEXT), ("path", TEXT)]))


class Column(NamedTuple):
    """A column: its Arrow type and what it means; `is_optional` when it may be null."""

    name: str
    type: pa.DataType
    meaning: str
    is_optional: bool = False


class Table(NamedTuple):
    """A table: what one row is, and its columns. Rows of a `per_document` table are replaced with their document."""

    name: str
    row: str
    columns: tuple[Column, ...]
    per_document: bool = True


DOCUMENT = Column("document_id", TEXT, "the document: a hash of source_uri and container_path")
START = Column("start_char", INTEGER, "where it starts in documents.text, in code points")
END = Column("end_char", INTEGER, "where it ends in documents.text, exclusive")
SURFACE = Column("text", TEXT, "the exact text of the span: documents.text[start_char:end_char]")
CONFIDENCE = Column("confidence", REAL, "how sure the method is, from 0 to 1; a rank, not a probability")
LABEL = Column("label", TEXT, "PERSON, ORG, GPE (countries, cities), LOC (other places), NORP (peoples, parties), EVENT, MISC or DATE")
BATCH = Column("batch_id", TEXT, "the commit that wrote the row; with document_id it tells live rows from superseded ones")
MADE_BY = Column("made_by", TEXT, "the stage and version that made the row, and the model where one took part")
STAMPS = (MADE_BY, BATCH)
"""The last columns of every stored table: stages do not write them, the run adds the first and the commit the second."""


def _guessed(name: str, type_: pa.DataType, meaning: str) -> tuple[Column, Column]:
    return Column(name, type_, meaning, is_optional=True), Column(
        f"{name}_method", TEXT, f"how {name} was found; null when it was not", is_optional=True
    )


def _optional(name: str, type_: pa.DataType, meaning: str) -> Column:
    return Column(name, type_, meaning, is_optional=True)


TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        Table(
            "documents",
            "a document as parsed",
            (
                DOCUMENT,
                Column("source_uri", TEXT, "the path below the seeds folder, with /; an absolute URI for a file elsewhere"),
                Column("container_path", TEXT, "the place inside a container (a line of a .jsonl file, a path in an archive); empty otherwise"),
                Column("content_sha256", TEXT, "SHA-256 of what it was parsed from: the file, or its part of a container, and the sidecar, if any"),
                Column("media_type", TEXT, "what it was read as: text/plain, text/html, application/pdf, ..."),
                _optional("encoding", TEXT, "the character encoding that was used"),
                _optional("encoding_method", TEXT, "bom, utf-8, declared or detected"),
                *_guessed("language", TEXT, "ISO 639-1 code"),
                *_guessed("title", TEXT, "the headline"),
                *_guessed("authors", TEXTS, "the names of the byline"),
                *_guessed("publisher", TEXT, "the outlet that published it"),
                *_guessed("published_at", TIME, "when it was published; null for an undated document, never guessed from the file"),
                _optional("published_precision", TEXT, "second, day, month or year"),
                *_guessed("dateline", TEXT, "the place the report is dated from"),
                *_guessed("section", TEXT, "the part of the outlet it stood in, as the outlet calls it"),
                *_guessed("canonical_url", TEXT, "the web address that it names as its own"),
                Column("text", TEXT, "all that a reader sees as the article; never changed after parsing"),
                _optional("page_starts", pa.list_(INTEGER), "of a document with pages: where in text each begins"),
                _optional(
                    "blocks", BLOCKS, "of a document that tells its paragraphs apart: where in text each starts, its kind, its path in the source"
                ),
                Column("word_count", INTEGER, "words in text"),
                Column("story_id", TEXT, "the story it is a copy of; its own document_id until stories are told apart"),
                Column("is_story_lead", TRUTH, "whether it is the copy that counts for its story"),
            ),
        ),
        Table(
            "segments",
            "a paragraph or sentence",
            (
                DOCUMENT,
                Column("segment_id", TEXT, "hash of document, kind and span"),
                Column("kind", TEXT, "title, lead, body, heading, caption, quote, list, table, credit, byline or time (paragraphs); sentence"),
                _optional("parent_id", TEXT, "of a sentence: the paragraph it is in"),
                START,
                END,
                _optional("page", INTEGER, "the page it is on, from 1"),
                _optional("path", TEXT, "where it was in the source: of a web page, the XPath of its element"),
                Column("quote_depth", INTEGER, "quotation marks open at its start"),
            ),
        ),
        Table(
            "tokens",
            "a word or punctuation mark",
            (
                DOCUMENT,
                Column("token_id", INTEGER, "its number in the document, from 0"),
                Column("segment_id", TEXT, "the sentence it is in"),
                START,
                END,
                Column("lemma", TEXT, "dictionary form"),
                Column("upos", TEXT, "universal part of speech"),
                Column("tag", TEXT, "Penn Treebank tag"),
                Column("head", INTEGER, "token_id of its head; its own for a root"),
                Column("dep", TEXT, "universal dependency relation to the head"),
                Column("entity", TEXT, "B-, I- and a label inside a name the model saw; O elsewhere"),
                _optional("in_source", INTEGER, "how sure the model is that it belongs to the source of a claim, in percent"),
                _optional("in_cue", INTEGER, "likewise to the cue"),
                _optional("in_content", INTEGER, "likewise to the content"),
            ),
        ),
        Table(
            "mentions",
            "a name or date in the text",
            (
                DOCUMENT,
                Column("mention_id", TEXT, "hash of document, label and span"),
                START,
                END,
                SURFACE,
                LABEL,
                _optional("value", TEXT, "of a date: the first day meant, ISO 8601"),
                _optional("last_day", TEXT, "of a date: the last day meant, ISO 8601"),
                _optional("grain", TEXT, "of a date: the unit that it is told in: day, week, month, quarter, year, decade, century"),
                _optional("anchor", DATE, "of a relative date: the day it was counted from"),
                Column("method", TEXT, "model, list, consistency, pattern; nominal for a body named by whose it is: it shares words with that name"),
                CONFIDENCE,
            ),
        ),
        Table(
            "local_entities",
            "somebody or something that one document names",
            (
                DOCUMENT,
                Column("local_entity_id", TEXT, "hash of document, label and name"),
                Column("name", TEXT, "the fullest name in the document"),
                LABEL,
                _optional("gender", TEXT, "female or male, where the document or a first name says so"),
                _optional("number", TEXT, "singular or plural"),
            ),
        ),
        Table(
            "local_entity_mentions",
            "a mention of a local entity",
            (
                DOCUMENT,
                Column("mention_id", TEXT, "the mention"),
                Column("local_entity_id", TEXT, "whom or what it names"),
                Column("method", TEXT, "name, surname, first_name, initials, acronym, alias, demonym"),
                CONFIDENCE,
            ),
        ),
        Table(
            "links",
            "a local entity tied to an entity across documents; stored as its text tells, the view follows knowledge base and decisions",
            (
                DOCUMENT,
                Column("local_entity_id", TEXT, "the local entity"),
                Column("entity_id", TEXT, "the entity across documents"),
                Column("name_id", TEXT, "hash of label and name alone: what aliases and the names of the knowledge base go by"),
                Column("name", TEXT, "the name of the entity"),
                Column(
                    "method", TEXT, "name (same full name), alias (a table), provisional (a lone surname); of the view also knowledge_base, decision"
                ),
                CONFIDENCE,
            ),
        ),
        Table(
            "entities",
            "a person, organisation or place across documents; stored as what each document says, the view gathers it",
            (
                DOCUMENT,
                Column("entity_id", TEXT, "hash of label and canonical name, or the id in the knowledge base"),
                Column("name", TEXT, "the name"),
                LABEL,
                Column("aliases", TEXTS, "other names it goes by"),
                _optional("description", TEXT, "what it is"),
                Column("external_ids", TEXTS, "ids elsewhere, as scheme:id"),
            ),
        ),
        Table(
            "claims",
            "one act of saying",
            (
                DOCUMENT,
                Column("claim_id", TEXT, "hash of document and the spans of cue and content"),
                Column("segment_id", TEXT, "the sentence its content starts in"),
                Column("kind", TEXT, "direct (quoted), indirect, mixed"),
                _optional("cue_lemma", TEXT, "the reporting word's dictionary form; null for a quotation without one"),
                Column("stance", TEXT, "neutral, assert, doubt, deny, admit, ask, urge, promise, accuse, praise or condemn"),
                Column("is_negated", TRUTH, "whether the act of saying itself is negated (did not say)"),
                Column("source_type", TEXT, "person, org, unnamed, document or none"),
                _optional("source_text", TEXT, "the source as written"),
                Column("content_text", TEXT, "what was said, its parts joined by …"),
                _optional("parent_claim_id", TEXT, "the claim that reports this one"),
                _optional("said_at", TIME, "when it was said, where the text gives it"),
                Column("resolved_by", TEXT, "name, surname, nominal, pronoun, continuation, elided; none when nobody is named"),
                Column("confidence", REAL, "the probability that content, source and speakers are all right, as measured on annotated news"),
            ),
        ),
        Table(
            "claim_spans",
            "one stretch of a claim",
            (DOCUMENT, Column("claim_id", TEXT, "the claim"), Column("part", TEXT, "source, cue or content"), START, END, SURFACE),
        ),
        Table(
            "claim_speakers",
            "one speaker of a claim",
            (
                DOCUMENT,
                Column("claim_id", TEXT, "the claim"),
                Column("local_entity_id", TEXT, "the speaker"),
                Column("name", TEXT, "the speaker, as the document best names it"),
                _optional("role", TEXT, "office or occupation, verbatim"),
                _optional("role_start_char", INTEGER, "where role starts"),
                _optional("role_end_char", INTEGER, "where role ends, exclusive"),
                _optional("affiliation", TEXT, "the organisation or place of the role, verbatim"),
                _optional("affiliation_start_char", INTEGER, "where affiliation starts"),
                _optional("affiliation_end_char", INTEGER, "where affiliation ends, exclusive"),
                Column("confidence", REAL, "the probability that the speakers of the claim are right where its content and source are"),
            ),
        ),
        Table(
            "rejects",
            "a seed or document refused",
            (
                DOCUMENT,
                Column("source_uri", TEXT, "where it came from, as in documents"),
                Column("container_path", TEXT, "the place inside a container; empty otherwise"),
                Column(
                    "reason",
                    TEXT,
                    "empty, binary, too_large, malformed, encrypted, needs_ocr, unsupported, unreadable, not_regular, timeout, memory, crashed",
                ),
                Column("detail", TEXT, "a sentence for a person"),
                Column("stage", TEXT, "the stage that refused it"),
                _optional("attempts", INTEGER, "how often it was tried; the run fills it in"),
                _optional("at", TIME, "when it was refused; the run fills it in"),
            ),
        ),
        Table(
            "runs",
            "a run of ingest that changed something",
            (
                Column("run_id", TEXT, "the run; the ids of its batches begin with it"),
                Column("started_at", TIME, "when it began"),
                Column("finished_at", TIME, "when it ended"),
                Column("status", TEXT, "completed, rejected (some documents were), or failed (what it had committed stays)"),
                Column("counts", COUNTS, "files new, changed, removed, unchanged; documents renewed; rows of each table; words of the documents"),
                Column("seconds", SECONDS, "seconds of work in each stage, over all processes"),
                Column("versions", pa.map_(TEXT, TEXT), "version of the code, of each stage and of the model, with its SHA-256"),
            ),
            per_document=False,
        ),
        Table(
            "seed_states",
            "a file as it was when a commit took it in, refused it or found it gone; the warehouse writes it itself",
            (
                Column("source_uri", TEXT, "the file, as in documents"),
                Column("size", LONG, "bytes in the file"),
                Column("modified_ns", LONG, "when the file was last changed, in nanoseconds since 1970"),
                Column("sha256", TEXT, "SHA-256 of the file; empty when it could not be read"),
                Column("attempts", INTEGER, "how often a file with this content was taken in or refused"),
                Column("is_removed", TRUTH, "whether the file was gone; size, time and hash are then those last seen"),
            ),
            per_document=False,
        ),
        Table(
            "renewals",
            "a stored document on which stages were run again, or that stayed when its file changed elsewhere; the warehouse writes it itself",
            (
                DOCUMENT,
                Column("renewed_batch_id", TEXT, "batch_id of the document in documents: the one on whose tables they were run, or that stayed"),
                Column(
                    "tables", TEXTS, "the tables that they wrote, whose rows of it bear the batch_id of this row from then on; none where it stayed"
                ),
            ),
            per_document=False,
        ),
        Table(
            "commits",
            "a commit: what became visible together; the warehouse writes it itself, and can make its catalog anew from it",
            (
                Column("version", INTEGER, "its number: the warehouse as it was from this commit to the next"),
                Column("follows", TEXT, "batch_id of the commit before; empty for the first"),
                Column("run_id", TEXT, "the run that made it"),
                Column(
                    "kind",
                    TEXT,
                    "ingest, renew (stages run again on stored documents), decision (about entities), knowledge (base was read anew), "
                    "compact (the same rows in fewer files), purge or repair",
                ),
                Column("committed_at", TIME, "when"),
                Column("counts", COUNTS, "documents added, replaced, deleted and renewed, seeds and documents refused"),
                Column("files", TEXTS, "the files that it added"),
                Column("sha256", TEXTS, "SHA-256 of each of these files"),
                Column("covers", TEXTS, "of each: first and last version it has rows of, and up to which one superseded rows were left out"),
                Column("retired", TEXTS, "files that were live until then"),
            ),
            per_document=False,
        ),
        Table(
            "entity_decisions",
            "what a person decided about entities; append-only, and what the views go by",
            (
                Column("decision_id", TEXT, "hash of the decision and its time"),
                Column("kind", TEXT, "merge, split, alias or rename"),
                Column("entity_id", TEXT, "the entity decided about; of a merge, the one that stays"),
                _optional(
                    "other_id", TEXT, "merge: the entity taken for it; split: the one told from it; alias: what the other name alone hashes to"
                ),
                Column("document_id", TEXT, "of a split: the document in which it is somebody else; empty otherwise"),
                Column("name", TEXT, "the name of the entity from then on"),
                _optional("other_name", TEXT, "the name of the other entity, or the alias"),
                Column("author", TEXT, "who decided"),
                Column("why", TEXT, "the reason given"),
                Column("decided_at", TIME, "when"),
            ),
            per_document=False,
        ),
        Table(
            "known_entities",
            "somebody or something in the user's knowledge base; the view gives those of the last reading",
            (
                Column("entity_id", TEXT, "its id there, or the hash of label and name where it has none"),
                Column("name", TEXT, "its name"),
                LABEL,
                Column("aliases", TEXTS, "other names that mean it and nothing else"),
                Column("weak_aliases", TEXTS, "names that mean it only where the document also uses another of its names"),
                _optional("description", TEXT, "what it is"),
                Column("external_ids", TEXTS, "ids elsewhere, as scheme:id"),
                Column("place", TEXT, "the file and the line it was read from"),
            ),
            per_document=False,
        ),
        Table(
            "known_names",
            "a name of somebody or something in the user's knowledge base; the view gives those of the last reading",
            (
                Column("name_id", TEXT, "hash of label and name, as in links"),
                Column("entity_id", TEXT, "whose name it is"),
                Column("is_weak", TRUTH, "whether the document must use another of its names too"),
            ),
            per_document=False,
        ),
        Table(
            "entity_relations",
            "a relation between two entities; stored as what each document says, the view gathers it",
            (
                DOCUMENT,
                Column("entity_id", TEXT, "the entity that acts"),
                Column("relation", TEXT, "acts_for: a government, or the seat of one, stands for its country"),
                Column("other_id", TEXT, "the other entity"),
                CONFIDENCE,
            ),
        ),
    )
}


def arrow(name: str, *, stamped: bool = False) -> pa.Schema:
    """Return the Arrow schema of a table, as stages write it or, `stamped`, as it is stored."""
    columns = TABLES[name].columns + (STAMPS if stamped else ())
    return pa.schema([pa.field(column.name, column.type, nullable=column.is_optional) for column in columns])


def table(name: str, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """Return rows, each a sequence in the order of the columns, as an Arrow table of the declared schema."""
    declared = arrow(name)
    columns = list(zip(*rows, strict=True)) or [()] * len(declared)
    return pa.Table.from_arrays([pa.array(column, field.type) for column, field in zip(columns, declared, strict=True)], schema=declared)


def identifier(*parts: object) -> str:
    """Return the id of what the parts name: 128 bits of BLAKE2b, in hexadecimal.

    >>> identifier("palmyra.txt", "") == identifier("palmyra.txt", "")
    True
    """
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).hexdigest()
