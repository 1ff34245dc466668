"""Accuracy, Brier score and delay of each way of answering."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from control_truth_answers import OURS, Asked, Reply, methods
from control_truth_table import CONTESTED, LASTS, UNKNOWN
from whoholds.control.dating import day_end

OFFSETS = (-7, 1, 3, 7, 30)
RANDOM_DAYS, SEED = 200, 1
SURE = 0.7


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
