"""Whom to believe and how fast places change hands, learned from a store as it grows."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import msgspec
import polars as pl

from whoholds.__about__ import __version__
from whoholds.control import Context, Reliability, Settings, default_settings, learn_trust
from whoholds.control import Voice as Witness
from whoholds.log import Bias, Snapshot
from whoholds.model import ClaimKind, Noun, Place, Statement

LEAST = 200
"""Statements below which nothing is learned from a store."""
STEP = 1.25
"""A store is learned from anew whenever it has grown by so much, so that a report between two
steps changes only the answers on the places that it tells of."""
MOST = 60_000
"""Statements that are learned from: all of as many places, chosen by their ids."""
CONFLICT = 50
"""Statements about the places of a country from which on its pace is learned apart."""

log = logging.getLogger("whoholds.service")


class Voice(Noun, frozen=True):
    """How far one voice's claims of one stance are believed: the chance 0..1 that it tells so."""

    origin: str
    stance: str
    trust: float


class Learned(Noun, frozen=True):
    """What a store teaches.

    version: of the store that it was learned from, None where it is too small. paces: renewals per
    year by conflict (a country, or "" for the rest) and calendar year.
    """

    version: int | None = None
    voices: tuple[Voice, ...] = ()
    paces: dict[str, dict[int, float]] = msgspec.field(default_factory=dict)
    reliabilities: tuple[Reliability, ...] = ()

    def settings(self) -> dict[str, Settings]:
        """Return the weights of control inference by conflict; "" has those of all others."""
        speakers = {(v.origin, v.stance): v.trust for v in self.voices}
        common = replace(default_settings(), speakers=speakers)
        paces = {"": {}, **self.paces}
        return {key: replace(common, rate_by_year=pace) for key, pace in paces.items()}


_BIASES = {"favours": Bias.FOR, "hurts": Bias.AGAINST, "neutral": Bias.NEITHER}


def by_bias(found: Iterable[Reliability]) -> dict[tuple[str, Bias], Reliability]:
    """Return reliabilities by speaker and by whether a claim is good news for its own side."""
    return {(r.origin, _BIASES[r.stance]): r for r in found}


def learned_at(snapshot: Snapshot) -> int | None:
    """Return the version that a store's version learns from, None where it is too small.

    It is the first at which the store had grown to the last of the steps LEAST, LEAST * STEP, ...
    """
    counted = snapshot.collect(snapshot.scan("statements").select("version"), "statements")
    by_version = counted.group_by("version").len().sort("version")
    totals = by_version.with_columns(pl.col("len").cum_sum().alias("total"))
    held = int(by_version["len"].sum())
    if held < LEAST:
        return None
    step = float(LEAST)
    while step * STEP <= held:
        step *= STEP
    return int(totals.filter(pl.col("total") >= step)["version"][0])


def places_to_learn_from(snapshot: Snapshot) -> frozenset[str]:
    """Return the ids of the places that a store is learned from: read alone, they fit in memory."""
    moving = [kind for kind in ClaimKind if kind.moves_control]
    counted = snapshot.frame(["place_id"], kinds=moving).drop_nulls().group_by("place_id").len()
    counts = dict(counted.iter_rows())
    chosen: set[str] = set()
    held = 0
    for place_id in sorted(counts, key=_drawn):
        if held >= MOST:
            break
        chosen.add(place_id)
        held += counts[place_id]
    return frozenset(chosen)


def _drawn(place_id: str) -> bytes:
    return hashlib.sha256(place_id.encode()).digest()


def learn_from(
    told: Iterable[tuple[Place, Sequence[Statement], Context]], *, version: int
) -> Learned:
    """Return what the places of a store, with what is told of each, teach."""
    chosen = _chosen(told)
    if not chosen:
        return Learned(version=version)
    counts = Counter(place.country or "" for place, claims, _ in chosen for _ in claims)
    origins: dict[str, Witness] = {}
    for _, _, context in chosen:
        origins.update(context.origins)
    first = chosen[0][2]
    trust = learn_trust(
        [(place, claims) for place, claims, _ in chosen],
        context=replace(first, origins=origins, settings=default_settings()),
        conflict_of=lambda p: p.country or "" if counts[p.country or ""] >= CONFLICT else "",
    )
    speakers = next(iter(trust.settings.values())).speakers
    return Learned(
        version=version,
        voices=tuple(Voice(o, s, t) for (o, s), t in sorted(speakers.items())),
        paces={key: dict(found.rate_by_year) for key, found in sorted(trust.settings.items())},
        reliabilities=trust.reliabilities,
    )


def _chosen(
    told: Iterable[tuple[Place, Sequence[Statement], Context]],
) -> list[tuple[Place, Sequence[Statement], Context]]:
    """Return places with claims that move control, as many as hold MOST statements."""
    found: list[tuple[Place, Sequence[Statement], Context]] = []
    for place, statements, context in told:
        moving = [s for s in statements if s.claim.kind.moves_control]
        if moving:
            found.append((place, moving, context))
    found.sort(key=lambda item: _drawn(item[0].id))
    held, count = 0, 0
    while count < len(found) and held < MOST:
        held += len(found[count][1])
        count += 1
    return found[:count]


class LearnedFiles:
    """What versions of a store taught, kept beside it.

    Invariant: a file is a function of the store at one version and of the code; it can be deleted
    at any time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, version: int, stamp: str) -> Learned | None:
        """Return what a version taught, None where it is not kept. stamp: of what is learned."""
        path = self._path(version, stamp)
        try:
            return msgspec.json.decode(path.read_bytes(), type=Learned)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:
            log.warning("%s is made anew: %s", path, error)
            return None

    def keep(self, learned: Learned, stamp: str) -> None:
        """Keep what a version taught; a store that cannot be written to goes without."""
        if learned.version is None:
            return
        path = self._path(learned.version, stamp)
        try:
            self._folder.mkdir(exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_bytes(msgspec.json.encode(learned))
            fresh.replace(path)
        except OSError as error:
            log.warning("%s is not kept: %s", path, error)

    def _path(self, version: int, stamp: str) -> Path:
        return self._folder / f"{version}-{stamp}.json"


def stamp_of(parts: Mapping[str, str]) -> str:
    """Return a hash of what turns statements into trust: the code, its weights, and `parts`."""
    total = hashlib.sha256(__version__.encode())
    for file in sorted(files("whoholds.control").iterdir(), key=lambda f: f.name):
        if file.name.endswith((".py", ".toml")):
            total.update(file.read_bytes())
    total.update(repr(sorted(parts.items())).encode())
    return total.hexdigest()[:16]
