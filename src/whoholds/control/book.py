"""Control kept up to date: a new statement changes only the places that it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from whoholds.control.case import Case, Context, case_of
from whoholds.model import Place, Statement


class Book:
    """The cases of all places, each worked out when it is first asked for after a change.

    What the book answers is a pure function of the statements it holds: the order in which they
    came, and what was asked between, have no effect.
    """

    def __init__(
        self,
        places: Callable[[str], Place | None],
        *,
        context: Callable[[str], Context] = lambda _place_id: Context(),
    ) -> None:
        """places: place id -> its row, None where unknown. context: place id -> its context."""
        self._places, self._context = places, context
        self._statements: dict[str, dict[str, Statement]] = defaultdict(dict)
        self._cases: dict[str, Case] = {}

    def add(self, statements: Iterable[Statement]) -> frozenset[str]:
        """Take statements in; return the ids of the places whose answer may have changed."""
        touched = set()
        for statement in statements:
            phrase = statement.claim.place
            if phrase is None or phrase.place_id is None:
                continue
            if statement.id not in self._statements[phrase.place_id]:
                self._statements[phrase.place_id][statement.id] = statement
                touched.add(phrase.place_id)
        return self._forget(touched)

    def retract(self, statement_ids: Iterable[str]) -> frozenset[str]:
        """Leave statements out; return the ids of the places whose answer may have changed."""
        gone = set(statement_ids)
        touched = set()
        for place_id, held in self._statements.items():
            for found in gone & held.keys():
                del held[found]
                touched.add(place_id)
        return self._forget(touched)

    def case(self, place_id: str) -> Case:
        """Return the case of a place; raises KeyError where the place is unknown."""
        if place_id not in self._cases:
            place = self._places(place_id)
            if place is None:
                raise KeyError(place_id)
            held = self._statements.get(place_id, {})
            self._cases[place_id] = case_of(place, held.values(), self._context(place_id))
        return self._cases[place_id]

    def _forget(self, touched: set[str]) -> frozenset[str]:
        for place_id in touched:
            self._cases.pop(place_id, None)
        return frozenset(touched)
