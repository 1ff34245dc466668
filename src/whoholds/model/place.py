"""Places, and how a text means them."""

from __future__ import annotations

from enum import StrEnum

from whoholds.model.noun import Noun
from whoholds.model.span import Span

_WIDE_CLASSES = frozenset({"A", "H", "R", "U"})
_WIDE_CODES = frozenset(
    {
        *("AGRC", "AMUS", "AREA", "BSND", "CONT", "CST", "FLD", "GRAZ", "PRK", "RESN", "RESV"),
        *("RGN", "RGNE", "RGNH", "RGNL", "TERR", "TRB"),
        *("CHN", "DLTA", "DSRT", "ERG", "ISLS", "KRST", "LAVA", "MTS", "NTK", "PEN", "PLAT"),
        *("PLN", "RDGE", "SHOR", "SPUR", "UPLD", "VAL", "VALS"),
        *("FRST", "FRSTF", "GRSLD", "SCRB", "TUND"),
    }
)
"""Codes of the classes L, T and V that reach over more than a spot."""


class Place(Noun, frozen=True):
    """A gazetteer row.

    id: "geonames:170063", "admin1:SY.09", "country:SY", "ocha:C1007", "road:...", "user:...".
    lat, lon: decimal degrees WGS 84, None where the place has no point.
    feature_class, feature_code: GeoNames classes and codes (P/PPL, A/ADM1, R/RD, S/AIRB, ...).
    country: ISO alpha-2; admin1..admin3: codes of the containing units, in the source's scheme.
    source: the file or dataset and its version.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    feature_class: str = "P"
    feature_code: str = "PPL"
    country: str | None = None
    admin1: str | None = None
    admin1_name: str | None = None
    admin2: str | None = None
    admin3: str | None = None
    population: int | None = None
    source: str = ""

    @property
    def is_wide(self) -> bool:
        """True for provinces, regions, waters and roads: their point is but a middle.

        No one party holds all of such a place by holding that point, so it is not drawn there.
        """
        return self.feature_class in _WIDE_CLASSES or self.feature_code in _WIDE_CODES


class Candidate(Noun, frozen=True):
    """A place that a name may mean, with its probability among the candidates (0..1)."""

    place: Place
    score: float


class Toponym(Noun, frozen=True):
    """A place name in a text and what it means.

    place: the choice, None where nothing fits. score: its probability (0..1).
    candidates: the choice and the runners-up, best first.
    """

    span: Span
    text: str
    place: Place | None = None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()


class PlaceRelation(StrEnum):
    """How the text relates the event to the named place."""

    IN = "in"
    PART_OF = "part_of"
    NEAR = "near"
    TOWARD = "toward"
    ROAD_BETWEEN = "road_between"
    UNNAMED = "unnamed"
    NORTH_OF = "north_of"
    SOUTH_OF = "south_of"
    EAST_OF = "east_of"
    WEST_OF = "west_of"
    NORTHEAST_OF = "northeast_of"
    NORTHWEST_OF = "northwest_of"
    SOUTHEAST_OF = "southeast_of"
    SOUTHWEST_OF = "southwest_of"


class PlacePhrase(Noun, frozen=True):
    """A place as a claim means it.

    text: the report's words ("17 towns and villages", "the road", "Manbij").
    name: the resolved name; place_id: the gazetteer id, None where nothing was resolved.
    count: number of unnamed places ("17 villages"), None where the words give none.
    share: the part of the place that is meant (0..1), None where the words give none.
    """

    text: str
    span: Span | None = None
    relation: PlaceRelation = PlaceRelation.IN
    count: int | None = None
    share: float | None = None
    place_id: str | None = None
    name: str | None = None
    candidates: tuple[Candidate, ...] = ()
