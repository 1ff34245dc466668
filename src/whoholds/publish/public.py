"""What may be published of a store: `public` is the one function that every public file passes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar, overload

from msgspec.structs import replace

from whoholds.model import (
    ActorMention,
    Claim,
    Holding,
    Place,
    PlacePhrase,
    Speaker,
    SpeakerKind,
    Statement,
)
from whoholds.publish.public_rules import rules

DELAY = 14
"""Days that a report must be old before what it says is published."""
WORDS = 25
"""Words of a report that are published of each claim, at most."""
DIGITS = 2
"""Decimals of degrees: about a kilometre, no finer than a settlement."""
LEFT_OUT = "[name left out]"

_OFFICIAL = frozenset({SpeakerKind.PARTY, SpeakerKind.THIRD_STATE})
_CAPITALS = re.compile(r"\b(?:al-|el-)?[A-Z][\w'’-]+(?:[ -](?:al-|el-)?[A-Z][\w'’-]+)*")
_T = TypeVar("_T", Place, Holding, Statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How a public file is made.

    until: the last day whose reports are told of. words: of a report, at most. name_of: gives the
    name of a body of the registry by its id, None for what is no body. place_of: gives a place by
    its id, None where the gazetteer has none.
    """

    until: date
    words: int = WORDS
    name_of: Callable[[str], str | None]
    place_of: Callable[[str], Place | None]

    def __str__(self) -> str:
        """Say it in words, for what is written beside the file."""
        return (
            f"public profile: reports up to {self.until}, settlements and areas alone, "
            f"private persons not named, at most {self.words} words of each report's sentence"
        )


def last_public_day(today: date, *, delay: int = DELAY) -> date:
    """Return the last day whose reports may be published today; delay: in days."""
    return today - timedelta(days=delay)


@overload
def public(item: Place, profile: Profile) -> Place | None: ...
@overload
def public(item: Holding, profile: Profile) -> Holding | None: ...
@overload
def public(item: Statement, profile: Profile) -> Statement | None: ...
def public(item: _T, profile: Profile) -> Place | Holding | Statement | None:
    """Return what may be published of a place, a holding or a statement, None where nothing may.

    A place: settlements and areas, their points rounded to a kilometre; no sites, and none that
    is protected (a hospital, shelter, school, camp). A holding: of such a place, begun by
    `profile.until`. A statement: of a report of that day or earlier, about such a place or none;
    private persons' names are replaced by their kind, officials with a role stay; at most so many
    words of the report, and none where they tell of a protected place.
    """
    if isinstance(item, Place):
        return _place(item)
    if isinstance(item, Holding):
        return _holding(item, profile)
    return _statement(item, profile)


def _place(place: Place) -> Place | None:
    known = rules()
    area = place.feature_class == "L" and place.feature_code in known.areas
    if not (area or place.feature_class in known.classes) or place.feature_code in known.finer:
        return None
    if known.protected.search(place.name):
        return None
    return replace(place, lat=_rounded(place.lat), lon=_rounded(place.lon))


def _holding(holding: Holding, profile: Profile) -> Holding | None:
    place = _place(holding.place)
    start = holding.interval.start
    if place is None or (start is not None and start.date() > profile.until):
        return None
    return replace(holding, place=place)


def _statement(statement: Statement, profile: Profile) -> Statement | None:
    claim = statement.claim
    begins = claim.interval.start if claim.interval else None
    if _later(statement.published or statement.recorded, profile) or _later(begins, profile):
        return None
    phrase = _phrase(claim.place, profile) if claim.place else None
    if claim.place is not None and phrase is None:
        return None
    speakers = tuple(_speaker(s, profile) for s in claim.speakers)
    names = [_names(old, new) for old, new in zip(claim.speakers, speakers, strict=True)]
    text = _words(statement.text, [n for some in names for n in some], claim.place, profile)
    told = _claim(claim, phrase, speakers)
    return replace(statement, claim=told, text=text)


def _later(moment: datetime | None, profile: Profile) -> bool:
    return moment is not None and moment.date() > profile.until


def _phrase(phrase: PlacePhrase, profile: Profile) -> PlacePhrase | None:
    """Return a place without the report's own words for it, None where it is not to be told."""
    place = profile.place_of(phrase.place_id) if phrase.place_id else None
    if place is None or _place(place) is None or rules().protected.search(phrase.text):
        return None
    return replace(phrase, text=phrase.name or place.name, candidates=())


def _claim(claim: Claim, phrase: PlacePhrase | None, speakers: tuple[Speaker, ...]) -> Claim:
    return replace(
        claim,
        place=phrase,
        speakers=speakers,
        actor=_party(claim.actor),
        counter_actor=_party(claim.counter_actor),
        supporters=tuple(p for s in claim.supporters if (p := _party(s)) is not None),
    )


def _party(mention: ActorMention | None) -> ActorMention | None:
    return None if mention is None else replace(mention, text=_without_persons(mention.text, ""))


def _speaker(speaker: Speaker, profile: Profile) -> Speaker:
    """Return a speaker as the public may know it: a body, an official, or a kind of person."""
    via = speaker.via if speaker.via and not _unknown_name(speaker.via, profile) else None
    if speaker.kind in _OFFICIAL and rules().official.search(f"{speaker.name} {speaker.text}"):
        return replace(speaker, via=via, text=_without_persons(speaker.text, ""))
    body = profile.name_of(speaker.speaker_id) if speaker.speaker_id else None
    name = body or rules().kinds[speaker.kind]
    # An id that no body has is made of a person's name.
    identity = speaker.speaker_id if body else None
    return replace(speaker, name=name, text=name, via=via, speaker_id=identity)


def _unknown_name(words: str, profile: Profile) -> bool:
    """Say whether words that hold a name are no body's that the registry knows."""
    return bool(_CAPITALS.search(words)) and profile.name_of(words) is None


def _names(old: Speaker, new: Speaker) -> list[str]:
    """Return the names in a speaker's words that are no more in the public ones."""
    if old.text == new.text and old.name == new.name:
        return []
    kept = new.name.casefold()
    told = {*_CAPITALS.findall(old.text), *_CAPITALS.findall(old.name.partition(",")[0])}
    return [name for name in told if name.casefold() not in kept]


def _words(text: str, names: list[str], place: PlacePhrase | None, profile: Profile) -> str:
    """Return a report's words, cut, without persons' names; "" where they tell too much."""
    if rules().protected.search(text):
        return ""
    for name in sorted(names, key=len, reverse=True):
        if place is None or name not in place.text:
            text = text.replace(name, LEFT_OUT)
    text = _without_persons(text, place.text if place else "")
    words = text.split()
    if len(words) <= profile.words:
        return text
    return " ".join(words[: profile.words]) + " …"


def _without_persons(text: str, place: str) -> str:
    """Return words without what reads as a private person's name; place: a name that stays."""
    for pattern, but in rules().persons:
        found = list(pattern.finditer(text))
        for match in reversed(found):
            start, end = match.span("name")
            if (but and but.match(text, end)) or (place and match["name"] in place):
                continue
            text = text[:start] + LEFT_OUT + text[end:]
    return text


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, DIGITS)
