"""Which reports are copies of one text: cut, reordered, retitled or lightly rewritten.

A report is three sets: its content words, and their runs of two and of four. Reports that agree
in a MinHash value (Broder 1997) of the runs of four are worth a look: with 40 % of the words
replaced one run in eight stays whole, while unrelated reports hardly share any, so that the time
is linear in the reports. The words and the pairs decide. Copies of copies are copies. An agency's
stock phrases come back for years, so copies must also be of one time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

PAIRS, WORDS = 0.23, 0.57
"""Least shares of the smaller report's word pairs and words that its copy has too.

On 400 agency reports of one war, at most 3 % of copies with 40 % of the words replaced fall
below; of reports more than a month apart, 2 in 1,000 come above: daily lists by one agency.
"""
WINDOW = timedelta(days=3)
"""Copies are published within this time of one another, where both tell their time."""
RUN, KEYS, VALUES = 4, 80, 96
"""Words in a run; MinHash values of the runs, to find by, and of the pairs, to compare by."""
_CLEAR, _FAINT = 0.5, 0.1
"""Agreement in the pairs' values above or below which the sets need not be compared."""
_FEW = 100
"""Reports up to which all are compared with all: sorting them by 80 keys would take longer."""
_CROWD = 6
"""Of a run that more reports than this share, neighbours are compared instead of all pairs."""

# Words of three letters and fewer are mostly grammar, which rewriting changes first.
_TOKEN = re.compile(r"\d+|[^\W\d_]{4,}")
_FACTORS: Hashes = np.random.Generator(np.random.PCG64(20170630)).integers(
    0, 2**63, max(KEYS, VALUES), dtype=np.uint64
) * np.uint64(2) + np.uint64(1)


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """A text's fingerprint: its words and pairs of words as sorted hashes, and MinHash values.

    keys: of the runs; values: of the pairs; empty for a text of fewer than two content words.
    published: UTC, None where unknown.
    """

    words: Hashes
    pairs: Hashes
    keys: NDArray[np.uint32]
    values: NDArray[np.uint32]
    published: datetime | None = None


def fingerprint(text: str, *, published: datetime | None = None) -> Print:
    """Return the fingerprint of a text; the same on every machine."""
    words = np.array([_word_hash(w) for w in _TOKEN.findall(text.casefold())], dtype=np.uint64)
    pairs, runs = _runs(words, 2), _runs(words, min(RUN, max(2, words.size)))
    keys, values = _minima(runs, KEYS), _minima(pairs, VALUES)
    return Print(_distinct(words), pairs, keys, values, published)


def _runs(words: Hashes, length: int) -> Hashes:
    """Return the hashes of the runs of so many words, sorted, each once."""
    count = words.size - length + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    total = words[:count].copy()
    for at in range(1, length):
        total = total * np.uint64(0x9E3779B97F4A7C15) + words[at : at + count]
    return _distinct(_mixed(total))


def _distinct(hashes: Hashes) -> Hashes:
    """Return the hashes sorted, each once; on a text's few, sorting beats what `np.unique` does."""
    ordered = np.sort(hashes)
    found: Hashes = ordered[np.append(ordered[:-1] != ordered[1:], ordered[:1] == ordered[:1])]
    return found


def _minima(hashes: Hashes, count: int) -> NDArray[np.uint32]:
    if not hashes.size:
        return np.empty(0, dtype=np.uint32)
    smallest: Hashes = (hashes[:, None] * _FACTORS[None, :count]).min(axis=0)
    return (smallest >> np.uint64(32)).astype(np.uint32)


def copy_groups(prints: Mapping[str, Print]) -> dict[str, str]:
    """Return, for each report id, the smallest id among the reports that it is a copy of or with.

    A report without copies is its own group. Neither the order nor the seed matters; adding
    reports can only join groups. Time is linear in the reports for texts that are not all alike.
    """
    ids = sorted(prints)
    groups = _Groups(len(ids))
    told = [n for n, identity in enumerate(ids) if prints[identity].pairs.size]
    if told:
        keys = np.stack([prints[ids[n]].keys for n in told])
        values = np.stack([prints[ids[n]].values for n in told])
        for first, second, agreement in _candidates(keys, values):
            one, other = told[first], told[second]
            if groups.root(one) != groups.root(other) and _are_copies(
                prints[ids[one]], prints[ids[other]], agreement
            ):
                groups.join(one, other)
    return {identity: ids[groups.root(n)] for n, identity in enumerate(ids)}


def _are_copies(one: Print, other: Print, agreement: float) -> bool:
    if one.published and other.published and abs(one.published - other.published) > WINDOW:
        return False
    return agreement >= _CLEAR or (
        containment(one.pairs, other.pairs) >= PAIRS
        and containment(one.words, other.words) >= WORDS
    )


def containment(one: Hashes, other: Hashes) -> float:
    """Return the share (0..1) of the smaller of two sets of hashes that the other has too."""
    smaller = min(one.size, other.size)
    if not smaller:
        return 0.0
    both = np.concatenate((one, other))
    both.sort(kind="stable")
    return int(np.count_nonzero(both[1:] == both[:-1])) / smaller


def _candidates(
    keys: NDArray[np.uint32], values: NDArray[np.uint32]
) -> Iterable[tuple[int, int, float]]:
    """Return pairs of rows that agree in a key, the most alike first, with their agreement."""
    first, second = _pairs_of_few(keys) if len(keys) <= _FEW else _pairs_of_many(keys)
    agreement = np.empty(len(first))
    for at in range(0, len(first), 50_000):
        part = slice(at, at + 50_000)
        agreement[part] = (values[first[part]] == values[second[part]]).mean(axis=1)
    kept = np.flatnonzero(agreement >= _FAINT)
    ranked = kept[np.lexsort((second[kept], first[kept], -agreement[kept]))]
    columns = (first[ranked].tolist(), second[ranked].tolist(), agreement[ranked].tolist())
    return zip(*columns, strict=True)


def _pairs_of_few(keys: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of rows that agree in a key, by comparing all of them."""
    one, other = _corner(len(keys))
    agree = np.flatnonzero((keys[one] == keys[other]).any(axis=1))
    return one[agree], other[agree]


def _pairs_of_many(keys: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of rows that agree in a key, by sorting each key; of crowds only some."""
    pairs = np.sort(np.concatenate([_equal_pairs(keys[:, at]) for at in range(KEYS)]))
    pairs = pairs[np.append(pairs[:-1] != pairs[1:], pairs[:1] == pairs[:1])]
    return pairs >> 32, pairs & 0xFFFFFFFF


def _equal_pairs(keys: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return the pairs of rows with equal keys, as `first << 32 | second`."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    sizes = np.diff(np.append(starts, len(ordered)))
    found = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= _CROWD)]).tolist():
        rows = order[starts[sizes == size][:, None] + np.arange(size)]
        one, other = _corner(size)
        found.append(((rows[:, one] << 32) | rows[:, other]).ravel())
    crowded = np.repeat(sizes > _CROWD, sizes)
    beside = np.flatnonzero(crowded[1:] & (ordered[1:] == ordered[:-1]))
    found.append((order[beside] << 32) | order[beside + 1])
    return np.concatenate(found)


@cache
def _corner(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs (one, other) of `size` things, one before other."""
    one, other = np.triu_indices(size, 1)
    return one, other


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")


def _mixed(values: Hashes) -> Hashes:
    """Return the values with their bits well spread (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


class _Groups:
    """Disjoint sets of numbers; a set's root is its smallest member."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, number: int) -> int:
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._above[high] = low
