"""All that is known of one text before its claims are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from spacy.tokens import Doc

from whoholds.model import Attribution, TimeExpression, Toponym
from whoholds.reading.discourse import Places
from whoholds.reading.places import PlaceReader
from whoholds.reading.who import Actors


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is known of one text before its claims are read."""

    doc: Doc
    toponyms: tuple[Toponym, ...]
    places: Places
    actors: Actors
    phrases: PlaceReader
    times: tuple[TimeExpression, ...]
    attributions: tuple[Attribution, ...]
    anchor: datetime | None
