"""The weights of control inference: loaded from a data file, checked, and overridable."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from whoholds.errors import KnowledgeError
from whoholds.model import Modality, PlaceRelation, SpeakerKind

ROLES = ("unknown", "contested", "rest", "actor", "counter")
STANCES = ("neutral", "favours", "hurts")
DAYS_PER_YEAR = 365.25

Degrees = tuple[float, float, float, float, float]
"""How true a claim is of a state, 0..1, in the order of `ROLES`."""

EVEN: Degrees = (1.0, 1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Variant:
    """What one kind of claim says of the state before and after it.

    change: 0..1, how far it is a claim of a change, which may then have come unannounced.
    """

    name: str
    before: Degrees
    after: Degrees
    change: float

    @property
    def tells_before(self) -> bool:
        """True where the kind says something of the state before it."""
        return self.before != EVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All weights of control inference; `Settings()` are the documented ones.

    rate_per_year: renewals per year, >= 0. contested_days: how long a contested place stays so
    on average, > 0. weight_*: prior weights, > 0.
    enters: how sure a claim on the region around must be for its parties to count at a place.
    partial: the chance 0..1 that what is untrue and favours its speaker's side is told.
    nobody: words that name no party. windows: days. dating: how far a claim dated so can be relied
    on (0..1). region, inside: by kind, how far a claim on
    the region around a place, or on a place inside a region, is one on it (0..1). trust: by kind
    of speaker and stance, the chance 0..1 that a claim is so.
    speakers: learned trust by origin key and stance; it goes before `trust`.
    rate_by_year: learned renewals per year by calendar year; it goes before `rate_per_year`.
    """

    ceiling: float
    doubt: float
    denial: float
    partial: float
    whole: float
    nobody: frozenset[str]
    rate_per_year: float
    contested_days: float
    weight_party: float
    weight_contested: float
    weight_unknown: float
    weight_unnamed: float
    weight_home: float
    weight_rival: float
    weight_around: float
    weight_stranger: float
    enters: float
    windows: Mapping[str, float]
    kinds: Mapping[str, Variant]
    modality: Mapping[Modality, float]
    relation: Mapping[PlaceRelation, float]
    dating: Mapping[str, float]
    region: Mapping[str, float]
    inside: Mapping[str, float]
    trust: Mapping[SpeakerKind, Mapping[str, float]]
    speakers: Mapping[tuple[str, str], float] = field(default_factory=dict)
    rate_by_year: Mapping[int, float] = field(default_factory=dict)

    @property
    def settling(self) -> float:
        """How fast a contested place settles, per day."""
        return 1.0 / self.contested_days

    @property
    def rate(self) -> float:
        """Renewals per day."""
        return self.rate_per_year / DAYS_PER_YEAR


@cache
def default_settings() -> Settings:
    """Return the documented weights; raises KnowledgeError when their file is malformed."""
    text = resources.files("whoholds.control").joinpath("weights.toml").read_text("utf-8")
    return settings_from(tomllib.loads(text))


def settings_from(table: Mapping[str, Any]) -> Settings:
    """Return the settings that a parsed weights file holds; raises KnowledgeError on a bad one."""
    try:
        chain = table["chain"]
        return Settings(
            ceiling=_share(table["ceiling"], "ceiling"),
            doubt=_share(table["doubt"], "doubt"),
            denial=_share(table["denial"], "denial"),
            partial=_share(table["partial"], "partial"),
            whole=_share(table["whole"], "whole"),
            nobody=frozenset(str(word) for word in table["nobody"]),
            rate_per_year=float(chain["rate_per_year"]),
            contested_days=float(chain["contested_days"]),
            weight_party=float(chain["weight_party"]),
            weight_contested=float(chain["weight_contested"]),
            weight_unknown=float(chain["weight_unknown"]),
            weight_unnamed=float(chain["weight_unnamed"]),
            weight_home=float(chain["weight_home"]),
            weight_rival=float(chain["weight_rival"]),
            weight_around=float(chain["weight_around"]),
            weight_stranger=float(chain["weight_stranger"]),
            enters=_share(chain["enters"], "chain.enters"),
            windows=MappingProxyType({k: float(v) for k, v in table["windows"].items()}),
            kinds=MappingProxyType({k: _variant(k, v) for k, v in table["kinds"].items()}),
            modality={m: _share(table["modality"][m], f"modality.{m}") for m in Modality},
            relation={r: _share(table["relation"][r], f"relation.{r}") for r in PlaceRelation},
            dating=_shares(table["dating"], "dating"),
            region=_shares(table["region"], "region"),
            inside=_shares(table["inside"], "inside"),
            trust={k: _trust(table["trust"][k], k) for k in SpeakerKind},
        )
    except KeyError as missing:
        raise _malformed(f"{missing} is missing") from missing


def _variant(name: str, row: Mapping[str, Any]) -> Variant:
    before = _degrees(row["before"], f"kinds.{name}.before") if "before" in row else EVEN
    after = _degrees(row["after"], f"kinds.{name}.after")
    return Variant(
        name=name, before=before, after=after, change=_share(row["change"], f"kinds.{name}.change")
    )


def _degrees(row: Mapping[str, float], where: str) -> Degrees:
    unknown, contested, rest, actor, counter = (_share(row[r], f"{where}.{r}") for r in ROLES)
    return (unknown, contested, rest, actor, counter)


def _shares(row: Mapping[str, object], name: str) -> Mapping[str, float]:
    return MappingProxyType({k: _share(v, f"{name}.{k}") for k, v in row.items()})


def _trust(row: Mapping[str, float], kind: str) -> Mapping[str, float]:
    return MappingProxyType({s: _share(row[s], f"trust.{kind}.{s}") for s in STANCES})


def _share(value: object, where: str) -> float:
    if not isinstance(value, int | float) or not 0.0 <= value <= 1.0:
        raise _malformed(f"{where} needs a number from 0 to 1, got {value!r}")
    return float(value)


def _malformed(what: str) -> KnowledgeError:
    return KnowledgeError(
        where="weights.toml of control", what=what, fix="Mend the file or reinstall the package"
    )
