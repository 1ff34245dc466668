"""Names to places."""

from whoholds.gazetteer.add import AddResult, add_file
from whoholds.gazetteer.folding import fold, simplify
from whoholds.gazetteer.gazetteer import (
    Gazetteer,
    Hit,
    Match,
    Option,
    Spelling,
    load_gazetteer,
    unit_ids,
)
from whoholds.gazetteer.geometry import distance_km
from whoholds.gazetteer.knowledge import (
    Country,
    PlaceType,
    Region,
    abbreviations,
    adjectives,
    countries,
    describe_place_noun,
    place_types,
    regions,
)

__all__ = [
    "AddResult",
    "Country",
    "Gazetteer",
    "Hit",
    "Match",
    "Option",
    "PlaceType",
    "Region",
    "Spelling",
    "abbreviations",
    "add_file",
    "adjectives",
    "countries",
    "describe_place_noun",
    "distance_km",
    "fold",
    "load_gazetteer",
    "place_types",
    "regions",
    "simplify",
    "unit_ids",
]
