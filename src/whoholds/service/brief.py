"""All that bears on who holds a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from whoholds.control import Case, Context, case_of
from whoholds.model import Place, Statement


@dataclass(frozen=True)
class Brief:
    """All that bears on who holds a place."""

    place: Place
    statements: tuple[Statement, ...]
    context: Context

    @cached_property
    def case(self) -> Case:
        """The evidence weighed and the chain run over it."""
        return case_of(self.place, self.statements, self.context)

    @property
    def size(self) -> int:
        """How many statements it keeps in memory."""
        context = self.context
        return 1 + len(self.statements) + len(context.regions) + len(context.inside)
