"""Statements to holdings."""

from whoholds.control.case import Context
from whoholds.control.explain import explain
from whoholds.control.holding import Mode, holding_on, timeline
from whoholds.control.parties import Ties
from whoholds.control.settings import Settings, default_settings

__all__ = [
    "Context",
    "Mode",
    "Settings",
    "Ties",
    "default_settings",
    "explain",
    "holding_on",
    "timeline",
]
