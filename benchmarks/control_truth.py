"""Real truth: who held which Syrian town, read from dated reports, against dated changes.

Run: python benchmarks/control_truth.py [--corpus narratives] [--plain] [--store FOLDER] [--worst N]
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from statistics import median
from typing import Any

from whoholds.control import Case, Context, case_of, known_by
from whoholds.control.dating import available_at, day_end, day_of
from whoholds.control.evidence import evidence_of
from whoholds.control.holding import holding_of
from whoholds.gazetteer import fold, simplify
from whoholds.model import Place, Statement
from whoholds.service.desk import Desk
from whoholds.service.whoholds import Whoholds, open_store

OFFSETS = (-7, 1, 3, 7, 30)
RANDOM_DAYS, SEED = 200, 1
LASTS = 30  # days that a change is taken to hold where nothing later confirms it
NEAR = 5.0  # km
ALIKE = 0.75  # of two spellings, where the points agree
SURE = 0.7
CONTESTED, UNKNOWN, OTHER = "contested", "unknown", "other"
OURS = ("whoholds, all reports", "whoholds, reports by then")

Row = dict[str, Any]
Reply = tuple[str, float, dict[str, float]]
"""The side that holds (or contested, unknown), its probability, and that of every side."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days [start, end) on which the truth names one party; assumed: before its first change."""

    start: date
    end: date
    party: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Town:
    """A place of the truth table: its row, its changes that are scored, what is known of it."""

    row: Row
    changes: tuple[tuple[date, str], ...]
    spans: tuple[Span, ...]

    @property
    def name(self) -> str:
        return str(self.row["place"])

    def on(self, day: date) -> str | None:
        """Return the party that held it on a day, None where the truth does not tell."""
        return next((s.party for s in self.spans if s.start <= day < s.end), None)


class Sides:
    """The parties and sides of the truth table, and the actors that stand for them."""

    def __init__(self, service: Whoholds, path: Path, *, strict: bool) -> None:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        self.begins: date = table.pop("begins")
        self._registry = service.registry
        self._party = {actor: party for party, row in table.items() for actor in row["actors"]}
        self._side = {party: party if strict else row["side"] for party, row in table.items()}
        self._side["CONTESTED"] = CONTESTED

    def of_party(self, party: str | None) -> str | None:
        """Return the side of a party of the truth table; None for none and for shared places."""
        return self._side.get(party or "")

    def of_actor(self, actor_id: str, day: date) -> str:
        """Return the side of an actor on a day, "other" where it is on none."""
        if actor_id not in self._registry.actors:
            return OTHER
        line = (actor_id, *self._registry.ancestors(actor_id, day))
        line += self._registry.ancestors(actor_id)
        party = next((self._party[a] for a in line if a in self._party), None)
        return OTHER if party is None else self._side[party]


# --- truth


def towns_of(path: Path, sides: Sides) -> Iterator[Town]:
    """Yield the places of the table that have a dated, full change."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entries = sorted(row["changes"], key=lambda c: _bounds(c)[0])
        changes = tuple(
            (_bounds(c)[0], c["controller"])
            for c in entries
            if c["extent"] == "full" and c["date_granularity"] == "day" and not _narrated(c)
        )
        if changes:
            yield Town(row, changes, tuple(_spans(row, entries, sides)))


def _narrated(change: Row) -> bool:
    return bool(change.get("from_narrative"))


def _bounds(change: Row) -> tuple[date, date]:
    """Return the first and last day that a change may have come on."""
    parts = [int(p) for p in str(change["date"])[:10].split("-")]
    first = date(parts[0], *[*parts[1:], 1, 1][:2])
    if change["date_granularity"] == "year" or len(parts) == 1:
        return first, date(first.year, 12, 31)
    if change["date_granularity"] in {"month", "range"} or len(parts) == 2:
        return first, first + timedelta(days=30)
    return first, first


def _spans(row: Row, entries: Sequence[Row], sides: Sides) -> Iterator[Span]:
    """Yield the days for which entries of the whole place tell who held it.

    An entry holds until the next that differs where that one has a date of its own, else for
    LASTS days. The government holds before the first change to another party.
    """
    first = entries[0]
    if first["controller"] != "SYR_GOV" and first["extent"] in {"full", "part"}:
        yield Span(sides.begins, _bounds(first)[0], "SYR_GOV", assumed=True)
    for number, entry in enumerate(entries):
        if entry["extent"] not in {"full", "state"} or _narrated(entry):
            continue
        start, shortest = _bounds(entry)[1], _bounds(entry)[1] + timedelta(days=LASTS + 1)
        yield Span(start, _end(row, entries[number + 1 :], entry, shortest, sides), _party(entry))


def _party(entry: Row) -> str:
    return str(entry["controller"])


def _end(row: Row, rest: Sequence[Row], entry: Row, shortest: date, sides: Sides) -> date:
    side = sides.of_party(_party(entry))
    for later in rest:
        begun = _bounds(later)[0]
        if sides.of_party(_party(later)) == side:
            if later["extent"] == "state":
                continue
            return min(shortest, begun)  # taken again: lost in between
        dated = later["date_granularity"] in {"day", "month"} and later["extent"] != "state"
        return begun if dated else min(shortest, begun)
    same = sides.of_party(row["controller"]) == side
    return date.fromisoformat(row["as_of"]) if same else shortest


# --- store


def rows_of(data: Path, corpus: str) -> list[Row]:
    """Return a corpus as rows that intake takes, one report each."""
    rows = []
    path = data / "corpora" / f"syria_{corpus}.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        row = {"id": item["id"], "text": item["text"]}
        if item.get("date"):
            row["date"] = item["date"]
        if outlets := [o for o in item.get("outlets", ()) if o]:
            row["outlet"] = ", ".join(outlets)
        if item.get("title"):
            row["title"] = item["title"]
        rows.append(row)
    return rows


def store_of(rows: Sequence[Row], folder: Path, *, places: Path | None, workers: int) -> Whoholds:
    """Return the store of a corpus, read into it where it is not there yet."""
    kept = folder.exists()
    folder.parent.mkdir(parents=True, exist_ok=True)
    service = open_store(folder, create=True)
    if kept and service.info().reports:
        return service
    if places is not None and not kept:
        print(service.add_places(places, source="OCHA"))
    source = folder.with_suffix(".jsonl")
    source.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    done = service.read(source, workers=workers)
    print(
        f"read {done.reports} reports in {done.seconds:.0f} s: {done.statements} statements, "
        f"{len(done.failures)} failures or warnings"
    )
    return service


# --- places


def matches(service: Whoholds, desk: Desk, towns: Sequence[Town]) -> dict[str, tuple[str, str]]:
    """Return, by name of a town, the id of its store place and how it was found."""
    told = Counter(
        s.claim.place.place_id or f"name:{simplify(s.claim.place.name or '').replace(' ', '-')}"
        for s in desk.snapshot.statements()
        if s.claim.place is not None and s.claim.kind.moves_control
    )
    named: dict[str, set[str]] = defaultdict(set)
    for key, names in desk.places.names.items():
        place = desk.places.place(key)
        if place.feature_class != "A":
            for name in {place.name, *place.names, *names}:
                named[fold(simplify(name))].add(key)
    found: dict[str, tuple[str, str]] = {}
    for town in towns:
        folded = {fold(simplify(name)) for name in names_of(town)}
        keys = {k for name in folded for k in named.get(name, ())}
        if town.row["lat"] is not None and not keys:
            alike = {n for name in folded for n in get_close_matches(name, named, cutoff=ALIKE)}
            close = {k for n in alike for k in named[n] if _point(desk.places.place(k), town)}
            keys |= close
        ranked = [(how, k) for k in keys if (how := _how(service, town, desk.places.place(k)))]
        ranked = [pair for pair in ranked if told[pair[1]]]
        if ranked:
            how, key = min(ranked, key=lambda pair: (pair[0], -told[pair[1]], pair[1]))
            found[town.name] = (key, how)
    return found


def names_of(town: Town) -> tuple[str, ...]:
    """Return the names that a title of the table gives: "A (B)" gives A and B, "A – B" gives B."""
    plain = re.sub(r"\s*\(.*?\)", "", town.name.split(" – ")[-1])
    return (plain, *re.findall(r"\((.*?)\)", town.name))


def _how(service: Whoholds, town: Town, place: Place) -> str | None:
    """Return how a place of the same name is the town's: by point, province or name; or None."""
    if place.lat is None or place.lon is None:
        return "3 name alone" if place.id.startswith("name:") else None
    if place.country not in {None, "SY"}:
        return None
    if _point(place, town):
        return "1 name and point"
    provinces = re.sub(r" (Governorate|Province)s?$", "", str(town.row["admin1"])).split(" and ")
    for name in provinces:
        for match in service.gazetteer.lookup(name, countries=("SY",)):
            area = match.place
            if area.feature_code == "ADM1" and service.gazetteer.contains(area.id, place.id):
                return "2 name and province"
    return None


def _point(place: Place, town: Town) -> bool:
    """Say whether the table's point for a town is within NEAR km of a place."""
    if place.lat is None or place.lon is None or town.row["lat"] is None:
        return False
    return _km(town.row, place.lat, place.lon) <= NEAR


def _km(row: Row, lat: float, lon: float) -> float:
    north = (lat - row["lat"]) * 110.57
    east = (lon - row["lon"]) * 111.32 * math.cos(math.radians(lat))
    return math.hypot(north, east)


# --- answers


@dataclass(slots=True)
class Asked:
    """One town as the store has it: what bears on it, and the answers from it."""

    town: Town
    place: Place
    statements: tuple[Statement, ...]
    context: Context
    sides: Sides
    _cases: dict[tuple[int, ...], Case] = field(default_factory=dict)

    def model(self, day: date, *, online: bool) -> Reply:
        """Return what the model says; online: from what was published by the end of the day."""
        holding = holding_of(self._case(day, online=online), on=day)
        shares: dict[str, float] = defaultdict(float)
        for share in holding.shares:
            shares[self.sides.of_actor(share.actor_id, day)] += share.probability
        shares[CONTESTED] += holding.contested
        shares[UNKNOWN] += holding.unknown
        if holding.holder is None:
            return str(holding.status), shares[str(holding.status)], shares
        return self.sides.of_actor(holding.holder.actor_id, day), holding.holder.probability, shares

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

    def _case(self, day: date, *, online: bool) -> Case:
        sets = (self.statements, self.context.regions, self.context.inside)
        known = [known_by(s, day if online else None) for s in sets]
        key = (int(online), *map(len, known))
        if key not in self._cases:
            context = replace(self.context, regions=known[1], inside=known[2])
            self._cases[key] = case_of(self.place, known[0], context)
        return self._cases[key]


def methods(*, online: bool) -> dict[str, Callable[[Asked, date], Reply]]:
    """Return the ways of answering, ours first; without dates of publication only one of ours."""
    ways: dict[str, Callable[[Asked, date], Reply]] = {
        OURS[0]: lambda asked, day: asked.model(day, online=False)
    }
    for by_then in (False, True)[: 1 + online]:
        if by_then:
            ways[OURS[1]] = lambda asked, day: asked.model(day, online=True)
        for last in (1, 3, 5):
            name = "last claim" if last == 1 else f"majority of last {last}"
            ways[f"{name}, {'reports by then' if by_then else 'all reports'}"] = (
                lambda asked, day, last=last, by_then=by_then: asked.votes(  # type: ignore[misc]
                    day, last, online=by_then
                )
            )
    return ways


# --- scores


@dataclass(frozen=True, slots=True)
class Question:
    """A town and a day with the side that held it; offset: days from a change, None at random."""

    asked: Asked
    day: date
    side: str
    offset: int | None


def questions_of(all_asked: Sequence[Asked], first: date, last: date) -> Iterator[Question]:
    """Yield the days around the changes of the corpus's period, and the random ones."""
    days: list[tuple[Asked, date]] = []
    for asked in all_asked:
        for day, _ in asked.town.changes:
            if first <= day <= last:
                for offset in OFFSETS:
                    yield from _question(asked, day + timedelta(days=offset), offset)
        for span in (s for s in asked.town.spans if not s.assumed):
            start, end = max(span.start, first), min(span.end, last + timedelta(days=1))
            days += [(asked, start + timedelta(days=n)) for n in range((end - start).days)]
    for asked, day in random.Random(SEED).sample(days, min(RANDOM_DAYS, len(days))):
        yield from _question(asked, day, None)


def _question(asked: Asked, day: date, offset: int | None) -> Iterator[Question]:
    side = asked.sides.of_party(asked.town.on(day))
    if side is not None:
        yield Question(asked, day, side, offset)


def brier(shares: Mapping[str, float], side: str) -> float:
    """Return the squared error over all sides, contested and unknown (0..2)."""
    return sum((shares.get(s, 0.0) - (s == side)) ** 2 for s in {*shares, side})


def print_scores(questions: Sequence[Question], *, online: bool) -> None:
    """Print accuracy and Brier score of every method, overall and in parts."""
    print(f"{'':34}{'accuracy':>9}{'Brier':>8}{'sure':>7}{'of':>6}{'change':>9}{'random':>9}")
    for name, method in methods(online=online).items():
        replies = [(q, method(q.asked, q.day)) for q in questions]
        sure = [(q, r) for q, r in replies if _is_sure(r)]
        figures = (
            _accuracy(replies),
            sum(brier(r[2], q.side) for q, r in replies) / max(1, len(replies)),
            _accuracy(sure),
            len(sure),
            _accuracy([p for p in replies if p[0].offset is not None]),
            _accuracy([p for p in replies if p[0].offset is None]),
        )
        a, b, c, n, e, f = figures
        print(f"{name:34}{a:9.3f}{b:8.3f}{c:7.3f}{n:6}{e:9.3f}{f:9.3f}")
    print("by days from the change, accuracy of ours:")
    for name in OURS[: 1 + online]:
        method = methods(online=online)[name]
        for offset in OFFSETS:
            some = [(q, method(q.asked, q.day)) for q in questions if q.offset == offset]
            answers = Counter("right" if r[0] == q.side else r[0] for q, r in some)
            print(f"  {name:32}{offset:+4} {_accuracy(some):.3f} of {len(some)}  {dict(answers)}")
    if not online:
        return
    informed = [q for q in questions if _informed(q)]
    print(f"where a claim on who holds the place was published by then ({len(informed)} days):")
    for name, method in methods(online=online).items():
        some = [(q, method(q.asked, q.day)) for q in informed]
        loss = sum(brier(r[2], q.side) for q, r in some) / max(1, len(some))
        print(f"  {name:32}{_accuracy(some):9.3f}{loss:8.3f}")


def _is_sure(reply: Reply) -> bool:
    return reply[0] not in {CONTESTED, UNKNOWN} and reply[1] >= SURE


def _accuracy(replies: Sequence[tuple[Question, Reply]]) -> float:
    return sum(r[0] == q.side for q, r in replies) / max(1, len(replies))


def _informed(question: Question) -> bool:
    return any(published <= day_end(question.day) for published, *_ in question.asked.told())


def print_delays(all_asked: Sequence[Asked], first: date, last: date, *, online: bool) -> None:
    """Print how many days after each change a method first gives the new holder."""
    print("detection of changes, within a year and before the next change:")
    for name, method in methods(online=online).items():
        delays, missed, before = [], 0, 0
        for asked in all_asked:
            for day, party in asked.town.changes:
                if not first <= day <= last:
                    continue
                side = asked.sides.of_party(party)
                until = min(day + timedelta(days=365), last, _held_until(asked, day))
                if method(asked, day - timedelta(days=8))[0] == side:
                    before += 1
                    continue
                days = (day + timedelta(days=n) for n in range(-7, (until - day).days + 1))
                found = next((d for d in days if method(asked, d)[0] == side), None)
                missed += found is None
                delays += [] if found is None else [(found - day).days]
        middle = f"{median(delays):.0f}" if delays else "-"
        print(
            f"  {name:32} median {middle:>4} days, {len(delays)} found, {missed} not, "
            f"{before} with this holder before"
        )


def _held_until(asked: Asked, day: date) -> date:
    """Return the last day of the span that a change begins, a month after it at the least."""
    ends = [s.end for s in asked.town.spans if s.start == day]
    return max(ends, default=day + timedelta(days=LASTS)) - timedelta(days=1)


# --- what went wrong


def print_worst(
    questions: Sequence[Question], every: Sequence[Statement], rows: Sequence[Row], count: int
) -> None:
    """Print the places with the highest Brier score, what was told of them, and likely causes."""
    by_town: dict[str, list[tuple[Question, Reply]]] = defaultdict(list)
    for question in questions:
        reply = question.asked.model(question.day, online=False)
        by_town[question.asked.town.name].append((question, reply))

    def loss(name: str) -> float:
        return sum(brier(r[2], q.side) for q, r in by_town[name]) / len(by_town[name])

    causes: Counter[str] = Counter()
    for name in sorted(by_town, key=lambda n: (-loss(n), n))[:count]:
        asked = by_town[name][0][0].asked
        print(f"\n{name} = {asked.place.id} {asked.place.name}, Brier {loss(name):.2f}")
        entries = ((c["date"], c["controller"], c["extent"]) for c in asked.town.row["changes"])
        print("  truth:", "; ".join(" ".join(map(str, e)) for e in entries))
        for question, reply in sorted(by_town[name], key=lambda p: p[0].day):
            if reply[0] != question.side:
                best = sorted(reply[2].items(), key=lambda item: -item[1])[:4]
                shares = ", ".join(f"{side} {share:.2f}" for side, share in best)
                print(f"  {question.day} {question.side}: {reply[0]} ({shares})")
        for line in _told_lines(asked):
            print("   ", line)
        for day, party in asked.town.changes:
            cause = _cause(asked, day, asked.sides.of_party(party) or "", every, rows)
            causes[cause.split(":")[0]] += 1
            print(f"  {day} {party}: {cause}")
    print("\ncauses at the changes of these places:", dict(causes.most_common()))


def _told_lines(asked: Asked) -> Iterator[str]:
    for statement in sorted(asked.statements, key=available_at):
        yield _line(statement)
    if asked.context.regions or asked.context.inside:
        count = len(asked.context.regions), len(asked.context.inside)
        yield f"and {count[0]} statements on what is around, {count[1]} on what is inside"


def _line(statement: Statement) -> str:
    claim = statement.claim
    when = claim.interval
    days = "-" if when is None else "/".join(str(e)[:10] for e in (when.start, when.end))
    parties = [m and (m.actor_id or f"“{m.text}”") for m in (claim.actor, claim.counter_actor)]
    how = f"{claim.kind} {claim.modality} after={claim.status_after} {claim.confidence:.2f}"
    where = claim.place.relation if claim.place else "-"
    return (
        f"{str(statement.published)[:10]} [{days}] {how} {where} {parties[0]} v {parties[1]}: "
        f"{' '.join(statement.text.split())[:230]}"
    )


def _cause(
    asked: Asked, day: date, side: str, every: Sequence[Statement], rows: Sequence[Row]
) -> str:
    """Return where the knowledge of a change was lost, as far as can be told without reading."""
    reply = asked.model(day + timedelta(days=7), online=False)
    if reply[0] == side:
        return "right a week later"
    told = [(day_of(happened), actor, s) for _, happened, actor, s in asked.told()]
    right = [t for t in told if t[1] and asked.sides.of_actor(t[1], day) == side]
    if any(abs((t[0] - day).days) <= 7 for t in right):
        return "control: a claim of it, rightly dated, did not decide"
    soon = [t for t in right if -7 <= _days_after(t[2], day) <= 30]
    if soon:
        return f"time: told, but dated {soon[0][0]}"
    if any(
        t[1] and asked.sides.of_actor(t[1], day) == OTHER and abs((t[0] - day).days) <= 7
        for t in told
    ):
        return "party: told of a party on no side"
    words = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in _spellings(asked)), re.IGNORECASE)
    known = {s.id for s in asked.statements}
    for statement in every:
        near = -3 <= _days_after(statement, day) <= 14
        if near and statement.id not in known and words.search(statement.text):
            actor = statement.claim.actor
            if actor and asked.sides.of_actor(actor.actor_id or "", day) == side:
                place = statement.claim.place
                return f"place: {place and (place.place_id, place.name)}: {statement.text[:160]}"
    for row in rows:
        when = row.get("date")
        gap = (date.fromisoformat(when) - day).days if when else 99
        hit = words.search(row["text"]) if -3 <= gap <= 14 else None
        if hit:
            around = row["text"][max(0, hit.start() - 120) : hit.end() + 120]
            return f"reading, or not told so: {when} …{' '.join(around.split())}…"
    return "not told: no report of those days names the place"


def _days_after(statement: Statement, day: date) -> int:
    return ((statement.published or statement.recorded).date() - day).days


def _spellings(asked: Asked) -> set[str]:
    names = {*names_of(asked.town), asked.place.name, *asked.place.names}
    return {n for name in names if name.isascii() for n in (name, name.removeprefix("Al-"))}


# --- run


def main() -> None:
    """Read the corpus, ask, compare, print."""
    args = _arguments()
    data = args.data.resolve()
    if not (data / "control").is_dir():
        sys.exit(f"no truth under {data}: set WHOHOLDS_DATA or give --data")
    rows = rows_of(data, args.corpus)
    if args.limit:
        rows = rows[: args.limit]
    places = None if args.plain else data / "gazetteer" / "SY.ocha_communities.txt"
    with tempfile.TemporaryDirectory() as fresh:
        folder = (args.store or Path(fresh)) / f"{args.corpus}-{'plain' if args.plain else 'ocha'}"
        service = store_of(rows, folder, places=places, workers=args.workers)
        compare(service, data, rows, worst=args.worst)


def compare(service: Whoholds, data: Path, rows: Sequence[Row], *, worst: int) -> None:
    """Print the scores of a store against the truth, by side and by party."""
    desk = service.desk()
    every = desk.snapshot.statements()
    online = any(s.published for s in every)
    for strict in (False, True):
        sides = Sides(service, Path(__file__).with_suffix(".toml"), strict=strict)
        towns = list(towns_of(data / "control" / "syria_control.jsonl", sides))
        found = matches(service, desk, towns)
        all_asked = [_asked(desk, t, found[t.name][0], sides) for t in towns if t.name in found]
        first, last = _period(every, sides)
        scored = sum(first <= day <= last for a in all_asked for day, _ in a.town.changes)
        questions = list(questions_of(all_asked, first, last))
        heading = "by party, as the table has it" if strict else "by side"
        print(f"\n== {heading} ==")
        if not strict:
            total = sum(len(t.changes) for t in towns)
            inside = sum(first <= d <= last for t in towns for d, _ in t.changes)
            how = dict(Counter(found[a.town.name][1][2:] for a in all_asked))
            print(f"{len(every)} statements, {first} to {last}; {len(towns)} places of the truth")
            print(
                f"{len(all_asked)} have a claim ({how}); {total} changes, {inside} in the period,"
            )
            print(f"{scored} of places with a claim; {len(questions)} days asked about")
        print_scores(questions, online=online)
        if not strict:
            print_delays(all_asked, first, last, online=online)
            if worst:
                print_worst(questions, every, rows, worst)


def _asked(desk: Desk, town: Town, key: str, sides: Sides) -> Asked:
    brief = desk.brief(desk.places.place(key))
    moving = tuple(s for s in brief.statements if s.claim.kind.moves_control)
    return Asked(town, brief.place, moving, brief.context, sides)


def _period(every: Sequence[Statement], sides: Sides) -> tuple[date, date]:
    """Return the first and last day that reports tell of; without dates, all of the truth."""
    days = [s.published.date() for s in every if s.published]
    if not days:
        return sides.begins, date(2023, 10, 9)
    return min(days), max(days)


def _arguments() -> argparse.Namespace:
    default = os.environ.get("WHOHOLDS_DATA", Path(__file__).resolve().parents[2] / "shared")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", choices=("timeline", "narratives"), default="timeline")
    parser.add_argument("--plain", action="store_true", help="without the gazetteer of Syria")
    parser.add_argument("--data", type=Path, default=Path(default), help="the evaluation data")
    parser.add_argument("--store", type=Path, help="folder where stores are kept between runs")
    parser.add_argument("--limit", type=int, default=0, help="read only the first N reports")
    parser.add_argument("--workers", type=int, default=1, help="processes that read")
    parser.add_argument("--worst", type=int, default=0, help="places to look into")
    return parser.parse_args()


if __name__ == "__main__":
    main()
