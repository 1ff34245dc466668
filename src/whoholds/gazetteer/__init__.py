"""Names to places."""

from whoholds.gazetteer.add import AddResult, add_file
from whoholds.gazetteer.download import fetch_country, is_country_code
from whoholds.gazetteer.folding import fold, simplify
from whoholds.gazetteer.gazetteer import Gazetteer, unit_ids
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
from whoholds.gazetteer.load import load_gazetteer, restrict
from whoholds.gazetteer.match import Match, Option, Spelling
from whoholds.gazetteer.meant import MeantPlace, places_meant
from whoholds.gazetteer.roads import Road

__all__ = [
    "AddResult",
    "Country",
    "Gazetteer",
    "Match",
    "MeantPlace",
    "Option",
    "PlaceType",
    "Region",
    "Road",
    "Spelling",
    "abbreviations",
    "add_file",
    "adjectives",
    "countries",
    "describe_place_noun",
    "distance_km",
    "fetch_country",
    "fold",
    "is_country_code",
    "load_gazetteer",
    "place_types",
    "places_meant",
    "regions",
    "restrict",
    "simplify",
    "unit_ids",
]
