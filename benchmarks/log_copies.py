"""Copies of reports: how many are found, how many found are none, and how fast.

Run: python benchmarks/log_copies.py [--seed 1] [--reports 20000]
The set: 200 generated base reports, each with 12 altered versions (cut, sentences reordered,
headline changed, 3 to 40 % of the words replaced, and mixtures), and 2,000 unrelated reports on
the same war in the same words. A pair counts as found when both reports land in one group.
Aims: recall >= 0.97 at precision >= 0.99, >= 20,000 reports/s once fingerprinted.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

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


def make_set(seed: int) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return texts, the true group of each, and the change that made it, by report id."""
    rng = random.Random(seed)
    texts, truth, change_of = {}, {}, {}
    for base in range(200):
        lines = make_report(rng)
        versions = {"base": lines, **{n: change(rng, lines) for n, change in CHANGES.items()}}
        for name, version in versions.items():
            identity = f"{base:04d} {name}"
            texts[identity], truth[identity] = " ".join(version), f"base {base}"
            change_of[identity] = name
    for number in range(2000):
        identity = f"unrelated {number}"
        texts[identity], truth[identity] = " ".join(make_report(rng)), identity
    return texts, truth, change_of


def pairs_within(groups: Mapping[str, str]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups.values()).values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=20_000)
    options = parser.parse_args()
    texts, truth, change_of = make_set(options.seed)
    prints = {identity: fingerprint(text) for identity, text in texts.items()}
    found = copy_groups(prints)
    right = pairs_within({identity: f"{truth[identity]} {found[identity]}" for identity in texts})
    print(
        f"{len(texts)} reports: recall {right / pairs_within(truth):.4f}, "
        f"precision {right / max(1, pairs_within(found)):.4f}"
    )
    missed: defaultdict[str, int] = defaultdict(int)
    for identity, name in change_of.items():
        base = f"{identity[:4]} base"
        missed[name] += found[identity] != found[base]
    for name in CHANGES:
        print(f"  {name:28} {200 - missed[name]} of 200 with their base")
    speed(options.seed, options.reports)


def speed(seed: int, count: int) -> None:
    rng = random.Random(seed)
    texts = {}
    for number in range(count):
        lines = make_report(rng) if number % 4 else reword(0.1)(rng, make_report(rng))
        texts[f"{number:06d}"] = " ".join(lines)
    begun = time.process_time()
    prints = {identity: fingerprint(text) for identity, text in texts.items()}
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


if __name__ == "__main__":
    main()
