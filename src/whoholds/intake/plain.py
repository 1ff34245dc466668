"""Plain text files -> Reports."""

from __future__ import annotations

from whoholds.intake.body import Parts, make_report
from whoholds.intake.clean import is_furniture, looks_like_headline, normalise
from whoholds.intake.dates import find_date
from whoholds.model import Report

_WRAPPED = 30
_ENDS = (".", "!", "?", '"', "”", "’", "'", ":", ")", "…")


def read_plain(text: str, *, source: str) -> Report:
    """Return the report in a text file: its first line is the headline where it looks like one.

    Lines such as "Published 30.06.2017 17:05", "Updated ..." and, at the head, "Outlet: ..." and
    "URL: ..." tell what they say. Lines broken in mid-sentence are joined again. Raises
    IntakeError.
    """
    lines = [line.strip() for line in normalise(text).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    title = None
    if len(lines) > 1 and looks_like_headline(lines[0]) and not _dated(lines[0]):
        title = lines.pop(0)
    return make_report(Parts(lines=list(_joined(lines)), title=title), source=source)


def _dated(line: str) -> bool:
    found = find_date(line)
    return found is not None and (found[1] == 0 or is_furniture(line) or len(line) < 60)


def _joined(lines: list[str]) -> list[str]:
    """Return the paragraphs: a long line that ends in mid-sentence goes on in the next."""
    paragraphs: list[str] = []
    going_on = False
    for line in lines:
        if going_on and line and not is_furniture(line):
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        elif line:
            paragraphs.append(line)
        going_on = len(line) >= _WRAPPED and not line.endswith(_ENDS) and not _dated(line)
    return paragraphs
