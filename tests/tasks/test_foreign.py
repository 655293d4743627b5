from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks import model
from tasks.foreign import Foreign
from warehouse.errors import UsageError

pytest.importorskip("spacy", reason="spaCy is optional, and not installed")

from spacy.lang.en import English
from spacy.language import Language
from spacy.pipeline import EntityRuler
from spacy.tokens import Doc


@pytest.fixture(autouse=True)
def built_in() -> Iterator[None]:
    yield
    model.use(model.BUILT_IN)


def plain() -> Language:
    return English()


def nothing() -> None:
    return None


@Language.component("hang_on_the_first_word")
def _hang(doc: Doc) -> Doc:
    for token in doc:
        token.head = doc[0]
        token.dep_ = "nsubjpass" if token.i else "ROOT"
    return doc


def with_foreign_labels() -> Language:
    """Return a pipeline with foreign labels, a parse across sentences and no lemmas."""
    nlp = English()
    ruler = nlp.add_pipe("entity_ruler")
    assert isinstance(ruler, EntityRuler)
    ruler.add_patterns(
        [{"label": "FAC", "pattern": "Pier Nine"}, {"label": "CARDINAL", "pattern": "two"}, {"label": "WORK_OF_ART", "pattern": "Tides"}]
    )
    nlp.add_pipe("hang_on_the_first_word")
    return nlp


def pipes() -> list[str]:
    found = model.load()
    assert isinstance(found, Foreign)
    return list(found.nlp.pipe_names)


def test_a_foreign_pipeline_speaks_our_labels_and_keeps_to_our_sentences() -> None:
    sentences = ["The two boats left Pier Nine.", "Tides was played."]
    ((first, second),) = Foreign(with_foreign_labels()).read([sentences])
    entity = {sentences[0][word.start : word.end]: word.entity for word in first}
    assert (entity["Pier"], entity["Nine"], entity["two"], second[0].entity) == ("B-LOC", "I-LOC", "O", "B-MISC")
    assert (first[1].dep, first[1].head) == ("nsubj:pass", 0)
    assert [word.lemma for word in first[:2]] == ["the", "two"]
    assert [(word.head, word.dep) for word in second[:2]] == [(0, "root"), (1, "root")]


def test_a_pipeline_in_a_folder_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    plain().to_disk(tmp_path / "plain")
    model.use(str(tmp_path / "plain"))
    assert model.current().startswith(str(tmp_path / "plain") + " ")
    assert pipes() == []


def test_another_file_in_the_folder_is_another_fingerprint(tmp_path: Path) -> None:
    for name in ("one", "two"):
        plain().to_disk(tmp_path / name)
    (tmp_path / "two" / "meta.json").write_text('{"version": "9"}', "utf-8")
    one, two = (model.fingerprint(str(tmp_path / name)).split()[1:] for name in ("one", "two"))
    assert one[1] != two[1]
    assert two[0] == "9"


def test_a_function_may_make_the_pipeline() -> None:
    model.use(f"{__name__}:plain")
    assert pipes() == []
    assert model.current().startswith(f"{__name__}:plain - ")


@pytest.mark.parametrize("function", ["nothing", "no_such_function"])
def test_a_function_that_makes_no_pipeline_is_an_error_that_names_it(function: str) -> None:
    model.use(f"{__name__}:{function}")
    with pytest.raises(UsageError, match=function):
        model.load()


def test_a_package_that_is_no_pipeline_is_an_error_that_names_it() -> None:
    model.use("pyarrow")
    with pytest.raises(UsageError, match="pyarrow"):
        model.load()


def test_an_endless_word_is_one_token_of_each_piece() -> None:
    (((word,),),) = Foreign(plain()).read([["x" * 200]])
    assert (word.start, word.end) == (0, 200)
