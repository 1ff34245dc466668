"""What is no time though its words could be: counts, names, verbs that look like months."""

from __future__ import annotations

from collections.abc import Sequence

from whoholds.reading.when.grammar import Match
from whoholds.reading.when.lexicon import Lexeme, load_lexicon
from whoholds.reading.when.scope import Scope

_BEFORE_DATE = frozenset(
    {"IN", "ON", "BY", "CUE", "FROM", "TO", "OF", "EDGE", "EDGENOUN", "AND", "SINCE", "DASH",
     "EARLIER", "LATER", "SLASH", "THAT", "THIS", "LAST", "NEXT", "OR", "APPROX", "THAN"}
)  # fmt: skip
_BEFORE_THEN = frozenset({"by", "since", "until", "till"})
_AFTER_THEN = frozenset(
    {"the", "a", "he", "she", "it", "they", "we", "his", "her", "its", "their", "this", "these",
     "had", "has", "have", "was", "were", "is", "are", "most", "all", "several", "only", "no"}
)  # fmt: skip
_ONLY_BEFORE_TIME = frozenset({"since", "until", "till", "during", "throughout"})
_AFTER_DAY = frozenset(
    {"STOP", "COMMA", "BREAK", "DASH", "AND", "OR", "TO", "SLASH", "IN", "OF", "ON", "AT", "END"}
)


def is_time(match: Match, lexemes: Sequence[Lexeme], scope: Scope) -> bool:
    """Say whether a matched rule tells a time here, judged by the lexemes around it."""
    before = lexemes[match.start - 1] if match.start else None
    after = lexemes[match.end] if match.end < len(lexemes) else None
    name = match.rule.name
    if name == "then":
        rest = after is None or after.kind in _AFTER_DAY or after.low in _AFTER_THEN
        return before is not None and before.low in _BEFORE_THEN and rest
    if name == "year":
        return _is_year(match, lexemes, before, after)
    if match.end - match.start == 1:
        first = lexemes[match.start]
        if first.low in load_lexicon().alone:
            return before is not None and before.kind in _BEFORE_DATE
        if name == "noon":
            return _is_part(first, before, scope)
        if name == "clock":
            return before is None or before.kind not in ("N12", "N24", "NBIG")
    if name == "day-of-month":
        return after is None or after.kind in _AFTER_DAY
    if name == "day-month" and after is not None and after.kind == "MONTH":
        return True
    return True


def _is_year(
    match: Match, lexemes: Sequence[Lexeme], before: Lexeme | None, after: Lexeme | None
) -> bool:
    if match.end - match.start > 1:
        return True
    lexicon = load_lexicon()
    year = lexemes[match.start].value
    if before is not None and before.low in lexicon.currency:
        return False
    if after is not None and after.kind in (
        "ZONE",
        "DOTDATE",
        "SLASHDATE",
    ):  # a clock time without a colon
        return False
    if before is not None and before.kind in _BEFORE_DATE - {"OF", "THAN", "AND", "APPROX"}:
        counts = before.kind in ("TO", "FROM", "APPROX", "DASH", "CUE")
        counts = counts and before.low not in _ONLY_BEFORE_TIME
        return not (counts and after is not None and after.low in lexicon.counted)
    if after is not None and (after.low in lexicon.counted or after.low == "%"):
        return False
    return isinstance(year, int) and 1700 <= year <= 2100


def _is_part(part: Lexeme, before: Lexeme | None, scope: Scope) -> bool:
    if part.low in ("noon", "midnight", "midday"):
        return True
    if before is None or before.kind not in ("AT", "BY", "IN", "THE", "CUE", "TO"):
        return False
    return part.low == "night" or scope.reached is not None
