"""Answers in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from whoholds.model import (
    Granularity,
    Holding,
    HoldingStatus,
    Interval,
    Place,
    Share,
    Statement,
)

_LIKELY = 0.25
_OLD = 180  # days
KINDS = {"ADM1": "province", "ADM2": "district"}


def answer_sentence(holding: Holding, on: date, *, reason: str | None = None) -> str:
    """Return who holds a place in one sentence, with the probability that it is so."""
    name = place_words(holding.place)
    day = on.isoformat()
    if holding.status is HoldingStatus.HELD and holding.holder is not None:
        since = f", since {interval_words(holding.since)}" if holding.since else ""
        said = f"{name} is held by {holding.holder.name} on {day}"
        said = f"{said} ({_percent(holding.probability)}{since})"
    elif holding.status is HoldingStatus.CONTESTED:
        rivals = [_figure(s) for s in holding.shares if s.probability >= 0.05]
        parties = f": {', '.join(rivals[:3])}" if rivals else ""
        said = f"{name} is contested on {day} ({_percent(holding.probability)}){parties}"
    elif reason is not None and not holding.absent and not _leaning(holding):
        return f"Unknown: {reason}{_age(holding, on)}."
    else:
        said = f"Who holds {name} on {day} is unknown{_perhaps(holding)}"
    absent = _absent(holding.absent, holding.holder)
    besieged = "; it is besieged" if holding.besieged else ""
    return f"{said}{besieged}{absent}{_age(holding, on)}."


def _perhaps(holding: Holding) -> str:
    """Return who may hold a place of which it is unknown, and who held it last."""
    likely = [s for s in holding.shares if s.probability >= _LIKELY]
    said = f": perhaps {' or '.join(_figure(s) for s in likely[:3])}" if likely else ""
    if holding.before is not None:
        until = holding.before.until.isoformat()
        said += f"; last known: {holding.before.name}, until about {until}"
    elif likely and not likely[0].statements:
        said += f"; no report says that {likely[0].name} holds it"
    return said


def _age(holding: Holding, on: date) -> str:
    """Return how old the last evidence is, where it is old."""
    if holding.told is None or (on - holding.told).days < _OLD:
        return ""
    days = (on - holding.told).days
    age = f"{days // 30} months" if days < 2 * 365 else f"{days // 365} years"
    return f"; the last evidence is of {holding.told.isoformat()}, {age} before"


def _leaning(holding: Holding) -> bool:
    """Say whether some party is likely enough to be told."""
    return bool(holding.shares) and holding.shares[0].probability >= _LIKELY


def place_words(place: Place) -> str:
    """Return a place's name, with its kind where a town may have the same name."""
    kind = KINDS.get(place.feature_code) if place.feature_class == "A" else None
    return f"{place.name} ({kind})" if kind else place.name


def interval_words(interval: Interval | None) -> str:
    """Return a time as far as the words went: a year, a month, a day, "by" a day."""
    if interval is None or interval.is_empty:
        return "an unknown time"
    first, last = interval.first_day, interval.last_day
    if first is None:
        return f"{last.isoformat() if last else ''} or before"
    if interval.granularity is Granularity.YEAR:
        return first.isoformat()[:4]
    if interval.granularity is Granularity.MONTH and first.day == 1:
        return first.isoformat()[:7]
    return first.isoformat()


def why_empty(holding: Holding, statements: Sequence[Statement]) -> str | None:
    """Return why a place has no holder and is not contested, None where it has or is."""
    if holding.status is not HoldingStatus.UNKNOWN:
        return None
    name = place_words(holding.place)
    used = set(holding.statements)
    direct = [s for s in statements if s.claim.kind.moves_control]
    if any(s.id in used for s in direct):
        return f"{_count(len(used))} about {name} leave open who holds it"
    if direct:
        return f"all {_count(len(direct))} about who holds {name} are of a later time"
    told = f"the store has no statement about {name}"
    if statements:
        told = f"of {_count(len(statements))} about {name} none tells who holds it"
    if used:
        told += f", and {_count(len(used))} about the region around it leave it open"
    return told


def _holds(name: str) -> str:
    """Return the verb in the number of a party's name ("forces hold", "State holds")."""
    last = name.split(" backed by ")[0].split()[-1:]
    return (
        "hold" if last and last[0].endswith("s") and not last[0].endswith(("ss", "us")) else "holds"
    )


def _count(number: int) -> str:
    return f"{number} statement{'s' * (number != 1)}"


def _absent(absent: Sequence[Share], holder: Share | None) -> str:
    names = [
        f"{s.name} {_holds(s.name)} nothing there ({_percent(s.probability)})"
        for s in absent
        if holder is None or s.actor_id != holder.actor_id
    ]
    return f"; {', '.join(names)}" if names else ""


def _figure(share: Share) -> str:
    return f"{share.name} {_percent(share.probability)}"


def _percent(probability: float) -> str:
    return f"{probability:.0%}"
