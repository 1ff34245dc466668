"""Which reports are versions of one page, and which came later."""

from __future__ import annotations

from itertools import combinations

import polars as pl

from whoholds.log.copies import Print, containment, fingerprint

_ALIKE = 0.5
"""Share of the shorter text's words that the other has too, from which on one is the other's
version: a page rewritten keeps its names; a list of news under one address has other texts."""


def versions(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the versions of each page among rows of the table `reports` with one `page` key.

    The same address is not enough: they must share their title, or half of the shorter one's
    words. Each frame has the oldest version first.
    """
    group = list(range(rows.height))
    titles = rows["title"].to_list()
    prints = [fingerprint(text) for text in rows["text"]]
    for one, other in combinations(range(rows.height), 2):
        if _is_version(titles[one], titles[other], prints[one], prints[other]):
            low, high = sorted((group[one], group[other]))
            group = [low if member == high else member for member in group]
    split = rows.with_columns(pl.Series("_group", group)).partition_by(
        "_group", maintain_order=True, include_key=False
    )
    return [in_page_order(part) for part in split]


def in_page_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Return versions of one page, the oldest first: by their own times where all have one."""
    moment = pl.coalesce("updated", "published")
    if rows.select(moment.is_null().any()).item():
        return rows.sort("version", "id")
    return rows.sort(moment, "version", "id")


def _is_version(title: str | None, other_title: str | None, one: Print, other: Print) -> bool:
    if title is not None and title == other_title:
        return True
    return containment(one.words, other.words) >= _ALIKE
