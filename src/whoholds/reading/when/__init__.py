"""Times: found in a text, resolved to values and intervals, and linked to events."""

from whoholds.reading.when.find import find_times

__all__ = ["find_times"]
