"""Which places a report means: noun phrases to place phrases."""

from whoholds.reading.places.found import LISTABLE, Found, How
from whoholds.reading.places.measure import COMPASS
from whoholds.reading.places.phrases import PlaceReader

__all__ = ["COMPASS", "LISTABLE", "Found", "How", "PlaceReader"]
