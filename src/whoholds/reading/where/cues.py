"""The words that tell place names from other names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from whoholds.errors import KnowledgeError
from whoholds.gazetteer import countries
from whoholds.registry import load_registry

_LONGEST_ACRONYM = 6
_FILE = Path(__file__).with_name("cues.toml")


@dataclass(frozen=True, slots=True)
class Cues:
    """Sets of lower-case words; what each one means stands in the file."""

    place_prepositions: frozenset[str]
    small_words: frozenset[str]
    directions: frozenset[str]
    no_noun_after: frozenset[str]
    titles: frozenset[str]
    speaking: frozenset[str]
    never: frozenset[str]
    minor: frozenset[str]
    inner: frozenset[str]
    taking: frozenset[str]
    bodies: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    after_names: frozenset[str]
    befalls: frozenset[str]
    helpers: frozenset[str]
    soldiers: frozenset[str]
    bands: frozenset[str]
    taking_both: frozenset[str]


@cache
def cues() -> Cues:
    """Return the words; raises KnowledgeError where the file is malformed."""
    try:
        rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        return Cues(**{f.name: frozenset(rows[f.name]) for f in fields(Cues)})
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(
            where=str(_FILE), what=f"cannot be read ({error!r})", fix="Correct the file."
        ) from error


@cache
def acronyms() -> frozenset[str]:
    """Return the parties and media that are called by capitals ("SANA", "IS"), no states."""
    registry = load_registry()
    names = {n for actor in registry.actors.values() for n in actor.names}
    names.update(n for speaker in registry.speakers for n in speaker.names)
    found = {n for n in names if n.isupper() and n.isalpha()}
    states = {n for country in countries().values() for n in country.names}
    return frozenset(n for n in found - states if len(n) <= _LONGEST_ACRONYM)
