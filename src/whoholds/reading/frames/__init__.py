"""Frames: how English news says each kind of claim, as checked data."""

from whoholds.reading.frames.load import Example, Frame, load_frames
from whoholds.reading.frames.match import Match, event_nouns, find_matches

__all__ = ["Example", "Frame", "Match", "event_nouns", "find_matches", "load_frames"]
