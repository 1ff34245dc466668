"""Statements to holdings."""

from whoholds.control.book import Book
from whoholds.control.case import Case, Context, Near, case_of, known_by
from whoholds.control.explain import explain, explanation_of
from whoholds.control.holding import Mode, holding_of, holding_on
from whoholds.control.panel import Panel, panel_of
from whoholds.control.parties import Ties
from whoholds.control.reliability import Reliability, Trust, learn_trust
from whoholds.control.settings import Settings, default_settings
from whoholds.control.timeline import runs_of, timeline
from whoholds.control.witnesses import Voice

__all__ = [
    "Book",
    "Case",
    "Context",
    "Mode",
    "Near",
    "Panel",
    "Reliability",
    "Settings",
    "Ties",
    "Trust",
    "Voice",
    "case_of",
    "default_settings",
    "explain",
    "explanation_of",
    "holding_of",
    "holding_on",
    "known_by",
    "learn_trust",
    "panel_of",
    "runs_of",
    "timeline",
]
