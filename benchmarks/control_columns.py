"""Independence on columns: the first of each voice's repetitions, for simulated wars."""

from __future__ import annotations

import numpy as np

from whoholds.control.track import Floats, Ints


def independent(
    place: Ints,
    origin: Ints,
    says: Ints,
    *,
    start: Floats,
    end: Floats,
    p: Floats,
    within: float,
) -> Ints:
    """Return the rows that count, as `copies.groups_of` chooses them, in rising order.

    place, origin, says: (R,) codes >= 0; rows that agree in all three repeat each other where
    their windows overlap or follow the first one's end by at most `within` days. Of each group
    the surest, then narrowest, then first row counts. Cost: O(R log R).
    """
    if not len(place):
        return np.zeros(0, dtype=np.int64)
    key = (place * (int(origin.max()) + 1) + origin) * (int(says.max()) + 1) + says
    order = np.lexsort((end, start, key))
    key, begins, ends = key[order], start[order], end[order]
    group = _groups(key, begins, ends, within)
    rank = np.lexsort((np.arange(len(order)), (ends - begins), -p[order], group))
    heads = np.ones(len(order), dtype=bool)
    heads[1:] = np.diff(group[rank]) != 0
    return np.sort(order[rank[heads]]).astype(np.int64)


def _groups(key: Ints, begins: Floats, ends: Floats, within: float) -> Ints:
    """Return the group of each row of rows sorted by key and begin.

    All keys open one group at a time, in step: a group reaches to the first row that begins too
    late for it.
    """
    starts = np.flatnonzero(np.diff(key, prepend=key[0] - 1))
    stops = np.append(starts[1:], len(key))
    low = float(begins.min())
    width = float(begins.max()) - low + within + 2.0
    number = np.cumsum(np.diff(key, prepend=key[0]) != 0)
    scale = number * width + (begins - low)
    opened = np.zeros(len(key), dtype=bool)
    heads = starts
    while len(heads):
        opened[heads] = True
        reach = np.minimum(ends[heads] - low + within, width - 1.0)
        following = np.searchsorted(scale, number[heads] * width + reach, side="right")
        alive = following < stops
        heads, stops = following[alive], stops[alive]
    return np.cumsum(opened).astype(np.int64)
