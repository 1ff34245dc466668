"""Who says what, by which cue, through whom."""

from whoholds.reading.attribution.find import find_attributions
from whoholds.reading.attribution.scope import (
    carried_speaker,
    covering,
    is_report,
    outermost_attributions,
    speakers_of,
)

__all__ = [
    "carried_speaker",
    "covering",
    "find_attributions",
    "is_report",
    "outermost_attributions",
    "speakers_of",
]
