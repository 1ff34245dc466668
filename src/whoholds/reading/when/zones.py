"""The clock by which a report counts its days: told with its date, or known of its outlet."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from whoholds.errors import KnowledgeError


def by_own_clock(published: datetime | None, outlet: str | None) -> datetime | None:
    """Return when a report was published, in the zone of its outlet where only UTC is told.

    A midnight in UTC is a day without a time, which is a day by any clock.
    """
    if published is None or published.utcoffset() != timedelta() or outlet is None:
        return published
    if published.time() == time():
        return published
    zone = load_zones().get(_plain(outlet))
    return published if zone is None else published.astimezone(zone)


@cache
def load_zones() -> dict[str, ZoneInfo]:
    """Return the zones of outlets by plain name; raises KnowledgeError where one stands twice."""
    text = resources.files(__package__).joinpath("zones.toml").read_text("utf-8")
    found: dict[str, ZoneInfo] = {}
    for name, outlets in tomllib.loads(text)["zones"].items():
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            continue  # a machine with old tables of zones reads by UTC, as without an outlet
        for outlet in outlets:
            if found.setdefault(_plain(outlet), zone) is not zone:
                raise KnowledgeError(
                    where=f"zones.toml, {name}", what=f"{outlet!r} stands twice", fix="Keep one"
                )
    return found


def _plain(outlet: str) -> str:
    return outlet.strip().lower().removeprefix("https://").removeprefix("www.").rstrip("/")
