"""The outside world as Reports: text, pages and JSON-lines files and folders of them."""

from whoholds.intake.dates import parse_date
from whoholds.intake.load import load

__all__ = ["load", "parse_date"]
