"""Copies of reports: how many are found, how many found are none, and how fast.

Run: python benchmarks/log_copies.py [--seed 1] [--reports 20000]
The set: 200 generated base reports, each with 12 altered versions (cut, sentences reordered,
headline changed, 3 to 40 % of the words replaced, and mixtures), and 2,000 unrelated reports on
the same war in the same words. A pair counts as found when both reports land in one group.
Each report is dated: copies within two days of their base, as a wire story is printed, and the
rest over ten years. Then the same with copies that carry no date, as pages often do, and one
where every base report comes again a month later in the same words with other news in them:
an agency's stock phrases, which are no copies.
Aims, each said to be reached or not: recall >= 0.97 at precision >= 0.99, >= 20,000 reports/s
once fingerprinted.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from log_aims import aim, summary
from log_texts import make_report, replace_words
from whoholds.log.copies import Print, copy_groups, fingerprint

Sentences = list[str]
Change = Callable[[random.Random, Sentences], Sentences]


def cut(share: float) -> Change:
    return lambda _, lines: lines[: max(3, round(len(lines) * share))]


def reorder(rng: random.Random, lines: Sentences) -> Sentences:
    return [lines[0], *rng.sample(lines[1:], len(lines) - 1)]


def retitle(rng: random.Random, lines: Sentences) -> Sentences:
    return [make_report(rng)[0], *lines[1:]]


def reword(share: float) -> Change:
    return lambda rng, lines: [replace_words(rng, line, share) for line in lines]


def both(*changes: Change) -> Change:
    def change(rng: random.Random, lines: Sentences) -> Sentences:
        for step in changes:
            lines = step(rng, lines)
        return lines

    return change


AGAIN = "a month later, 30 % other"
CHANGES: Mapping[str, Change] = {
    "exact": lambda _, lines: lines,
    "cut to 3/4": cut(0.75),
    "cut to 1/2": cut(0.5),
    "cut to 1/3": cut(0.34),
    "reordered": reorder,
    "retitled": retitle,
    "3 % replaced": reword(0.03),
    "10 % replaced": reword(0.1),
    "20 % replaced": reword(0.2),
    "40 % replaced": reword(0.4),
    "retitled, reordered, 20 %": both(retitle, reorder, reword(0.2)),
    "cut to 1/2, 30 %": both(cut(0.5), reword(0.3)),
}


@dataclass(slots=True)
class Made:
    """Texts, when they were published, the true group, and the change that made them, by id."""

    texts: dict[str, str] = field(default_factory=dict)
    published: dict[str, datetime] = field(default_factory=dict)
    truth: dict[str, str] = field(default_factory=dict)
    change_of: dict[str, str] = field(default_factory=dict)

    def add(self, identity: str, lines: Sentences, published: datetime, truth: str) -> None:
        self.texts[identity], self.truth[identity] = " ".join(lines), truth
        self.published[identity] = published


def make_set(seed: int) -> Made:
    """Return the base reports with their copies, what looks like them, and unrelated ones."""
    rng = random.Random(seed)
    made = Made()
    for base in range(200):
        lines, day = make_report(rng), _day(rng)
        versions = {"base": lines, **{n: change(rng, lines) for n, change in CHANGES.items()}}
        for name, version in versions.items():
            identity = f"{base:04d} {name}"
            later = timedelta(hours=0 if name == "base" else rng.uniform(0, 48))
            made.add(identity, version, day + later, f"base {base}")
            made.change_of[identity] = name
        again = reword(0.3)(rng, lines)
        identity = f"{base:04d} {AGAIN}"
        made.add(identity, again, day + timedelta(days=rng.uniform(28, 40)), identity)
    for number in range(2000):
        identity = f"unrelated {number}"
        made.add(identity, make_report(rng), _day(rng), identity)
    return made


def _day(rng: random.Random) -> datetime:
    return datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=rng.uniform(0, 3650))


def pairs_within(groups: Mapping[str, str]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups.values()).values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=20_000)
    options = parser.parse_args()
    made = make_set(options.seed)
    found = measure("with dates", made, made.published)
    measure("only bases dated", made, {i: d for i, d in made.published.items() if "base" in i})
    missed: defaultdict[str, int] = defaultdict(int)
    for identity, name in made.change_of.items():
        base = f"{identity[:4]} base"
        missed[name] += found[identity] != found[base]
    for name in CHANGES:
        print(f"  {name:28} {200 - missed[name]} of 200 with their base")
    again = sum(found[f"{base:04d} {AGAIN}"] == found[f"{base:04d} base"] for base in range(200))
    print(f"  {AGAIN:28} {again} of 200 taken for a copy")
    speed(options.seed, options.reports)
    summary()


def measure(name: str, made: Made, published: Mapping[str, datetime]) -> dict[str, str]:
    """Group the reports with the dates that are told; print recall and precision.

    Where no date is told, last month's story in the same words cannot be told from a copy: it is
    left out there.
    """
    ids = [i for i in made.texts if i in published or not i.endswith(AGAIN)]
    prints = {i: fingerprint(made.texts[i], published=published.get(i)) for i in ids}
    found = copy_groups(prints)
    truth = {i: made.truth[i] for i in ids}
    right = pairs_within({i: f"{truth[i]} {found[i]}" for i in ids})
    print(f"{len(ids)} reports {name}")
    aim(f"recall {name}", right / pairs_within(truth), least=0.97)
    aim(f"precision {name}", right / max(1, pairs_within(found)), least=0.99)
    return found


def speed(seed: int, count: int) -> None:
    rng = random.Random(seed)
    texts, days = {}, {}
    for number in range(count):
        lines = make_report(rng) if number % 4 else reword(0.1)(rng, make_report(rng))
        texts[f"{number:06d}"] = " ".join(lines)
        days[f"{number:06d}"] = _day(rng)
    begun = time.process_time()
    prints = {i: fingerprint(text, published=days[i]) for i, text in texts.items()}
    hashing = time.process_time() - begun
    print(f"fingerprints: {count / hashing:,.0f} reports for each second of processor time")
    for part in (count // 4, count // 2, count):
        some: dict[str, Print] = dict(list(prints.items())[:part])
        wall, processors = time.perf_counter(), time.process_time()
        groups = copy_groups(some)
        wall, processors = time.perf_counter() - wall, time.process_time() - processors
        print(
            f"groups of {part:,} reports: {part / wall:,.0f} reports/s, {part / processors:,.0f} "
            f"for each second of processor time ({len(set(groups.values())):,} groups)"
        )
    aim(f"reports/s of {count:,}", count / wall, least=20_000)


if __name__ == "__main__":
    main()
