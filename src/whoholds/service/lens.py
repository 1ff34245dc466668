"""How a store is looked at: whom to believe, which parties and areas, with neighbours or not."""

from __future__ import annotations

from enum import StrEnum

from whoholds.model import Noun


class Level(StrEnum):
    """Which parties are shown: groups as reports name them, or the sides that they fight on."""

    GROUP = "group"
    SIDE = "side"


class Every(StrEnum):
    """How often shares are told; weeks end on Sunday, months on their last day."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Unit(StrEnum):
    """The areas that shares are told of."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"


class Lens(Noun, frozen=True):
    """The options of an answer; the default one is what the map shows.

    learned: speakers are believed as far as the store teaches, else as far as their kind is.
    level: of the parties. neighbours: what is held around a place leans on what is not known of it
    (by one nat at most).
    """

    learned: bool = True
    level: Level = Level.GROUP
    neighbours: bool = False


DEFAULT = Lens()
"""What the map and the commands show where nothing else is asked for."""
PLAIN = Lens(learned=False)
"""Nothing learned: what a single report says."""
