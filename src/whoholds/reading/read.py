"""The reader: a report's text to everything that is claimed in it, on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from whoholds.gazetteer import Gazetteer
from whoholds.model import ActorKind, Annotation, Attribution, Span, Toponym
from whoholds.reading.attribution import find_attributions, outermost_attributions
from whoholds.reading.claims import read_claims
from whoholds.reading.discourse import Places
from whoholds.reading.forms import may_claim
from whoholds.reading.parse import Parser
from whoholds.reading.parties import PEOPLE
from whoholds.reading.places import PlaceReader
from whoholds.reading.predicates import find_predicates
from whoholds.reading.scene import Scene
from whoholds.reading.when import by_own_clock, find_times
from whoholds.reading.where import find_toponyms
from whoholds.reading.who import Actors
from whoholds.reading.words import load_words
from whoholds.registry import Registry

THRESHOLD = 0.3
GAP = "\n\n"
LONGEST_ACRONYM = 6
NAME_REACH = 7
JOINING = frozenset({"of", "and", "the", "in", "for", "al", "-", "'s"})
T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads claims out of texts; the same text gives the same claims, whatever is read beside it.

    threshold: claims less sure than this (0..1) are not given.
    """

    parser: Parser
    gazetteer: Gazetteer
    registry: Registry
    threshold: float = THRESHOLD

    def read(
        self,
        text: str,
        *,
        published: datetime | None = None,
        title: str | None = None,
        outlet: str | None = None,
        context: str = "",
        everything: bool = True,
    ) -> Annotation:
        """Return the annotation of a text; all spans count characters of `text`.

        title, context: what stands before the text in the same report; it is read for who and
        where is meant and not annotated. everything: also parse the sentences in which nothing
        can be claimed, for their attributions and predicates.
        """
        before = _before(text, title, context)
        scene = self.scene(before + text, published=published, outlet=outlet, everything=everything)
        claims = read_claims(scene, start=len(before))
        annotation = Annotation(
            sentences=tuple(
                Span(s.start_char, s.start_char + len(s.text.rstrip()))
                for s in scene.doc.sents
                if s.text.strip()
            ),
            toponyms=scene.toponyms,
            times=scene.times,
            attributions=outermost_attributions(scene.attributions),
            predicates=find_predicates(scene.doc, scene.toponyms) if everything else (),
            claims=tuple(c for c in claims if c.confidence >= self.threshold),
        )
        return _from(annotation, len(before))

    def scene(
        self,
        text: str,
        *,
        published: datetime | None = None,
        outlet: str | None = None,
        everything: bool = True,
    ) -> Scene:
        """Return what is known of a text before its claims are read: parse, names, times, acts."""
        published = by_own_clock(published, outlet)
        doc = self.parser(text, wanted=None if everything else matters)
        toponyms = self._places_only(doc, find_toponyms(doc, self.gazetteer))
        places = Places(doc, toponyms)
        acronyms = {t for t in toponyms if self._is_acronym(t.text, places.countries)}
        if acronyms:
            toponyms = tuple(t for t in toponyms if t not in acronyms)
            places = Places(doc, toponyms)
        day = published.date() if published else None
        attributions = find_attributions(
            doc, registry=self.registry, outlet=outlet, countries=places.countries, on=day
        )
        actors = Actors(
            doc, registry=self.registry, places=places, on=day, attributions=attributions
        )
        return Scene(
            doc=doc,
            toponyms=toponyms,
            places=places,
            actors=actors,
            phrases=PlaceReader(doc, places, gazetteer=self.gazetteer),
            times=find_times(doc, anchor=published),
            attributions=attributions,
            anchor=published,
        )

    def _places_only(self, doc: Doc, toponyms: tuple[Toponym, ...]) -> tuple[Toponym, ...]:
        """Leave out parties ("Daesh") and what stands in the name of a medium or a person."""
        others = [
            Span(e.start_char, e.end_char)
            for e in doc.ents
            if (e.label_ == "ORG" and self.registry.find_speaker(e.text) is not None)
            or (e.label_ in PEOPLE and _is_titled(e))
        ]
        return tuple(
            t
            for t in toponyms
            if not self._is_party(t.text)
            and not self._in_party(doc, t)
            and not any(o.covers(t.span) and len(o) > len(t.span) for o in others)
        )

    def _in_party(self, doc: Doc, toponym: Toponym) -> bool:
        """Say whether a name stands in a longer one of an armed group ("... of Iraq and the X")."""
        span = doc.char_span(toponym.span.start, toponym.span.end, alignment_mode="expand")
        if span is None or not len(span):
            return False
        first, last = _reach(doc, span.start, -1), _reach(doc, span.end - 1, 1)
        starts = [i for i in range(first, span.start) if doc[i].text[:1].isupper()]
        ends = [i for i in range(span.end, last + 2) if doc[i - 1].text[:1].isupper()]
        return any(
            end - start > max(2, len(span)) and self._is_group(doc[start:end].text)
            for start in starts
            for end in ends
        )

    def _is_group(self, name: str) -> bool:
        match = self.registry.match_actor(name)
        whole = len([w for w in name.lower().replace("-", " ").split() if w != "the"])
        named = match is not None and match.how == "name"
        if match is None or not named or len(match.words.replace("-", " ").split()) < whole:
            return False  # "ISIS in Syria": only some of the words are the group's
        return match.actor.kind in {ActorKind.ARMED_GROUP, ActorKind.COALITION}

    def _is_acronym(self, name: str, countries: tuple[str, ...]) -> bool:
        """Say whether capitals stand for a party of the theatre ("SAA")."""
        if not name.isupper() or len(name) > LONGEST_ACRONYM:
            return False
        match = self.registry.match_actor(name, countries=countries)
        return match is not None and match.how == "name"

    def _is_party(self, name: str) -> bool:
        actor = self.registry.find_actor(name)
        if actor is not None and actor.kind in {ActorKind.ARMED_GROUP, ActorKind.COALITION}:
            return True
        return self.registry.find_speaker(name) is not None and not self.gazetteer.knows(name)


def _reach(doc: Doc, i: int, way: int) -> int:
    """Return how far a run of capitalised and small joining words goes on from a token."""
    for _ in range(NAME_REACH):
        j = i + way
        if not 0 <= j < len(doc):
            break
        word = doc[j]
        if not (word.text[:1].isupper() or word.lower_ in JOINING):
            break
        i = j
    return i


def _is_titled(name: SpacySpan) -> bool:
    """Say whether a role stands with a person's name ("the mayor of X, Y")."""
    roles = load_words().actors.unarmed | load_words().actors.leaders
    near = name.doc[max(0, name.start - 6) : name.start]
    return any(t.lemma_.lower() in roles for t in near)


def _before(text: str, title: str | None, context: str) -> str:
    """Return what is read before the text: a title that it does not open with, and context."""
    parts = [title] if title and not text.lstrip().startswith(title) else []
    parts += [context] if context else []
    return "".join(part.strip() + GAP for part in parts)


def matters(doc: Doc, start: int, end: int) -> bool:
    """Say whether a sentence may hold a claim or an echo of one: see `may_claim`."""
    return may_claim([t.text for t in doc[start:end]])


def _from(annotation: Annotation, offset: int) -> Annotation:
    """Return what lies from `offset` on, counted from there."""
    if not offset:
        return annotation
    return Annotation(
        sentences=tuple(s.shift(-offset) for s in annotation.sentences if s.start >= offset),
        toponyms=tuple(_shift(t, -offset) for t in annotation.toponyms if t.span.start >= offset),
        times=tuple(_shift(t, -offset) for t in annotation.times if t.span.start >= offset),
        attributions=tuple(
            _shift(a, -offset) for a in annotation.attributions if _begins(a) >= offset
        ),
        predicates=tuple(
            _shift(p, -offset) for p in annotation.predicates if p.span.start >= offset
        ),
        claims=tuple(_shift(c, -offset) for c in annotation.claims),
    )


def _begins(attribution: Attribution) -> int:
    spans = [*attribution.source, *attribution.cue, *attribution.content]
    return min((s.start for s in spans), default=0)


def _shift(noun: T, by: int) -> T:
    """Return the noun with every span in it moved; spans outside the text become None."""
    changes: dict[str, object] = {}
    for field in noun.__struct_fields__:
        value = getattr(noun, field)
        moved = _moved(value, by)
        if moved is not value:
            changes[field] = moved
    return msgspec.structs.replace(noun, **changes) if changes else noun


def _moved(value: object, by: int) -> object:
    if isinstance(value, Span):
        return value.shift(by) if value.start + by >= 0 else None
    if isinstance(value, tuple):
        items = [_moved(v, by) for v in value]
        return tuple(i for i in items if i is not None)
    if isinstance(value, msgspec.Struct):
        return _shift(value, by)
    return value
