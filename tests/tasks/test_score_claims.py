import importlib.util
import random
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tasks.score import claims, names
from tasks.score.claims import Claim, Told
from tasks.score.names import LABELS, Mention, Named
from tasks.score.rates import Rates
from tasks.score.words import Numbering, Span

TEXT = "Ruiz said the harbour was closed. “No ships can enter,” Ana Ruiz said. Officials denied it."


def spans(text: str, *parts: str) -> list[Span]:
    return [Span(text.index(part), text.index(part) + len(part)) for part in parts]


def claim(content: str, source: str | None = None, text: str = TEXT, **fields: Any) -> Claim:  # noqa: ANN401 - the fields of a claim
    return Claim(spans(text, content), spans(text, source)[0] if source else None, **fields)


GOLD = Told(
    TEXT,
    [
        claim("the harbour was closed", "Ruiz", speakers=["Ana Ruiz"]),
        claim("“No ships can enter,”", "Ana Ruiz", kind="direct", speakers=["Ana Ruiz"]),
        claim("it", "Officials", optional=True),
    ],
)


def f1(measured: dict[str, Rates | float | None], name: str) -> float:
    rates = measured[name]
    assert isinstance(rates, Rates)
    return rates.f1


def wrong(*found: Claim) -> list[str]:
    return [miss.kind for miss in claims.compare(GOLD, Told(TEXT, found)).misses]


def test_gold_against_itself_is_all_right() -> None:
    comparison = claims.compare(GOLD, GOLD)
    measured = claims.measures(comparison.counts)
    assert {f1(measured, name) for name in ("token", "j50", "j80", "full", "said")} == {100.0}
    assert (measured["gold"], measured["predicted"], measured["name"]) == (2, 2, 100.0)
    assert comparison.misses == []


def test_nothing_found_is_all_missed() -> None:
    measured = claims.measures(claims.compare(GOLD, Told(TEXT, [])).counts)
    assert f1(measured, "said") == 0.0
    assert (measured["recall_direct"], measured["recall_mixed"]) == (0.0, None)
    assert wrong() == ["missed", "missed"]


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (claim("No ships can enter", "Ana Ruiz", kind="direct", speakers=["President Ana Ruiz"]), []),
        (claim("No ships can enter", "Ana Ruiz", kind="direct", speakers=["Ruiz"]), ["name"]),
        (claim("No ships can enter", "Ana Ruiz", kind="direct"), ["name"]),
        (claim("No ships can enter", "Officials", kind="direct", speakers=["Ana Ruiz"]), ["source"]),
        (claim("No ships can enter", kind="direct", speakers=["Ana Ruiz"]), ["source"]),
        (claim("No ships", "Ana Ruiz", kind="direct", speakers=["Ana Ruiz"]), ["content"]),
    ],
)
def test_a_claim_is_wrong_by_the_first_thing_that_is_not_right(found: Claim, kind: list[str]) -> None:
    assert wrong(GOLD.claims[0], found) == kind


def test_what_matches_an_optional_claim_is_not_punished_and_what_matches_none_is_invented() -> None:
    assert wrong(*GOLD.claims[:2], claim("it")) == []
    assert wrong(*GOLD.claims[:2], claim("said. Officials")) == ["invented"]


def test_a_text_without_its_title_is_compared_word_by_word() -> None:
    titled = f"Harbour closed\n\n{TEXT}"
    found = Told(titled, [claim("the harbour was closed", "Ruiz", text=titled, speakers=["Ana Ruiz"])])
    assert [miss.kind for miss in claims.compare(GOLD, found).misses] == ["missed"]


def test_a_word_that_gold_does_not_have_matches_none() -> None:
    assert Numbering("new Ruiz said", "Ruiz said").within([Span(0, 8)]) == {-1, 0}


def test_attitudes_do_not_count_where_only_speech_is_asked_for() -> None:
    text = "Ruiz hoped the rain would end."
    gold = Told(text, [Claim(spans(text, "the rain would end"), spans(text, "Ruiz")[0], spans(text, "hoped")[0])])
    assert claims.compare(gold, gold, speech_only=True).counts["gold"] == 0
    assert claims.compare(gold, gold).counts["gold"] == 1


NAMES = ["Ana", "Ruiz", "Maria", "Calder", "minister", "President", "the", "harbour", "May"]
WORDS = [*NAMES, "said", "told", "that", "“", "”", ",", ".", "closed", "in", "denied"]
KINDS = ("direct", "mixed", "indirect")


def generated(chance: random.Random, text: str) -> dict[str, Any]:
    def span() -> list[int]:
        start = chance.randrange(len(text))
        return [start, min(len(text), start + chance.randrange(30))]

    people = ["Ana Ruiz", "Ruiz", "President Ana Maria Ruiz", "the Calder's", "Minister", ""]
    attributions = [
        {
            "content": [span() for _ in range(chance.randrange(1, 3))],
            "source": chance.choice([None, span()]),
            "cue": chance.choice([None, span()]),
            "kind": chance.choice(KINDS),
            "speakers": chance.sample(people, chance.randrange(3)),
            "nested": chance.random() < 0.2,
            "optional": chance.random() < 0.2,
        }
        for _ in range(chance.randrange(6))
    ]
    mentions = [
        dict(zip(("start_char", "end_char"), span(), strict=True), label=chance.choice(LABELS), entity=chance.choice([None, "a", "b", "c"]))
        for _ in range(chance.randrange(9))
    ]
    return {"text": text, "attributions": attributions, "mentions": mentions}


def changed(chance: random.Random, gold: dict[str, Any]) -> dict[str, Any]:
    """Return a prediction: some of gold, a little moved, and some of its own, on a text that may lack its first words."""
    other = generated(chance, gold["text"])
    found = {
        "text": gold["text"],
        **{part: [one for one in gold[part] + other[part] if chance.random() < 0.6] for part in ("attributions", "mentions")},
    }
    return found if chance.random() < 0.6 else {**found, "text": " ".join(chance.choices(WORDS, k=3)) + found["text"][12:]}


def told(document: dict[str, Any]) -> Told:
    def span(value: list[int] | None) -> Span | None:
        return Span(*value) if value else None

    return Told(
        document["text"],
        [
            Claim(
                [Span(*part) for part in one["content"]],
                span(one["source"]),
                span(one["cue"]),
                one["kind"],
                one["speakers"],
                one["nested"],
                one["optional"],
            )
            for one in document["attributions"]
        ],
    )


def named(document: dict[str, Any]) -> Named:
    return Named(document["text"], [Mention(one["label"], Span(one["start_char"], one["end_char"]), one["entity"]) for one in document["mentions"]])


def corpus(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    chance = random.Random(seed)
    gold = {str(number): generated(chance, " ".join(chance.choices(WORDS, k=60))) for number in range(12)}
    return gold, {doc_id: changed(chance, document) for doc_id, document in gold.items()}


def scorer(folder: Path, name: str) -> ModuleType:
    path = folder / f"{name}.py"
    if not path.is_file():
        pytest.skip(f"no scorer at {path}")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # The scorer of names imports that of claims by its name.
    spec.loader.exec_module(module)
    return module


def plain(measured: dict[str, Rates | float | None]) -> dict[str, Any]:
    return {name: dict(zip(("p", "r", "f1"), value, strict=True)) if isinstance(value, Rates) else value for name, value in measured.items()}


@pytest.mark.parametrize("speech_only", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_claims_are_scored_as_the_shared_scorer_does(seed: int, speech_only: bool, data: Path) -> None:  # noqa: FBT001 - a column
    shared = scorer(data.parent / "tools", "score_claims")
    gold, found = corpus(seed)
    errors: list[tuple[str, ...]] = []
    compared = [claims.compare(told(gold[doc_id]), told(found[doc_id]), speech_only=speech_only) for doc_id in gold]
    assert plain(claims.measures(sum((one.counts for one in compared), Counter()))) == shared.score(gold, found, speech_only, errors)
    assert Counter(miss.kind for one in compared for miss in one.misses) == Counter(error[0] for error in errors)


@pytest.mark.parametrize("seed", range(8))
def test_names_are_scored_as_the_shared_scorer_does(seed: int, data: Path) -> None:
    scorer(data.parent / "tools", "score_claims")
    shared = scorer(data.parent / "tools", "score_names")
    gold, found = corpus(seed)
    errors: list[tuple[str, ...]] = []
    compared = [names.compare(named(gold[doc_id]), named(found[doc_id])) for doc_id in gold]
    assert plain(names.measures(compared)) == shared.score(gold, found, errors)
    assert Counter(miss.kind for one in compared for miss in one.misses) == Counter(error[0] for error in errors)
