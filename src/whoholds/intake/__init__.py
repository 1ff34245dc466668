"""The outside world as Reports: files and folders of them, archives, pages and feeds."""

from whoholds.intake.dates import parse_date
from whoholds.intake.load import load
from whoholds.intake.visits import FILE as VISITS_FILE
from whoholds.intake.visits import Visits
from whoholds.intake.web import Manners, Web

__all__ = ["VISITS_FILE", "Manners", "Visits", "Web", "load", "parse_date"]
