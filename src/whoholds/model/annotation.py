"""Everything that reading finds in one text."""

from __future__ import annotations

from whoholds.model.claim import Claim
from whoholds.model.noun import Noun
from whoholds.model.place import Toponym
from whoholds.model.span import Span
from whoholds.model.speaker import Attribution
from whoholds.model.time import TimeExpression


class Predicate(Noun, frozen=True):
    """A verb or event noun and the place names at which it happens."""

    span: Span
    lemma: str
    locations: tuple[Span, ...] = ()


class Annotation(Noun, frozen=True):
    """What reading finds in one text; all spans count characters of that text."""

    sentences: tuple[Span, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    claims: tuple[Claim, ...] = ()
