"""Times: found in a text, resolved to values and intervals, and linked to events."""

from whoholds.reading.when.find import find_times
from whoholds.reading.when.link import link_time
from whoholds.reading.when.story import reached_around, reached_before
from whoholds.reading.when.zones import by_own_clock

__all__ = ["by_own_clock", "find_times", "link_time", "reached_around", "reached_before"]
