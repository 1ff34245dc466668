"""The verbs, joining intake, reading, the log, control and publishing."""

from whoholds.service.answers import Answer, ReadSummary
from whoholds.service.whoholds import Whoholds, open_store

__all__ = ["Answer", "ReadSummary", "Whoholds", "open_store"]
