"""A matched rule with what surrounds it, and the meaning that a maker gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from whoholds.model import Interval, TimeType
from whoholds.reading.when.grammar import Match
from whoholds.reading.when.lexicon import Lexeme
from whoholds.reading.when.scope import Scope, Tense

_SCALE = {100: 100, 12: 12}


@dataclass(frozen=True)
class Meaning:
    """The type and value of the lexemes `[first, last)`.

    mod: START, MID, END or a TIMEX3 quantity. interval: set where the value does not give it.
    """

    first: int
    last: int
    type: TimeType
    value: str | None
    mod: str | None = None
    interval: Interval | None = None


@dataclass(frozen=True)
class Reading:
    """One match in its text, as the makers see it.

    year_ahead: the year that a following expression shares with this one ("May 3 to June 4,
    2015"). tense: of the verb near it.
    """

    match: Match
    lexemes: Sequence[Lexeme]
    scope: Scope
    tense: Tense
    year_ahead: int | None = None

    def has(self, group: str) -> bool:
        """Say whether a group took part in the match."""
        return bool(self.match.at(group))

    def text(self, group: str) -> str:
        """Return the lower-case words of a group, joined by spaces."""
        return " ".join(self.lexemes[i].low for i in self.match.at(group))

    def value(self, *groups: str) -> int | str | None:
        """Return the value of the first lexeme of the first group that took part."""
        for group in groups:
            for i in self.match.at(group):
                return self.lexemes[i].value
        return None

    def integer(self, *groups: str) -> int | None:
        """Return the value of a group that holds a whole number, else None."""
        value = self.value(*groups)
        return value if isinstance(value, int) else None

    def word(self, *groups: str) -> str | None:
        """Return the value of a group that holds a code, else None."""
        value = self.value(*groups)
        return value if isinstance(value, str) else None

    def kind(self, group: str) -> str:
        """Return the class of a group's last lexeme, "" where it took no part."""
        indexes = self.match.at(group)
        return self.lexemes[indexes[-1]].kind if indexes else ""

    def follows(self, kind: str) -> bool:
        """Say whether a word of a class stands right before the match."""
        return self.match.start > 0 and self.lexemes[self.match.start - 1].kind == kind

    def goes_on(self) -> bool:
        """Say whether a word follows the match at once."""
        end = self.match.end
        return end < len(self.lexemes) and self.lexemes[end].kind not in ("STOP", "COMMA", "BREAK")

    def number(self, group: str) -> float | None:
        """Return the number that figures or number words of a group tell."""
        total, seen = 0.0, False
        for i in self.match.at(group):
            lexeme = self.lexemes[i]
            if lexeme.kind == "DASH":
                continue
            value = _float(lexeme.value)
            if value is None:
                return None
            total = total * value if seen and value in _SCALE else total + value
            seen = True
        return total if seen else None

    def whole(
        self,
        kind: TimeType,
        value: str | None,
        *,
        mod: str | None = None,
        interval: Interval | None = None,
    ) -> list[Meaning]:
        """Return one meaning for the whole match."""
        return [Meaning(self.match.start, self.match.end, kind, value, mod, interval)]

    def day(
        self, day: date | None, suffix: str = "", *, open_value: str = "XXXX-XX-XX"
    ) -> list[Meaning]:
        """Return a day, or a time of it with a suffix such as "TNI"."""
        kind = TimeType.TIME if suffix else TimeType.DATE
        value = open_value if day is None else day.isoformat()
        return self.whole(kind, value + suffix)


def _float(value: int | str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
