"""Who speaks: names, pronouns, descriptions, continuations, and the role beside a name."""

import pytest
from hand_parsed import article

from tasks.attribute.claims import claims
from tasks.attribute.tree import tree

PEOPLE = {
    "Ann Lee": ("Ann Lee", "PERSON", "female"),
    "Lee": ("Ann Lee", "PERSON", "female"),
    "Tom Reed": ("Tom Reed", "PERSON", "male"),
    "Reed": ("Tom Reed", "PERSON", "male"),
    "Harbour Lines": ("Harbour Lines", "ORG", None),
    "Harbour Watch": ("Harbour Watch", "ORG", None),
}
MET = "Ann/NNP/nsubj/3 Lee/NNP/flat/1 met/VBD/root/0 Tom/NNP/obj/3 Reed/NNP/flat/4 ././punct/3\n"
OWNS = "Harbour/NNP/compound/2 Lines/NNP/nsubj/3 owns/VBZ/root/0 the/DT/det/5 ferry/NN/obj/3 ././punct/3\n"
MINISTER = (
    "Minister/NN/nmod:desc/2 Tom/NNP/nsubj/4 Reed/NNP/flat/2 arrived/VBD/root/0 ././punct/4\n"
    "The/DT/det/2 minister/NN/nsubj/3 said/VBD/root/0 it/PRP/nsubj/5 failed/VBD/ccomp/3 ././punct/3"
)
REPORT = (
    "The/DT/det/2 report/NN/nsubj/6 by/IN/case/5 Harbour/NNP/compound/5 Watch/NNP/nmod/2 found/VBD/root/0"
    " that/IN/mark/9 it/PRP/nsubj/9 failed/VBD/ccomp/6 ././punct/6\n"
)


def said(subject: str) -> str:
    """Return a sentence in which a subject, written as in hand-parsed articles with its head at 0, says that something failed."""
    verb = len(subject.split()) + 1
    return f"{subject.replace('@', str(verb))} said/VBD/root/0 it/PRP/nsubj/{verb + 2} failed/VBD/ccomp/{verb} ././punct/{verb}"


@pytest.mark.parametrize(
    ("written", "entities", "source_type", "resolved_by"),
    [
        pytest.param(said("Ann/NNP/nsubj/@ Lee/NNP/flat/1"), ("Ann Lee",), "person", "name", id="full name"),
        pytest.param(said("Reed/NNP/nsubj/@"), ("Tom Reed",), "person", "surname", id="surname"),
        pytest.param(said("Harbour/NNP/compound/2 Lines/NNP/nsubj/@"), ("Harbour Lines",), "org", "name", id="organisation"),
        pytest.param(MET + said("She/PRP/nsubj/@"), ("Ann Lee",), "person", "pronoun", id="she is the woman"),
        pytest.param(MET + said("He/PRP/nsubj/@"), ("Tom Reed",), "person", "pronoun", id="he is the man, though no subject"),
        pytest.param(said("She/PRP/nsubj/@"), (), "unnamed", "none", id="she is nobody where nobody is named"),
        pytest.param(OWNS + said("The/DT/det/2 company/NN/nsubj/@"), ("Harbour Lines",), "org", "nominal", id="the company"),
        pytest.param(MINISTER, ("Tom Reed",), "person", "nominal", id="the minister"),
        pytest.param(said("Experts/NNS/nsubj/@"), (), "unnamed", "none", id="experts"),
        pytest.param(said("Lee/NNP/nmod:poss/3 's/POS/case/1 critics/NNS/nsubj/@"), (), "unnamed", "none", id="critics of somebody are not her"),
        pytest.param(
            said("Officials/NNS/nsubj/@ at/IN/case/4 Harbour/NNP/compound/4 Lines/NNP/nmod/1"), (), "unnamed", "none", id="officials of a company"
        ),
        pytest.param(said("Lee/NNP/nsubj/@ and/CC/cc/3 Reed/NNP/conj/1"), ("Ann Lee", "Tom Reed"), "person", "surname", id="two people"),
        pytest.param(
            said("Lee/NNP/nmod:poss/3 's/POS/case/1 aide/NN/nsubj/@ Tom/NNP/appos/3 Reed/NNP/flat/4"),
            ("Tom Reed",),
            "person",
            "name",
            id="a name after a title",
        ),
        pytest.param(OWNS + said("The/DT/det/2 newspaper/NN/nsubj/@"), ("Harbour Lines",), "org", "nominal", id="the newspaper, the only body named"),
        pytest.param(
            "The/DT/det/2 boy/NN/nmod:poss/4 's/POS/case/2 father/NN/nsubj/8 ,/,/punct/4 Tom/NNP/appos/4 Reed/NNP/flat/6 wept/VBD/root/0"
            " ././punct/8\n" + said("His/PRP$/nmod:poss/2 father/NN/nsubj/@"),
            ("Tom Reed",),
            "person",
            "nominal",
            id="his father",
        ),
        pytest.param(MET + said("Her/PRP$/nmod:poss/2 memoirs/NNS/nsubj/@"), ("Ann Lee",), "document", "pronoun", id="her memoirs"),
        pytest.param(
            said("Reed/NNP/nmod:poss/3 's/POS/case/1 statement/NN/nsubj/@"), ("Tom Reed",), "document", "name", id="a statement of somebody"
        ),
        pytest.param(
            "Harbour/NNP/compound/2 Watch/NNP/nsubj/3 sued/VBD/root/0 ././punct/3\n" + said("The/DT/det/2 complaint/NN/nsubj/@"),
            ("Harbour Watch",),
            "document",
            "nominal",
            id="a complaint of whoever acted last",
        ),
        pytest.param(
            "Ann/NNP/nsubj/6 Lee/NNP/flat/1 and/CC/cc/4 Tom/NNP/conj/1 Reed/NNP/flat/4 married/VBD/root/0 ././punct/6\n"
            + said("The/DT/det/2 couple/NN/nsubj/@"),
            ("Ann Lee", "Tom Reed"),
            "person",
            "nominal",
            id="the couple",
        ),
        pytest.param(
            said("Speaker/NN/nsubj/@ of/IN/case/4 the/DT/det/4 parliament/NN/nmod/1 Ann/NNP/appos/1 Lee/NNP/flat/5"),
            ("Ann Lee",),
            "person",
            "name",
            id="a name after an office with its of",
        ),
        pytest.param(said("Lee/NNP/compound/2 campaign/NN/nsubj/@"), (), "unnamed", "none", id="a campaign is not the candidate"),
        pytest.param(REPORT, ("Harbour Watch",), "document", "name", id="a document by somebody"),
        pytest.param(said("The/DT/det/2 survey/NN/nsubj/@"), (), "document", "none", id="a document by nobody"),
    ],
)
def test_a_source_is_resolved(written: str, entities: tuple[str, ...], source_type: str, resolved_by: str) -> None:
    made = article(written, PEOPLE)
    voice = claims(tree(made), made)[0][-1].voice
    assert (voice.entities, voice.source_type, voice.resolved_by) == (entities, source_type, resolved_by)


def test_a_report_mentioned_again_is_still_by_its_author() -> None:
    made = article(REPORT + said("The/DT/det/2 report/NN/nsubj/@"), PEOPLE)
    assert [(claim.voice.entities, claim.voice.resolved_by) for claim in claims(tree(made), made)[0]] == [
        (("Harbour Watch",), "name"),
        (("Harbour Watch",), "nominal"),
    ]


def test_nobody_goes_on_speaking_two_paragraphs_later() -> None:
    quotation = "“/``/punct/3 They/PRP/nsubj/3 left/VBD/root/0 us/PRP/obj/3 alone/RB/advmod/3 ././punct/3 ”/''/punct/3"
    between = "Rain/NN/nsubj/2 fell/VBD/root/0 ././punct/2"
    made = article(f"{said('Reed/NNP/nsubj/@')}\n\n{quotation}\n\n{between}\n\n{between}\n\n{quotation}", PEOPLE)
    assert [(claim.voice.entities, claim.voice.resolved_by) for claim in claims(tree(made), made)[0]] == [
        (("Tom Reed",), "surname"),
        (("Tom Reed",), "continuation"),
        ((), "none"),
    ]


@pytest.mark.parametrize(
    ("written", "role", "affiliation"),
    [
        ("Ann/NNP/nsubj/7 Lee/NNP/flat/1 ,/,/punct/5 an/DT/det/5 engineer/NN/appos/1 ,/,/punct/1 swam/VBD/root/0 ././punct/7", "engineer", None),
        (
            "Harbour/NNP/compound/3 Lines/NNP/compound/3 spokeswoman/NN/nmod:desc/4 Ann/NNP/nsubj/6 Lee/NNP/flat/4 swam/VBD/root/0 ././punct/6",
            "Harbour Lines spokeswoman",
            "Harbour Lines",
        ),
        ("Ann/NNP/nsubj/3 Lee/NNP/flat/1 swam/VBD/root/0 ././punct/3", None, None),
    ],
)
def test_a_role_is_read_beside_the_name(written: str, role: str | None, affiliation: str | None) -> None:
    made = article(written, PEOPLE)
    parsed = tree(made)
    found = claims(parsed, made)[1].get("Ann Lee")
    assert (parsed.surface(found.role) if found else None) == role
    assert (parsed.surface(found.affiliation) if found and found.affiliation else None) == affiliation
