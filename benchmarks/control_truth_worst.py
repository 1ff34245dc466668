"""The places that went worst: what was told of them, and where the knowledge was lost."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from control_truth_answers import Asked, Reply
from control_truth_scores import Question, brier
from control_truth_table import OTHER, Row, names_of
from whoholds.control.dating import available_at, day_of
from whoholds.model import Statement


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
