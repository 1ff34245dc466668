"""Claims on a region as soft evidence on a place in it, and the other way round."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import structs

from whoholds.control.evidence import Evidence
from whoholds.control.settings import EVEN, Degrees
from whoholds.model import PlaceRelation

_UNKNOWN_SHARE = 0.03


def region_as_evidence(
    item: Evidence, siblings: Callable[[str], int | None], shares: Mapping[str, float]
) -> Evidence | None:
    """Return what a claim on a region says of one place in it, None where it says nothing.

    "Left the whole province" bears on every place in it; "17 villages" bears on each with the
    chance 17 / number of places; "80 % of the city" with 0.8. shares: `Settings.region`.
    """
    phrase = item.statement.claim.place
    factor = shares.get(item.variant)
    if factor is None:
        return None
    note = "said of the region around it"
    if phrase is not None:
        if phrase.count is not None:
            total = siblings(phrase.place_id) if phrase.place_id is not None else None
            share = phrase.count / total if total else _UNKNOWN_SHARE
            factor = min(share, 1.0)
            note = f"said of {phrase.count} unnamed places in the region around it"
        elif phrase.share is not None:
            factor = min(max(phrase.share, 0.0), 1.0)
            note = f"said of {phrase.share:.0%} of the region around it"
        elif phrase.relation is not PlaceRelation.IN:
            factor *= shares["part"]
            note = "said of a part of the region around it"
        if (phrase.place_id or "").startswith("country:"):
            factor *= shares["country"]
            note = "said of the whole country"
    return structs.replace(item, clarity=item.clarity * factor, notes=(*item.notes, note))


def inside_as_evidence(
    item: Evidence, _siblings: Callable[[str], int | None], shares: Mapping[str, float]
) -> Evidence | None:
    """Return what a claim on a place inside says of the region, None where it says nothing.

    Who takes a town in a province has some of it; who leaves a town may hold others.
    shares: `Settings.inside`.
    """
    factor = shares.get(item.variant)
    if factor is None:
        return None
    note = "said of a place inside it"
    return structs.replace(
        item,
        clarity=item.clarity * factor,
        change=0.0,
        before=EVEN,
        after=_softened(item.after)
        if item.variant in {"seize", "handover", "controls"}
        else item.after,
        notes=(*item.notes, note),
    )


def _softened(degrees: Degrees) -> Degrees:
    """Return degrees for holding a part: the region may well be shared."""
    unknown, _, rest, actor, counter = degrees
    return (max(unknown, 0.4), 1.0, max(rest, 0.4), actor, max(counter, 0.4))
