import pyarrow as pa
import pytest
from handmade import batch
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks import annotate as room
from tasks.article import Article, articles
from tasks.segment import segment
from tasks.stage import Batch

LINES = st.lists(
    st.sampled_from(
        ["", "“We go.", "She left", "and stayed.” 3.5%", "😀!", "a\x00b\x1c", "市长。", "x" * 450, "http://example.org/a?b=c", "\u200b", "U.S."]
    )
)


def annotated(*texts: str, language: str | None = "en") -> Batch:
    tables = dict(batch(*texts))
    documents = tables["documents"]
    at = documents.schema.get_field_index("language")
    tables["documents"] = documents.set_column(at, documents.schema.field(at), pa.array([language] * len(texts), pa.string()))
    tables.update(segment(tables))
    return {**tables, **room.annotate({name: tables[name] for name in ("documents", "segments")})}


def only(*texts: str) -> Article:
    return next(articles(annotated(*texts)))


def words(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in zip(article.tokens.start, article.tokens.end, strict=True)]


def test_a_reporting_verb_and_its_subject_are_found() -> None:
    article = only("The mayor said on Monday that the harbour would close.")
    tokens = article.tokens
    said = words(article).index("said")
    assert (tokens.lemma[said], tokens.upos[said], tokens.dep[said], tokens.head[said]) == ("say", "VERB", "root", said)
    mayor = words(article).index("mayor")
    assert (tokens.dep[mayor], tokens.head[mayor]) == ("nsubj", said)


def test_names_are_marked_from_their_first_word_on() -> None:
    article = only("Police in Germany said that John Smith had left Berlin on Monday.")
    entity = dict(zip(words(article), article.tokens.entity, strict=True))
    assert (entity["John"], entity["Smith"], entity["Germany"], entity["said"]) == ("B-PERSON", "I-PERSON", "B-GPE", "O")


def test_tokens_are_numbered_through_the_document_and_start_anew_in_the_next() -> None:
    rows = annotated("It rained. It poured.\nIt stopped.", "It snowed.")["tokens"].select(["document_id", "token_id"]).to_pylist()
    assert [row["token_id"] for row in rows if row["document_id"] == "d0"] == list(range(9))
    assert [row["token_id"] for row in rows if row["document_id"] == "d1"] == list(range(3))


def test_a_line_break_within_a_paragraph_is_no_token() -> None:
    lines = [
        "The harbour master of Port Ellery told",
        "the council on Tuesday that the quay was",
        "unsafe and that the boats should leave it",
        "at once.",
    ]
    wrapped = "\n".join(lines)
    assert "\n" not in words(only(wrapped))
    assert "".join(words(only(wrapped))) == "".join(wrapped.split())


@pytest.mark.parametrize("language", ["de", "ru"])
def test_a_document_in_another_language_has_no_tokens(language: str) -> None:
    assert annotated("The harbour closed.", language=language)["tokens"].num_rows == 0


def test_a_document_in_a_language_that_could_not_be_told_is_read_as_english() -> None:
    assert annotated("Harbour closed.", language=None)["tokens"].num_rows == 3


@given(st.one_of(st.text(), LINES.map("\n".join)))
@settings(deadline=None, max_examples=60)
def test_every_token_lies_in_its_sentence_and_so_does_its_head(text: str) -> None:
    article = next(articles(annotated(text, language=None)))
    tokens, sentences = article.tokens, {sentence.segment_id: sentence for sentence in article.sentences}
    at = 0
    for number, start in enumerate(tokens.start):
        sentence = sentences[tokens.segment_id[number]]
        assert at <= start < tokens.end[number]
        assert sentence.start <= start < tokens.end[number] <= sentence.end
        assert tokens.segment_id[tokens.head[number]] == tokens.segment_id[number]
        assert text[at:start].strip() == ""
        at = tokens.end[number]
    assert text[at:].strip() == ""


@pytest.mark.parametrize("unit", ["x", '"', "Ab1.,-/", "said that "])
def test_a_long_text_without_a_full_stop_is_annotated(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    article = only(text)
    assert len(article.sentences) == 1
    assert "".join(words(article)) == "".join(text.split())


def test_a_document_has_the_same_tokens_alone_and_among_others() -> None:
    text = "“Why would we close the harbour?” asked Ada Lindqvist. She said that nobody had told her."
    alone = annotated(text)["tokens"]
    assert annotated(text, "It rained all day.\nThe ferry left.")["tokens"].slice(0, alone.num_rows).equals(alone)
