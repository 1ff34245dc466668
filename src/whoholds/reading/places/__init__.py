"""Which places a report means: noun phrases to place phrases."""

from whoholds.reading.places.found import Found, How
from whoholds.reading.places.phrases import PlaceReader

__all__ = ["Found", "How", "PlaceReader"]
