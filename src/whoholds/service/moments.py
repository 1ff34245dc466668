"""The moment of a store that words mean: a version, a time or a name."""

from __future__ import annotations

from datetime import UTC, datetime

from whoholds.log import Moment


def moment_of(words: str | None) -> Moment | None:
    """Return what "as of" means: a version number, a time (UTC where it has no zone), a name."""
    if words is None:
        return None
    if words.isdecimal() and len(words) < 4:
        return int(words)
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return int(words) if words.isdecimal() else words
    if len(words) == 10:  # a day means its end
        found = found.replace(hour=23, minute=59, second=59, microsecond=999999)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
