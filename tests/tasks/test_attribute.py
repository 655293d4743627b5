"""What is reported in small articles, parsed by hand; who, by which cue, and the words."""

from datetime import UTC, datetime

import pytest
from hand_parsed import article, tables, told
from hypothesis import given
from hypothesis import strategies as st

from tasks.attribute import WRITES, attribute
from tasks.stage import Batch
from warehouse import schema

LEE = {"Ann Lee": ("Ann Lee", "PERSON", "female"), "Lee": ("Ann Lee", "PERSON", "female")}
REED = {"Tom Reed": ("Tom Reed", "PERSON", "male"), "Reed": ("Tom Reed", "PERSON", "male")}
FLOATING = """
“/``/punct/5 The/DT/det/3 bridge/NN/nsubj/5 is/VBZ/cop/5 safe/JJ/ccomp/8 ,/,/punct/5 ”/''/punct/5 said/VBD/root/0
    Mayor/NNP/nsubj/8 Ann/NNP/flat/9 Lee/NNP/flat/10 ,/,/punct/15 a/DT/det/15 former/JJ/amod/15 engineer/NN/appos/9
    ././punct/8
“/``/punct/3 We/PRP/nsubj/3 tested/VBD/root/0 it/PRP/obj/3 twice/RB/advmod/3 ././punct/3 ”/''/punct/3

“/``/punct/4 Nobody/NN/nsubj/4 was/VBD/aux:pass/4 hurt/VBN/root/0 ././punct/4 ”/''/punct/4
"""
SHARED = """
Police/NN/nsubj/2 said/VBD/root/0 the/DT/det/4 ferry/NN/nsubj/6 had/VBD/aux/6 left/VBN/ccomp/2 the/DT/det/8
    port/NN/obj/6 ,/,/punct/10 claiming/VBG/advcl/6 to/TO/mark/13 have/VB/aux/13 lost/VBN/xcomp/10 the/DT/det/15
    keys/NNS/obj/13 ,/,/punct/18 and/CC/cc/18 urged/VBD/conj/2 travellers/NNS/obj/18 to/TO/mark/21 stay/VB/xcomp/18
    calm/JJ/xcomp/21 ././punct/2
"""
SPLIT = """
“/``/punct/3 We/PRP/nsubj/3 lost/VBD/ccomp/7 ,/,/punct/3 ”/''/punct/3 Reed/NNP/nsubj/7 said/VBD/root/0 on/IN/case/9
    Monday/NNP/obl/7 ,/,/punct/14 “/``/punct/14 because/IN/mark/14 nobody/NN/nsubj/14 came/VBD/parataxis/7 ././punct/14
    ”/''/punct/14
"""
UNCLOSED = """
Reed/NNP/nsubj/2 said/VBD/root/0 :/:/punct/7 “/``/punct/7 It/PRP/nsubj/7 is/VBZ/cop/7 over/RB/ccomp/2 ././punct/2

“/``/punct/3 We/PRP/nsubj/3 go/VBP/root/0 home/RB/advmod/3 ././punct/3 ”/''/punct/3
"""
NESTED = """
Reed/NNP/nsubj/2 said/VBD/root/0 the/DT/det/4 union/NN/nsubj/6 had/VBD/aux/6 claimed/VBN/ccomp/2 that/IN/mark/9
    wages/NNS/nsubj/9 fell/VBD/ccomp/6 ././punct/2
"""
MIXED = """
Lee/NNP/nsubj/2 said/VBD/root/0 the/DT/det/4 price/NN/nsubj/8 was/VBD/cop/8 “/``/punct/8 a/DT/det/8 joke/NN/ccomp/2 ”/''/punct/8 ././punct/2
"""
SCARE = """
The/DT/det/6 so-called/JJ/amod/6 “/``/punct/6 quiet/JJ/amod/6 ”/''/punct/6 street/NN/nsubj/7 runs/VBZ/root/0
    past/IN/case/10 the/DT/det/10 school/NN/obl/7 ././punct/7
"""


@pytest.mark.parametrize(
    ("written", "people", "expected"),
    [
        pytest.param(
            "It/PRP/nsubj:pass/3 was/VBD/aux:pass/3 built/VBN/root/0 by/IN/case/6 Ann/NNP/compound/6 Lee/NNP/obl/3 ,/,/punct/9 who/WP/nsubj/9"
            " said/VBD/advcl/3 it/PRP/nsubj/11 leaks/VBZ/ccomp/9 ././punct/3",
            LEE,
            [("Ann Lee", "said", "it leaks")],
            id="who after a comma, though the parser hung its clause on the verb",
        ),
        pytest.param(
            "Lee/NNP/nsubj/2 told/VBD/root/0 reporters/NNS/iobj/2 that/IN/mark/8 the/DT/det/6 harbour/NN/nsubj/8 would/MD/aux/8 reopen/VB/ccomp/2"
            " in/IN/case/10 May/NNP/obl/8 ././punct/2",
            LEE,
            [("Ann Lee", "told", "the harbour would reopen in May")],
            id="a clause after the verb, without that and the addressee",
        ),
        pytest.param(
            "The/DT/det/2 bridge/NN/nsubj:pass/4 is/VBZ/aux:pass/4 closed/VBN/root/0 ,/,/punct/7"
            " Lee/NNP/nsubj/7 announced/VBD/parataxis/4 ././punct/4",
            LEE,
            [("Ann Lee", "announced", "The bridge is closed")],
            id="a sentence before the verb",
        ),
        pytest.param(
            "LUND/NNP/root/0 —/:/punct/5 The/DT/det/4 port/NN/nsubj/5 closed/VBD/parataxis/1 ,/,/punct/8"
            " Lee/NNP/nsubj/8 said/VBD/parataxis/5 ././punct/1",
            LEE,
            [("Ann Lee", "said", "The port closed")],
            id="a sentence after a dateline",
        ),
        pytest.param(SPLIT, REED, [("Tom Reed", "said", "“We lost,” … “because nobody came.”")], id="a quotation that the cue divides"),
        pytest.param(
            "Ann/NNP/nsubj/3 Lee/NNP/flat/1 said/VBD/root/0 the/DT/det/5 price/NN/nsubj/9 was/VBD/cop/9 “/``/punct/9 a/DT/det/9 joke/NN/ccomp/3"
            " ”/''/punct/9 ././punct/3",
            LEE,
            [("Ann Lee", "said", "the price was “a joke”")],
            id="words of the speaker within words of the writer",
        ),
        pytest.param(
            FLOATING,
            LEE,
            [("Ann Lee", "said", "“The bridge is safe,” … “We tested it twice.”"), ("Ann Lee", None, "“Nobody was hurt.”")],
            id="a quotation that goes on in its paragraph, and one in a paragraph of its own",
        ),
        pytest.param(UNCLOSED, REED, [("Tom Reed", "said", "“It is over."), ("Tom Reed", None, "“We go home.”")], id="a speech over two paragraphs"),
        pytest.param(
            SHARED,
            {},
            [
                ("Police", "said", "the ferry had left the port"),
                ("Police", "claiming", "to have lost the keys"),
                ("Police", "urged", "travellers to stay calm"),
            ],
            id="one source of three statements",
        ),
        pytest.param(
            "According/VBG/case/4 to/IN/fixed/1 Ann/NNP/obl/7 Lee/NNP/flat/3 ,/,/punct/3 traffic/NN/nsubj/7 fell/VBD/root/0 ././punct/7",
            LEE,
            [("Ann Lee", "According to", "traffic fell")],
            id="according to, before",
        ),
        pytest.param(
            "Traffic/NN/nsubj/2 fell/VBD/root/0 ,/,/punct/2 according/VBG/case/6 to/IN/fixed/4 Lee/NNP/obl/2 ././punct/2",
            LEE,
            [("Ann Lee", "according to", "Traffic fell")],
            id="according to, after",
        ),
        pytest.param(
            "Residents/NNS/nsubj/5 and/CC/cc/4 Ann/NNP/conj/1 Lee/NNP/flat/3 said/VBD/root/0 it/PRP/nsubj/7 failed/VBD/ccomp/5 ././punct/5",
            LEE,
            [("Ann Lee", "said", "it failed")],
            id="two sources, one of them named",
        ),
        pytest.param(
            NESTED, REED, [("Tom Reed", "said", "the union had claimed that wages fell"), ("the union", "claimed", "wages fell")], id="nested"
        ),
        pytest.param(
            "The/DT/det/2 council/NN/nsubj/3 accused/VBD/root/0 Reed/NNP/obj/3 of/IN/case/6 fraud/NN/obl/3 ././punct/3",
            REED,
            [("The council", "accused", "Reed of fraud")],
            id="an accusation with whom it is about",
        ),
        pytest.param(
            "The/DT/det/2 plan/NN/nsubj:pass/4 was/VBD/aux:pass/4 criticised/VBN/root/0 by/IN/case/6 Ann/NNP/obl:agent/4 Lee/NNP/flat/6 ././punct/4",
            LEE,
            [("Ann Lee", "criticised", "The plan")],
            id="the agent of a passive",
        ),
        pytest.param(
            "Lee/NNP/nsubj/2 denied/VBD/root/0 the/DT/det/4 rumours/NNS/obj/2 ././punct/2", LEE, [("Ann Lee", "denied", "the rumours")], id="denial"
        ),
        pytest.param(
            "Lee/NNP/nmod:poss/3 's/POS/case/1 claim/NN/nsubj/7 that/IN/mark/6 boats/NNS/nsubj/6 leak/VBP/acl/3 angered/VBD/root/0 Reed/NNP/obj/7"
            " ././punct/7",
            LEE | REED,
            [("Ann Lee", "claim", "boats leak")],
            id="a noun that reports",
        ),
        pytest.param(
            "If/IN/mark/3 it/PRP/nsubj/3 rains/VBZ/advcl/10 ,/,/punct/3 Lee/NNP/nsubj/6 said/VBD/parataxis/10 ,/,/punct/6 the/DT/det/9"
            " road/NN/nsubj/10 closes/VBZ/root/0 ././punct/10",
            LEE,
            [("Ann Lee", "said", "If it rains … the road closes")],
            id="a sentence that the clause of saying divides",
        ),
        pytest.param(
            "Lee/NNP/nsubj/2 said/VBD/root/0 it/PRP/nsubj/4 leaks/VBZ/ccomp/2 ;/;/punct/8 rain/NN/nsubj/8 is/VBZ/aux/8 coming/VBG/parataxis/2"
            " ././punct/2",
            LEE,
            [("Ann Lee", "said", "it leaks")],
            id="a semicolon ends what was said",
        ),
        pytest.param(
            "Lee/NNP/nsubj/2 said/VBD/root/0 it/PRP/nsubj/4 leaks/VBZ/ccomp/2 ,/,/punct/7 and/CC/cc/7 left/VBD/conj/4 ././punct/2",
            LEE,
            [("Ann Lee", "said", "it leaks")],
            id="what the speaker did besides, wherever the parser hung it",
        ),
        pytest.param(
            "Lee/NNP/nsubj/2 called/VBD/root/0 the/DT/det/4 plan/NN/obj/2 “/``/punct/7 a/DT/det/7 joke/NN/xcomp/2 ”/''/punct/7 ,/,/punct/10"
            " while/IN/mark/11 Reed/NNP/nsubj/11 smiled/VBD/advcl/2 ././punct/2",
            LEE | REED,
            [("Ann Lee", "called", "the plan “a joke”")],
            id="a quotation that belongs to what was said, and no more",
        ),
        pytest.param(
            "Lee/NNP/nsubj/2 admitted/VBD/root/0 taking/VBG/xcomp/2 bribes/NNS/obj/3 ././punct/2",
            LEE,
            [("Ann Lee", "admitted", "taking bribes")],
            id="a gerund",
        ),
        pytest.param(
            "The/DT/det/2 storm/NN/nsubj/3 described/VBD/root/0 a/DT/det/5 circle/NN/obj/3 as/IN/case/8 a/DT/det/8 hurricane/NN/obl/3 ././punct/3",
            {},
            [],
            id="a storm says nothing",
        ),
        pytest.param(
            "“/``/punct/3 We/PRP/nsubj/3 won/VBD/root/0 the/DT/det/5 vote/NN/obj/3 ././punct/3 ”/''/punct/3 —/:/punct/9 Ann/NNP/appos/3"
            " Lee/NNP/flat/9",
            LEE,
            [("Ann Lee", None, "“We won the vote.”")],
            id="a name under a quotation",
        ),
        pytest.param(
            "Lee/NNP/nsubj/2 offered/VBD/root/0 “/``/punct/4 thanks/NNS/obj/2 to/IN/case/7 all/DT/det/7 crews/NNS/nmod/4 ././punct/2"
            " The/DT/det/10 storm/NN/nsubj/11 passed/VBD/parataxis/2 us/PRP/obj/11 quickly/RB/advmod/11 ././punct/2 ”/''/punct/2",
            LEE,
            [("Ann Lee", None, "“thanks to all crews. The storm passed us quickly.”")],
            id="a quotation of two sentences that the writer leads into with any verb",
        ),
        pytest.param(SCARE, {}, [], id="scare quotes are nobody's statement"),
        pytest.param("Lee/NNP/nsubj/2 wants/VBZ/root/0 to/TO/mark/4 leave/VB/xcomp/2 ././punct/2", LEE, [], id="a wish is no statement"),
        pytest.param(
            "“/``/punct/2 Stop/VB/root/0 this/DT/det/4 noise/NN/obj/2 now/RB/advmod/2 ././punct/2 ”/''/punct/2",
            {},
            [("-", None, "“Stop this noise now.”")],
            id="nobody",
        ),
    ],
)
def test_statements_are_found_with_their_source_and_words(
    written: str, people: dict[str, object], expected: list[tuple[str, str | None, str]]
) -> None:
    assert told(article(written, people)) == expected


def test_a_headline_with_a_colon_reports_what_follows_it() -> None:
    written = """
Lee/NNP/root/0 :/:/punct/4 tax/NN/nsubj/4 ends/VBZ/parataxis/1

Nothing/NN/nsubj/3 else/RB/advmod/3 happened/VBD/root/0 ././punct/3
"""
    assert told(article(written, LEE, titled=True)) == [("Ann Lee", None, "tax ends")]


def test_a_paragraph_after_a_cue_with_a_colon_is_what_was_written() -> None:
    written = """
Reed/NNP/nsubj/2 wrote/VBD/root/0 :/:/punct/2

We/PRP/nsubj/2 leave/VBP/root/0 ././punct/2
"""
    assert told(article(written, REED)) == [("Tom Reed", "wrote", "We leave")]


def test_a_statement_without_marks_goes_on_while_somebody_says_we_and_nobody_tells_of_the_speaker() -> None:
    written = """
Reed/NNP/nsubj/2 wrote/VBD/root/0 :/:/punct/2

We/PRP/nsubj/2 leave/VBP/root/0 ././punct/2

Rain/NN/nsubj/2 fell/VBD/root/0 ././punct/2

We/PRP/nsubj/2 return/VBP/root/0 ././punct/2

Reed/NNP/nsubj/2 sails/VBZ/root/0 with/IN/case/4 us/PRP/obl/2 ././punct/2
"""
    assert told(article(written, REED)) == [
        ("Tom Reed", "wrote", "We leave"),
        ("Tom Reed", None, "Rain fell"),
        ("Tom Reed", None, "We return"),
    ]


def test_the_answers_of_an_interview_are_statements_of_whom_their_label_names() -> None:
    written = """
Lee/NNP/nsubj/4 :/:/punct/1 We/PRP/nsubj/4 stay/VBP/root/0 ././punct/4

Reed/NNP/nsubj/4 :/:/punct/1 Who/WP/nsubj/4 pays/VBZ/root/0 ?/./punct/4

Lee/NNP/nsubj/4 :/:/punct/1 Nobody/NN/nsubj/4 pays/VBZ/root/0 ././punct/4
"""
    assert told(article(written, LEE | REED)) == [("Ann Lee", None, "We stay"), ("Tom Reed", None, "Who pays"), ("Ann Lee", None, "Nobody pays")]
    assert told(article(written.partition("\n\n")[0], LEE)) == []


def test_a_headline_that_names_nobody_has_the_speaker_of_the_same_act_below() -> None:
    written = """
Leader/NN/nsubj/2 announces/VBZ/root/0 new/JJ/amod/4 tax/NN/obj/2

Ann/NNP/nsubj/3 Lee/NNP/flat/1 announced/VBD/root/0 a/DT/det/5 tax/NN/obj/3 ././punct/3
"""
    assert told(article(written, LEE, titled=True)) == [("Ann Lee", "announces", "new tax"), ("Ann Lee", "announced", "a tax")]


def rows(written: str, dates: dict[str, str] | None = None) -> list[dict[str, object]]:
    found: list[dict[str, object]] = attribute(tables(article(written, LEE | REED), dates or {}))["claims"].to_pylist()
    return found


@pytest.mark.parametrize(
    ("written", "stance", "is_negated"),
    [
        ("Lee/NNP/nsubj/2 denied/VBD/root/0 the/DT/det/4 rumours/NNS/obj/2 ././punct/2", "deny", False),
        ("Lee/NNP/nsubj/2 promised/VBD/root/0 to/TO/mark/4 stay/VB/xcomp/2 ././punct/2", "promise", False),
        ("Lee/NNP/nsubj/2 urged/VBD/root/0 Reed/NNP/obj/2 to/TO/mark/5 stay/VB/xcomp/2 ././punct/2", "urge", False),
        ("Lee/NNP/nsubj/2 asked/VBD/root/0 whether/IN/mark/5 Reed/NNP/nsubj/5 left/VBD/ccomp/2 ././punct/2", "ask", False),
        ("Lee/NNP/nsubj/2 said/VBD/root/0 Reed/NNP/nsubj/4 left/VBD/ccomp/2 ././punct/2", "neutral", False),
        ("Lee/NNP/nsubj/4 did/VBD/aux/4 not/RB/advmod/4 say/VB/root/0 Reed/NNP/nsubj/6 left/VBD/ccomp/4 ././punct/4", "neutral", True),
    ],
)
def test_the_stance_is_that_of_the_cue(written: str, stance: str, is_negated: bool) -> None:  # noqa: FBT001 - a column of the table above
    assert [(row["stance"], row["is_negated"]) for row in rows(written)] == [(stance, is_negated)]


def test_a_date_beside_the_cue_is_when_it_was_said_and_one_in_the_content_is_not() -> None:
    written = (
        "Lee/NNP/nsubj/2 said/VBD/root/0 Sunday/NNP/obl:unmarked/2 that/IN/mark/6 Reed/NNP/nsubj/6"
        " left/VBD/ccomp/2 Friday/NNP/obl:unmarked/6 ././punct/2"
    )
    (row,) = rows(written, {"Sunday": "2031-03-02", "Friday": "2031-02-28"})
    assert (row["said_at"], row["content_text"]) == (datetime(2031, 3, 2, tzinfo=UTC), "Reed left Friday")


def test_a_claim_inside_another_names_it_as_its_parent() -> None:
    outer, inner = rows(NESTED)
    assert (outer["parent_claim_id"], inner["parent_claim_id"]) == (None, outer["claim_id"])


@pytest.mark.parametrize(("written", "kind"), [(SPLIT, "direct"), (NESTED, "indirect"), (MIXED, "mixed")])
def test_the_kind_says_whose_words_the_content_is_in(written: str, kind: str) -> None:
    assert rows(written)[0]["kind"] == kind


def batch(*texts: str) -> Batch:
    """Return documents in which every word hangs on the one before it and is a verb of some kind."""
    documents, segments, tokens = list[list[object]](), list[tuple[object, ...]](), list[tuple[object, ...]]()
    for number, text in enumerate(texts):
        key = f"d{number}"
        values: dict[str, object] = {
            "document_id": key,
            "text": text,
            "source_uri": key,
            "container_path": "",
            "content_sha256": "",
            "media_type": "text/plain",
        }
        values |= {"word_count": 1, "story_id": key, "is_story_lead": True}
        documents.append([values.get(column.name) for column in schema.TABLES["documents"].columns])
        segments += [
            (key, f"{key}p", "body", None, 0, len(text), None, None, 0),
            (key, f"{key}s", "sentence", f"{key}p", 0, len(text), None, None, 0),
        ]
        starts = [place for place, letter in enumerate(text) if not letter.isspace()]
        for place, start in enumerate(starts):
            tag, upos = ("VBD", "VERB") if text[start].isalpha() else (",", "PUNCT")
            tokens.append((key, place, f"{key}s", start, start + 1, text[start], upos, tag, max(place - 1, 0), "ccomp", "O", None, None, None))
    made = {name: schema.table(name, []) for name in ("mentions", "local_entities", "local_entity_mentions")}
    return made | {
        "documents": schema.table("documents", documents),
        "segments": schema.table("segments", segments),
        "tokens": schema.table("tokens", tokens),
    }


@given(st.lists(st.text(alphabet="ab“”\"'’:;,. —", min_size=1, max_size=40), max_size=3))
def test_every_span_of_any_text_is_the_text_at_its_place(texts: list[str]) -> None:
    made = batch(*texts)
    written = attribute(made)
    text = dict(zip(made["documents"]["document_id"].to_pylist(), made["documents"]["text"].to_pylist(), strict=True))
    claims = {row["claim_id"] for row in written["claims"].to_pylist()}
    for row in written["claim_spans"].to_pylist():
        assert row["text"] == text[row["document_id"]][row["start_char"] : row["end_char"]] != ""
        assert row["claim_id"] in claims


@given(st.text(alphabet="ab“”\"'’:;,. —", min_size=1, max_size=60))
def test_the_same_text_gives_the_same_tables(text: str) -> None:
    assert attribute(batch(text)) == attribute(batch(text))


def test_documents_without_words_have_no_claims() -> None:
    assert [attribute(batch("", " "))[name].num_rows for name in WRITES] == [0, 0, 0]
