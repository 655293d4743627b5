"""Tell who the speaker of each utterance is: by name, by pronoun, by description, or because the last one goes on."""

from dataclasses import dataclass, field
from typing import Final

from tasks.attribute.descriptions import Descriptions
from tasks.attribute.documents import ISSUED, Documents, documents, is_document, owner
from tasks.attribute.mentions import NOBODY, PERSON, Names
from tasks.attribute.namings import Namings
from tasks.attribute.roles import offices
from tasks.attribute.salience import Salience
from tasks.attribute.source import Source
from tasks.attribute.tree import Tree
from tasks.attribute.utterance import Utterance
from tasks.attribute.voice import NOBODY_NAMED, UNNAMED, Voice

SINGULAR: Final = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
PRONOUNS: Final = frozenset(["i", "we", "me", "us", "they", "them", "their", "it", "its", "who", "which", "this", "that", "these", "those", "one"])
PLURAL: Final = frozenset(("they", "them", "their", "we"))
NEUTER: Final = frozenset(("it", "its"))


@dataclass(slots=True)
class Resolver:
    """Resolves the sources of one document in the order of its text, remembering who spoke."""

    tree: Tree
    names: Names
    namings: Namings
    salience: Salience
    descriptions: Descriptions
    documents: Documents
    last: Voice = NOBODY_NAMED
    last_paragraph: int = -9
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)

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
            return voice._replace(resolved_by="elided")
        return voice

    def _continued(self, utterance: Utterance) -> Voice:
        """Return the speaker who goes on in a quotation without a cue: the last one, if no more than a paragraph back."""
        if self.tree.paragraph[utterance.first] - self.last_paragraph > 1:
            return NOBODY_NAMED
        return self.last._replace(resolved_by="continuation" if self.last.entities else "none")

    def _named_by(self, source: Source, parent: Voice | None) -> Voice:
        word = self.tree.words[source.head]
        if source.stretch.stop - source.stretch.first == 1 and (word in SINGULAR or word in PRONOUNS):
            return self._pronoun(word, source.head, parent)
        if is_document(self.tree, self.names, source):
            return self._document(source, parent)
        found = self.namings.speakers(source)
        return self._voice_of(found) if found else self.descriptions.voice(source)

    def _voice_of(self, found: list[int]) -> Voice:
        entities = self._entities(found)
        labels = [self.names.entities[entity].label for entity in entities]
        words = len(self.names.mentions[found[0]].text.split())
        is_short = PERSON in labels and words == 1
        return Voice(entities, "person" if PERSON in labels else "org", "surname" if is_short else "name")

    def _entities(self, found: list[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.names.mentions[number].entity_id or "" for number in found))

    def _pronoun(self, word: str, head: int, parent: Voice | None) -> Voice:
        if word in SINGULAR:
            if parent is not None and len(parent.entities) == 1 and self._fits(parent.entities[0], SINGULAR[word]):
                return Voice(parent.entities, "person", "pronoun")
            entity = self.salience.person(head, SINGULAR[word], self._last_speaker(head))
            return Voice((entity,), "person", "pronoun") if entity else UNNAMED
        if parent is not None and parent.entities and word in PLURAL | NEUTER - {"we"}:
            return parent._replace(resolved_by="pronoun")
        if word in NEUTER:
            entity = self.salience.organisation(head)
            return Voice((entity,), "org", "pronoun") if entity else UNNAMED
        return self._several(head) if word in PLURAL else UNNAMED

    def _several(self, token: int) -> Voice:
        """Return whom they means: the organisation or the several people who spoke last, else several who were just named together."""
        if self.tree.paragraph[token] - self.last_paragraph <= 1:
            if self.last.entities and (self.last.source_type == "org" or len(self.last.entities) > 1):
                return Voice(self.last.entities, self.last.source_type, "pronoun")
            if self.last.source_type == "unnamed":
                return UNNAMED
        entities = self.salience.group(token)
        is_person = bool(entities) and self.names.entities[entities[0]].label == PERSON
        return Voice(entities, "person" if is_person else "org", "pronoun") if entities else UNNAMED

    def _fits(self, entity: str, gender: str) -> bool:
        known = self.names.entities[entity]
        return known.label == PERSON and known.gender in {None, gender}

    def _last_speaker(self, token: int) -> str | None:
        """Return the speaker of the last claim where it is no more than a paragraph back."""
        is_near = self.tree.paragraph[token] - self.last_paragraph <= 1
        return self.last.entities[0] if is_near and len(self.last.entities) == 1 else None

    def _document(self, source: Source, parent: Voice | None) -> Voice:
        """Return whose a document is; one that is told of again is still whose it was."""
        voice = self._issued(source, parent)
        if not voice.entities and self.tree.words[source.stretch.first] in {"the", "this", "that"}:
            voice = self._again(source)
        if voice.entities:
            self.known[self.tree.words[source.head]] = voice.entities
        return voice._replace(source_type="document")

    def _issued(self, source: Source, parent: Voice | None) -> Voice:
        """Return whose a document is by what stands beside it."""
        found = self.documents.authors(source)
        if found:
            return Voice(self._entities(found), "document", "name")
        opening = self.tree.words[source.stretch.first]
        if opening in {"his", "her", "its", "their"} and source.stretch.first != source.head:
            return self._pronoun(opening, source.stretch.first, parent)
        by = owner(self.tree, source)
        if by is not None:
            return self.descriptions.voice(by)
        issuer = self.documents.issuer(source)
        if issuer is None:
            return UNNAMED
        if self.names.at[issuer] != NOBODY:
            return Voice(self._entities([self.names.at[issuer]]), "document", "nominal")
        word = self.tree.words[issuer]
        return self._pronoun(word, issuer, None) if word in {*SINGULAR, *PRONOUNS} else UNNAMED

    def _again(self, source: Source) -> Voice:
        """Return whose a document is that was told of before, or by whoever spoke or acted last."""
        known = self.known.get(self.tree.words[source.head])
        if known:
            return Voice(known, "document", "nominal")
        for earlier in self.documents.earlier(source.head):
            voice = self._issued(earlier, None)
            if voice.entities:
                return voice._replace(resolved_by="nominal")
        if self.tree.words[source.head] not in ISSUED:
            return UNNAMED
        if self.last.entities and self.tree.paragraph[source.head] - self.last_paragraph <= 1:
            return self.last._replace(resolved_by="nominal")
        entity = self.salience.actor(source.head)
        return Voice((entity,), "document", "nominal") if entity else UNNAMED


def resolver(tree: Tree, names: Names) -> Resolver:
    """Return what resolves the sources of an article."""
    salience = Salience(tree, names, offices(tree, names))
    return Resolver(tree, names, Namings(tree, names), salience, Descriptions(tree, names, salience), documents(tree, names))
