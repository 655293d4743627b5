"""Tell who the speaker of each utterance is: by name, by pronoun, by description, or because the last one goes on."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tasks.attribute import nouns
from tasks.attribute.mentions import NOBODY, PERSON, Names
from tasks.attribute.namings import Namings
from tasks.attribute.roles import Role
from tasks.attribute.salience import Salience
from tasks.attribute.sources import Source, subject_of
from tasks.attribute.tree import Tree
from tasks.attribute.utterance import Utterance

SINGULAR: Final = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
PRONOUNS: Final = frozenset(["i", "we", "me", "us", "they", "them", "their", "it", "its", "who", "which", "this", "that", "these", "those", "one"])
PLURAL: Final = frozenset(("they", "them", "their", "we"))


class Voice(NamedTuple):
    """Who speaks: local entities, none where nobody is named; the kind of source, how it was resolved and how surely."""

    entities: tuple[str, ...]
    source_type: str
    resolved_by: str
    confidence: float


NOBODY_NAMED: Final = Voice((), "none", "none", 1.0)


@dataclass(slots=True)
class Resolver:
    """Resolves the sources of one document in the order of its text, remembering who spoke."""

    tree: Tree
    names: Names
    roles: dict[str, Role]
    namings: Namings
    salience: Salience
    last: Voice = NOBODY_NAMED
    last_paragraph: int = -9
    documents: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def resolve(self, utterance: Utterance, parent: Voice | None) -> Voice:
        """Return who says an utterance; `parent` is who reports it, where it stands inside another."""
        voice = self._voice(utterance, parent)
        if utterance.frame != "adverb" and parent is None:
            self.last, self.last_paragraph = voice, self.tree.paragraph[utterance.first]
        return voice

    def _voice(self, utterance: Utterance, parent: Voice | None) -> Voice:
        if utterance.source is None:
            return self._continued(utterance) if utterance.rule == "floating" else NOBODY_NAMED
        voice = self._named_by(utterance.source, parent)
        if utterance.source.is_shared and voice.entities:
            return voice._replace(resolved_by="elided", confidence=voice.confidence * 0.9)
        return voice

    def _continued(self, utterance: Utterance) -> Voice:
        """Return the speaker who goes on in a quotation without a cue: the last one, if no more than a paragraph back."""
        if self.tree.paragraph[utterance.first] - self.last_paragraph > 1:
            return NOBODY_NAMED
        entities, source_type, _, confidence = self.last
        return Voice(entities, source_type, "continuation" if entities else "none", confidence * 0.8)

    def _named_by(self, source: Source, parent: Voice | None) -> Voice:
        head = source.head
        word = self.tree.words[head]
        if source.stretch.stop - source.stretch.first == 1 and (word in SINGULAR or word in PRONOUNS):
            return self._pronoun(word, head, parent)
        found = self.namings.speakers(source)
        if found:
            return self._voice_of(found, source)
        return self._description(source)

    def _voice_of(self, found: list[int], source: Source) -> Voice:
        entities = tuple(dict.fromkeys(self.names.mentions[number].entity_id or "" for number in found))
        labels = [self.names.entities[entity].label for entity in entities]
        if nouns.DOCUMENT in nouns.kinds(self.tree.words[source.head]) and self.names.at[source.head] == NOBODY:
            self.documents[self.tree.words[source.head]] = entities
            return Voice(entities, "document", "name", 0.7)
        words = len(self.names.mentions[found[0]].text.split())
        is_short = PERSON in labels and words == 1
        return Voice(entities, "person" if PERSON in labels else "org", "surname" if is_short else "name", 0.9 if PERSON in labels else 0.8)

    def _pronoun(self, word: str, head: int, parent: Voice | None) -> Voice:
        if word in SINGULAR:
            if parent is not None and len(parent.entities) == 1 and self._fits(parent.entities[0], SINGULAR[word]):
                return Voice(parent.entities, "person", "pronoun", 0.8)
            entity = self.salience.person(head, SINGULAR[word], self._last_speaker(head))
            return Voice((entity,), "person", "pronoun", 0.7) if entity else Voice((), "unnamed", "none", 0.5)
        if parent is not None and parent.entities and word in {"they", "their", "it", "its"}:
            return parent._replace(resolved_by="pronoun", confidence=0.6)
        if word in {"it", "its"}:
            entity = self.salience.organisation(head)
            return Voice((entity,), "org", "pronoun", 0.5) if entity else Voice((), "unnamed", "none", 0.5)
        if word in PLURAL and self.last.source_type == "org" and self.last.entities and self.tree.paragraph[head] - self.last_paragraph <= 1:
            return Voice(self.last.entities, "org", "pronoun", 0.5)
        return Voice((), "unnamed", "none", 0.6)

    def _fits(self, entity: str, gender: str) -> bool:
        known = self.names.entities[entity]
        return known.label == PERSON and known.gender in {None, gender}

    def _last_speaker(self, token: int) -> str | None:
        """Return the speaker of the last claim where it is no more than a paragraph back."""
        is_near = self.tree.paragraph[token] - self.last_paragraph <= 1
        return self.last.entities[0] if is_near and len(self.last.entities) == 1 else None

    def _document(self, source: Source, *, is_definite: bool) -> Voice:
        """Return whose document a source without a name is: the one named before as the report, or whoever issued it here."""
        issuer = subject_of(self.tree, self.tree.tokens.head[source.head]) if self.tree.base[source.head] == "obj" else None
        if issuer is not None and issuer < source.head and self.names.at[issuer] != NOBODY:
            return Voice((self.names.mentions[self.names.at[issuer]].entity_id or "",), "document", "nominal", 0.6)
        if issuer is not None and issuer < source.head and self.tree.words[issuer] in {*SINGULAR, *PRONOUNS}:
            return self._pronoun(self.tree.words[issuer], issuer, None)._replace(source_type="document")
        known = self.documents.get(self.tree.words[source.head])
        if is_definite and known:
            return Voice(known, "document", "nominal", 0.5)
        return Voice((), "document", "none", 0.7)

    def _description(self, source: Source) -> Voice:
        """Return whom a definite description means: the minister, the company; else somebody without a name."""
        kinds = nouns.kinds(self.tree.words[source.head])
        is_definite = self.tree.words[source.stretch.first] in {"the", "this", "that", "both"}
        if nouns.DOCUMENT in kinds and nouns.OFFICE not in kinds and nouns.ORGANISATION not in kinds:
            return self._document(source, is_definite=is_definite)
        if is_definite and source.head - source.stretch.first <= 2:  # noqa: PLR2004 - the prime minister
            word = self.tree.words[source.head]
            entity = None
            if nouns.OFFICE in kinds:
                entity = self.salience.holder(source.head, self.tree.words[source.stretch.first + 1 : source.head + 1], self.roles)
            if entity is None and nouns.ORGANISATION in kinds:
                entity = self.salience.body(source.head, word)
            if entity:
                return Voice((entity,), "person" if self.names.entities[entity].label == PERSON else "org", "nominal", 0.6)
        return Voice((), "unnamed", "none", 0.7)
