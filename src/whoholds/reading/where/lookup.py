"""The places that a mention may mean, before any choice."""

from __future__ import annotations

import re

from whoholds.gazetteer import (
    Gazetteer,
    Option,
    abbreviations,
    adjectives,
    describe_place_noun,
    simplify,
)
from whoholds.reading.where.cues import cues
from whoholds.reading.where.mentions import Mention, MentionKind, plain_name

MOST_OPTIONS = 40
NEAR_ENOUGH = 0.25  # spelling penalty up to which a name counts anywhere in the world
FARTHEST = 0.8
_EXACT_ONLY = frozenset("LH")  # regions and waters have few spellings, and all are listed
_PARTS = re.compile(r"[()/]")
# Inhabitants that a kind of place without a count stands for, when it is set against towns.
_STANDS_FOR = {
    "A.PCLI": 5e7,
    "L.CONT": 1e8,
    "A.ZN": 1e7,
    "A.PCLH": 1e7,
}
_STANDS_FOR_CLASS = {"A": 1e4, "L": 3e5, "H": 3e5, "T": 1e5, "P": 400.0, "S": 1e4, "R": 1e4}


def exact_options(mention: Mention, gazetteer: Gazetteer) -> list[Option]:
    """Return the places that bear a mention's name, at most 40, the bigger ones."""
    if mention.kind is MentionKind.ADJECTIVE:
        return _by_ids(gazetteer, (adjectives()[mention.text],))
    if mention.kind is MentionKind.ABBREVIATION:
        return _by_ids(gazetteer, abbreviations()[mention.text])
    for name in _names(mention):
        found = gazetteer.exact_options(name)
        if found:
            return _biggest(found)
    return []


def similar_options(
    mention: Mention, gazetteer: Gazetteer, countries: frozenset[str]
) -> list[Option]:
    """Return the places whose names are transliterations or near misses of a mention's name.

    countries: only places in them, and near misses too; where empty, transliterations anywhere.
    """
    for name in _names(mention):
        found = gazetteer.options(name, countries, bool(countries))
        limit = FARTHEST if countries else NEAR_ENOUGH
        good = [
            o
            for o in found
            if 0 < o.unlike <= limit
            and o.kind != "A.PCLI"
            and o.kind[0] not in _EXACT_ONLY
            and (not countries or o.country in countries)
        ]
        if good:
            return _biggest(tuple(good))
    return []


def options_of(
    mention: Mention, gazetteer: Gazetteer, countries: frozenset[str] = frozenset()
) -> list[Option]:
    """Return the places that a mention may mean, the exact names first."""
    exact = exact_options(mention, gazetteer)
    if exact and (not countries or any(o.country in countries for o in exact)):
        return exact
    return exact + similar_options(mention, gazetteer, countries)


def _names(mention: Mention) -> list[str]:
    parts = [p for p in _PARTS.split(mention.text) if p.strip()]
    whole = [mention.name, *(plain_name(p) for p in parts if len(parts) > 1)]
    noun = mention.noun
    if noun is not None and noun.feature_class not in "PAX":
        whole = [f"{mention.name} {w}" for w in noun.words] + whole
    shorter = [n for name in whole for n in spellings(name)]
    return list(dict.fromkeys([*whole, *shorter]))


def spellings(name: str) -> list[str]:
    """Return the plain forms to try for a plain name, the whole first.

    Then without the noun of its kind ("Aleppo province": "Aleppo") and without directions.
    """
    words = name.split()
    forms = [words]
    while len(words) > 1 and words[0] in cues().directions:
        words = words[1:]
        forms.append(words)
    for base in tuple(forms):
        for length in (2, 1):
            if len(base) > length and describe_place_noun(" ".join(base[-length:])):
                forms.append(base[:-length])
            if len(base) > length and describe_place_noun(" ".join(base[:length])):
                forms.append(base[length + 1 :] if base[length] == "of" else base[length:])
    return list(dict.fromkeys(" ".join(form) for form in forms if form))


def _by_ids(gazetteer: Gazetteer, ids: tuple[str, ...]) -> list[Option]:
    found = []
    for place_id in ids:
        place = gazetteer.place(place_id)
        if place is not None:
            same = [o for o in gazetteer.options(simplify(place.name)) if o.id == place_id]
            found.extend(same[:1])
    return found


def _biggest(options: tuple[Option, ...]) -> list[Option]:
    if len(options) <= MOST_OPTIONS:
        return list(options)
    return sorted(options, key=lambda o: (o.kind[0] == "P", -o.population, o.id))[:MOST_OPTIONS]


def inhabitants(option: Option) -> float:
    """Return the inhabitants of a place, or what its kind stands for where they are unknown."""
    if option.kind in _STANDS_FOR:
        return max(_STANDS_FOR[option.kind], option.population)
    if option.id.startswith("region:"):
        return 5e6 if option.kind[0] in "LHTA" else 1e5
    floor = _STANDS_FOR_CLASS.get(option.kind[0], 1e4)
    return max(floor, float(option.population))
