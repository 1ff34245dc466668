"""Many places on many days: a panel of holders, and the shares of each party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from whoholds.control.answers import findings
from whoholds.control.case import Case
from whoholds.control.dating import day_end
from whoholds.control.track import CONTESTED, FIRST_PARTY, UNKNOWN, Ints
from whoholds.model import HoldingStatus, Place


@dataclass(frozen=True, slots=True)
class Panel:
    """Who holds P places on D days.

    parties: (H,) keys, names: their names. probability: (P, D, 2 + H) over unknown, contested and
    each party; rows sum to 1. answer: (P, D) column of the holder, or CONTESTED or UNKNOWN.
    figure: (P, D) the probability of the answer.
    """

    places: tuple[Place, ...]
    days: tuple[date, ...]
    parties: tuple[str, ...]
    names: Mapping[str, str]
    probability: npt.NDArray[np.float32]
    answer: Ints
    figure: npt.NDArray[np.float32]

    def frame(self) -> pl.DataFrame:
        """Return one row per place and day: place_id, date, status, holder_id, holder_name,
        probability (of the holder, else of the status), contested, unknown."""
        count, days = self.answer.shape
        answer = self.answer.ravel()
        flat = self.probability.reshape(count * days, -1)
        keys = [None, None, *self.parties]
        words = [HoldingStatus.UNKNOWN.value, HoldingStatus.CONTESTED.value]
        words += [HoldingStatus.HELD.value] * len(self.parties)
        holder = pl.Series(keys, dtype=pl.String).gather(answer)
        return pl.DataFrame(
            {
                "place_id": np.repeat([p.id for p in self.places], days),
                "date": pl.Series(list(self.days) * count, dtype=pl.Date),
                "status": pl.Series(words, dtype=pl.String).gather(answer),
                "holder_id": holder,
                "holder_name": holder.replace_strict(
                    list(self.names),
                    list(self.names.values()),
                    default=None,
                    return_dtype=pl.String,
                ),
                "probability": self.figure.ravel(),
                "contested": flat[:, CONTESTED],
                "unknown": flat[:, UNKNOWN],
            }
        )

    def shares(self, unit: str = "admin1") -> pl.DataFrame:
        """Return, by day and unit ("country", "admin1" or "admin2"), what each party holds.

        Columns: date, country, the units, status, holder_id (None where contested or unknown),
        places, population (of those places that have one; None where none has).
        """
        place = pl.DataFrame(
            {
                "place_id": [p.id for p in self.places],
                "country": [p.country for p in self.places],
                "admin1": [p.admin1_name or p.admin1 for p in self.places],
                "admin2": [p.admin2 for p in self.places],
                "population": pl.Series([p.population for p in self.places], dtype=pl.Int64),
            }
        )
        keys = list(dict.fromkeys(["date", "country", "admin1", unit, "status", "holder_id"]))
        if unit == "country":
            keys.remove("admin1")
        known = pl.col("population").is_not_null().any()
        people = pl.when(known).then(pl.col("population").sum()).alias("population")
        joined = self.frame().join(place, on="place_id")
        return joined.group_by(keys).agg(pl.len().alias("places"), people).sort(keys)


def panel_of(cases: Sequence[Case], days: Sequence[date]) -> Panel:
    """Return who holds the places of some cases on some days.

    A case without statements stands for a place that nobody mentions.
    """
    parties = tuple(sorted({h for c in cases for h in c.roster.holders}))
    names = {h: c.roster.names[h] for c in reversed(cases) for h in c.roster.holders}
    moments = np.array([day_end(d) for d in days], dtype=np.float64)
    beliefs = np.zeros((len(cases), len(days), FIRST_PARTY + len(parties)), dtype=np.float32)
    answer = np.zeros(beliefs.shape[:2], dtype=np.int64)
    figure = np.zeros(beliefs.shape[:2], dtype=np.float32)
    for i, case in enumerate(cases):
        columns = [UNKNOWN, CONTESTED]
        columns += [FIRST_PARTY + parties.index(h) for h in case.roster.holders]
        found = findings(case, moments)
        beliefs[i][:, columns] = found.beliefs.smoothed
        answer[i], figure[i] = np.array(columns)[found.answer], found.figure
    places = tuple(c.place for c in cases)
    return Panel(places, tuple(days), parties, names, beliefs, answer, figure)
