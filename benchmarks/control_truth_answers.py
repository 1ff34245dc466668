"""Who held a town by the model, and by the last claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from control_truth_table import CONTESTED, UNKNOWN, Sides, Town
from whoholds.control import Case, Context, Near, Settings, case_of, default_settings, known_by
from whoholds.control.dating import available_at, day_end
from whoholds.control.evidence import evidence_of
from whoholds.control.holding import holding_of
from whoholds.model import Place, Statement

OURS = ("whoholds, all reports", "whoholds, reports by then")
HELD = 0.5  # what a side needs to be the answer
TRUST = 0.8  # in everybody, where whoever says so counts alike

Reply = tuple[str, float, dict[str, float]]
"""The side that holds (or contested, unknown), its probability, and that of every side."""


@dataclass(slots=True)
class Asked:
    """One town as the store has it: what bears on it, and the answers from it."""

    town: Town
    place: Place
    statements: tuple[Statement, ...]
    context: Context
    near: tuple[Near, ...]
    sides: Sides
    _cases: dict[tuple[int, ...], Case] = field(default_factory=dict)

    def model(self, day: date, *, online: bool, among: bool = False, blind: bool = False) -> Reply:
        """Return what the model says; online: from what was published by the end of the day, with
        nothing learned from later reports. among: with its neighbours. blind: with the same trust
        in everybody, and places that change hands at one pace."""
        case = self._case(day, online=online, among=among, blind=blind)
        holding = holding_of(case, on=day)
        shares: dict[str, float] = defaultdict(float)
        for share in holding.shares:
            shares[self.sides.of_actor(share.actor_id, day)] += share.probability
        shares[CONTESTED] += holding.contested
        shares[UNKNOWN] += holding.unknown
        parties = {side: p for side, p in shares.items() if side not in {CONTESTED, UNKNOWN}}
        if holding.holder is not None:
            side = self.sides.of_actor(holding.holder.actor_id, day)
            return side, shares[side], shares
        top = max(parties, key=lambda side: parties[side], default=UNKNOWN)
        told = {self.sides.of_actor(s.actor_id, day) for s in holding.shares if s.statements}
        groups = [s for s in holding.shares if self.sides.of_actor(s.actor_id, day) == top]
        # Groups of one side that claims tell of hold a place together where none does alone.
        if len(groups) > 1 and top in told and shares[top] >= HELD:
            return top, shares[top], shares
        return str(holding.status), shares[str(holding.status)], shares

    def votes(self, day: date, last: int, *, online: bool) -> Reply:
        """Return the shares of the last claims on who holds the place; ties go to the latest."""
        order = [(v[:2] if online else (v[1], v[0]), v[2]) for v in self.told()]
        said = sorted((v for v in order if v[0][0] <= day_end(day)), key=lambda v: v[0])[-last:]
        if not said:
            return UNKNOWN, 1.0, {UNKNOWN: 1.0}
        counts: dict[str, float] = {}
        for _, actor in reversed(said):
            side = CONTESTED if actor is None else self.sides.of_actor(actor, day)
            counts[side] = counts.get(side, 0.0) + 1.0 / len(said)
        top = max(counts, key=lambda side: counts[side])
        return top, counts[top], counts

    def told(self) -> Iterator[tuple[float, float, str | None, Statement]]:
        """Yield (published, happened, actor or None for contested, statement) of who holds it."""
        for statement in self.statements:
            item = evidence_of(
                statement,
                settings=self.context.settings,
                ties=self.context.ties,
                origins={},
                country=self.place.country,
            )
            if item is None or item.p <= 0.0 or item.says.startswith(("not ", "-")):
                continue
            when = available_at(statement), item.window.end
            if item.says.startswith("+") and item.actor is not None:
                yield *when, item.actor.key, statement
            elif item.says.startswith("contest:"):
                yield *when, None, statement

    def _case(self, day: date, *, online: bool, among: bool, blind: bool) -> Case:
        sets = (self.statements, self.context.regions, self.context.inside)
        known = [known_by(s, day if online else None) for s in sets]
        key = (int(online), int(among), int(blind), *map(len, known))
        if key not in self._cases:
            settings = default_settings() if online else self.context.settings
            context = replace(
                self.context,
                regions=known[1],
                inside=known[2],
                near=self.near if among else (),
                settings=_blind() if blind else settings,
            )
            self._cases[key] = case_of(self.place, known[0], context)
        return self._cases[key]


def _blind() -> Settings:
    """Return weights under which whoever says so counts alike."""
    settings = default_settings()
    alike = {kind: dict.fromkeys(trust, TRUST) for kind, trust in settings.trust.items()}
    return replace(settings, trust=alike)


def methods(*, online: bool) -> dict[str, Callable[[Asked, date], Reply]]:
    """Return the ways of answering, ours first; without dates of publication only one of ours."""
    ways: dict[str, Callable[[Asked, date], Reply]] = {
        OURS[0]: lambda asked, day: asked.model(day, online=False),
        "with neighbours, all reports": lambda asked, day: asked.model(
            day, online=False, among=True
        ),
    }
    for by_then in (False, True)[: 1 + online]:
        if by_then:
            ways[OURS[1]] = lambda asked, day: asked.model(day, online=True)
        words = "reports by then" if by_then else "all reports"
        ways[f"reliability-blind chain, {words}"] = lambda asked, day, by_then=by_then: (  # type: ignore[misc]
            asked.model(day, online=by_then, blind=True)
        )
        for last in (1, 3, 5):
            name = "last claim" if last == 1 else f"majority of last {last}"
            ways[f"{name}, {'reports by then' if by_then else 'all reports'}"] = (
                lambda asked, day, last=last, by_then=by_then: asked.votes(  # type: ignore[misc]
                    day, last, online=by_then
                )
            )
    return ways
