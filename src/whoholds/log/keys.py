"""Keys under which parties, places and speakers are told apart, resolved or not."""

from __future__ import annotations

import re

from whoholds.model import ActorMention, PlacePhrase, Speaker

_DROPPED = re.compile(r"[.'’`]")
_ARTICLE = re.compile(r"^(?:the|an?)\s+")
_OTHER = re.compile(r"[\W_]+")


def slug(words: str) -> str:
    """Return words as a kebab-case key: "The U.S.-backed forces" is "us-backed-forces"."""
    plain = _DROPPED.sub("", words.casefold().strip())
    return _OTHER.sub("-", _ARTICLE.sub("", plain)).strip("-")


def actor_key(mention: ActorMention | None) -> str | None:
    """Return the registry id, or the slug of the words; None without a party."""
    if mention is None:
        return None
    return mention.actor_id or slug(mention.text) or None


def place_key(phrase: PlacePhrase | None) -> str | None:
    """Return the gazetteer id, or the slug of the name; None without a place."""
    if phrase is None:
        return None
    return phrase.place_id or slug(phrase.name or phrase.text) or None


def speaker_key(speaker: Speaker) -> str:
    """Return the registry id, or the slug of the full name."""
    return speaker.speaker_id or slug(speaker.name or speaker.text)
