"""The claims of a document: its utterances with their speakers, the ones inside others with their parents."""

from typing import Final, NamedTuple

from tasks.article import Article
from tasks.attribute.confidence import Confidence, confidence
from tasks.attribute.mentions import names
from tasks.attribute.roles import Role, roles
from tasks.attribute.speakers import resolver
from tasks.attribute.tree import Tree
from tasks.attribute.utterance import Utterance
from tasks.attribute.utterances import utterances
from tasks.attribute.voice import Voice

HEADLINE: Final = "headline"
TITLE: Final = "title"


class Claim(NamedTuple):
    """An utterance and who said it; `parent` is the place in the list of the claim that reports it."""

    utterance: Utterance
    voice: Voice
    parent: int | None
    confidence: Confidence = Confidence(0.5, 0.5)


def claims(tree: Tree, article: Article) -> tuple[list[Claim], dict[str, Role]]:
    """Return the claims of an article in the order of the text, and the roles of its people by entity."""
    named = names(tree, article)
    known = roles(tree, named)
    speakers = resolver(tree, named)
    result = list[Claim]()
    for utterance, parent in _with_parents(utterances(tree)):
        voice = speakers.resolve(utterance, result[parent].voice if parent is not None else None)
        result.append(Claim(utterance, voice, parent))
    kept = _believable(_headlined(tree, result))
    return [claim._replace(confidence=confidence(tree, claim.utterance, claim.voice)) for claim in kept], known


def _believable(found: list[Claim]) -> list[Claim]:
    """Return claims without the headlines with a colon that name nobody, which are labels."""
    kept = [number for number, claim in enumerate(found) if claim.voice.entities or claim.utterance.rule != HEADLINE]
    place = {number: position for position, number in enumerate(kept)}
    parents = [found[number].parent for number in kept]
    return [found[number]._replace(parent=None if parent is None else place.get(parent)) for number, parent in zip(kept, parents, strict=True)]


def _headlined(tree: Tree, found: list[Claim]) -> list[Claim]:
    """Give a headline without a name, `Leader announces talks`, the speaker of the same act in the paragraphs below it."""
    result = list[Claim]()
    for number, claim in enumerate(found):
        paragraph = tree.paragraph[claim.utterance.first]
        cue = claim.utterance.cue
        voice = claim.voice
        source = claim.utterance.source
        is_one = source is not None and tree.tokens.tag[source.head] != "NNS"
        if tree.paragraph_kinds[paragraph] == TITLE and cue is not None and is_one and voice.source_type == "unnamed" and not voice.entities:
            below = (other for other in found[number + 1 :] if tree.paragraph[other.utterance.first] in {paragraph + 1, paragraph + 2})
            same = next((other for other in below if other.utterance.cue and other.utterance.cue.entry.lemma == cue.entry.lemma), None)
            if same is not None and same.voice.entities:
                voice = same.voice._replace(resolved_by="nominal")
        result.append(claim._replace(voice=voice))
    return result


def _with_parents(found: list[Utterance]) -> list[tuple[Utterance, int | None]]:
    """Return utterances in order with the number of the smallest one whose content holds theirs and their cue."""
    result = list[tuple[Utterance, int | None]]()
    waiting = list[int]()
    for utterance in found:
        while waiting and found[waiting[-1]].stop <= utterance.first:
            waiting.pop()
        parent = next((number for number in reversed(waiting) if _holds(found[number], utterance)), None)
        result.append((utterance, parent))
        waiting.append(len(result) - 1)
    return result


def _holds(outer: Utterance, inner: Utterance) -> bool:
    cue = inner.cue_stretch
    return any(
        part.first <= inner.first and inner.stop <= part.stop and (cue is None or part.first <= cue.first < part.stop) for part in outer.content
    )
