"""What makes a claim hard to find."""

import pytest

from tasks.score.claims import Claim
from tasks.score.traits import traits
from tasks.score.words import Span

TEXT = "Ann Lee, who for more than nine long years has run the only bakery in town, said it. He left at noon."


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        pytest.param(Claim([Span(85, 101)]), ["floating"], id="no cue and no source"),
        pytest.param(Claim([Span(85, 101)], source=Span(0, 7), cue=Span(76, 80)), ["source far"], id="a long relative clause between source and cue"),
        pytest.param(Claim([Span(81, 83)], source=Span(85, 87), cue=Span(88, 92)), ["pronoun", "short content"], id="a pronoun and one word"),
        pytest.param(Claim([Span(0, 40), Span(85, 101)], source=Span(0, 7), speakers=["Ann Lee", "Tom Reed"], nested=True),
                     ["nested", "several speakers", "divided"], id="two speakers of two parts in another claim"),
        pytest.param(Claim([Span(0, 40)], source=Span(0, 7), cue=Span(9, 12)), [], id="nothing"),
    ],
)  # fmt: skip
def test_traits_are_told_of_a_claim_as_annotated(claim: Claim, expected: list[str]) -> None:
    assert list(traits(TEXT, claim)) == expected
