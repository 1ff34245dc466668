"""Times: found in a text, resolved to values and intervals, and linked to events."""

from whoholds.reading.when.find import find_times
from whoholds.reading.when.link import link_time, reached_before

__all__ = ["find_times", "link_time", "reached_before"]
