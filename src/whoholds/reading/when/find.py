"""The search for time expressions in a text, and the choice of what they count from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from spacy.tokens import Doc

from whoholds.model import Interval, Span, TimeExpression, TimeType, midnight
from whoholds.reading.text import text_of
from whoholds.reading.when import absolute, hours, relative
from whoholds.reading.when.calendar import interval_of
from whoholds.reading.when.grammar import Match, find_matches, load_grammar
from whoholds.reading.when.guards import is_time
from whoholds.reading.when.lexicon import Lexeme, lex, load_lexicon
from whoholds.reading.when.meaning import Meaning, Reading
from whoholds.reading.when.scope import Scope, Tense

_CONNECT = frozenset({"DASH", "TO", "AND", "SLASH", "OR"})
_DEICTIC = frozenset({"weekday", "dayword", "stepped-weekday", "nightword", "stepped-part", "ago"})
_NO_EDGE = frozenset(
    {"set", "reference", "these-days", "units", "duration", "duration-adjective", "run", "weekdays",
     "clock", "noon", "early-hours", "then", "ago", "later", "edge-unit", "day-of-month",
     "part-of-month"}
)  # fmt: skip
_EDGES = frozenset({"EDGE", "EDGENOUN", "EARLIER", "LATER"})
_SHARES_YEAR = frozenset({"month", "day-month", "month-day", "season", "fall"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PART_OF_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})T(?:MO|AF|EV|\d{2})")
_ASIDE_YEARS = 20  # a bare year further off is an aside, as in "the war of 1812"
_LIST_REACH = 12  # lexemes between two times of one list
_GOES_ON = frozenset({"and", "then", "before"})
_ENDS = frozenset({"STOP", "BREAK"})
_ASIDES = frozenset({"which", "who", "that", "but", "while", "although", "though", "now"})
_BACKGROUND = frozenset({"since", "from", "of"})
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "its", "their"})
_TENSE_REACH = 14  # lexemes looked at for the tense, on each side


def find_times(
    doc: Doc, *, anchor: datetime | None, context_times: Sequence[TimeExpression] = ()
) -> tuple[TimeExpression, ...]:
    """Find the time expressions of a text, with TIMEX3 values and half-open intervals.

    doc: any tokenized document; only its text is read. anchor: when it was published, None where
    unknown: then relative times stay open (XXXX-...). context_times: what was found in the text
    before this one in the same report; the narrative goes on from there.

    The words of an expression leave out its preposition: "since early 2015" gives "early 2015"
    with the value 2015 and the interval January to April; `link_time` reads the "since".
    """
    lexemes = lex(text_of(doc))
    matches = find_matches(lexemes)
    scope = _scope(matches, lexemes, anchor, context_times)
    spelt = load_grammar().spell(lexemes)
    found: list[TimeExpression] = []
    for index, match in enumerate(matches):
        if not is_time(match, lexemes, scope):
            continue
        reading = Reading(
            match,
            lexemes,
            scope,
            _tense(match, lexemes),
            _year_ahead(matches, index, lexemes, scope)
            or _year_behind(matches, index, lexemes, scope),
        )
        free = matches[index - 1].end if index else 0
        found.extend(
            _expression(m, lexemes, scope, reading.tense) for m in _make(reading, free, spelt)
        )
    return tuple(found)


def _make(reading: Reading, free: int, spelt: str) -> list[Meaning]:
    """Return the meanings of a match, the first widened by "early", "the end of" and the like.

    free: the first lexeme that no earlier match uses.
    """
    rule = reading.match.rule
    meanings = _MAKERS[rule.make](reading)
    if not meanings or rule.name in _NO_EDGE:
        return meanings
    head = meanings[0]
    edge = _edge_pattern().search(spelt, max(free, head.first - 6), head.first)
    if edge is None:
        return meanings
    words = [x for x in reading.lexemes[edge.start() : edge.end()] if x.kind in _EDGES]
    return [_with_edge(head, edge.start(), words[0], reading.scope), *meanings[1:]]


def _with_edge(meaning: Meaning, first: int, word: Lexeme, scope: Scope) -> Meaning:
    mod = {"EARLIER": "START", "LATER": "END"}.get(word.kind) or str(word.value)
    interval = None
    whole = interval_of(meaning.value) if meaning.value else None
    base = scope.base()
    if word.kind in ("EARLIER", "LATER") and whole is not None:
        interval = whole
        if base is not None and whole.contains(midnight(base)):
            interval = _clipped(whole, base, word.kind)
    return replace(meaning, first=first, mod=mod, interval=interval)


def _clipped(whole: Interval, base: date, side: str) -> Interval:
    if side == "LATER":
        return Interval(start=midnight(base), end=whole.end, granularity=whole.granularity)
    end = midnight(base) + timedelta(days=1)
    return Interval(start=whole.start, end=end, granularity=whole.granularity)


def _expression(
    meaning: Meaning, lexemes: list[Lexeme], scope: Scope, tense: Tense
) -> TimeExpression:
    span = Span(lexemes[meaning.first].start, lexemes[meaning.last - 1].end)
    interval = meaning.interval
    if interval is None and meaning.type in (TimeType.DATE, TimeType.TIME) and meaning.value:
        interval = interval_of(meaning.value, meaning.mod)
    part = _PART_OF_DAY.match(meaning.value or "")
    if part is not None and meaning.interval is not None:
        _move(scope, meaning, date.fromisoformat(part[1]), tense)
    elif _is_background(meaning, lexemes, scope):
        pass  # the story does not go there
    elif meaning.interval is None and interval is not None and interval.start is not None:
        _move(scope, meaning, interval.start.date(), tense)
    return TimeExpression(span=span, type=meaning.type, value=meaning.value, interval=interval)


def _is_background(meaning: Meaning, lexemes: list[Lexeme], scope: Scope) -> bool:
    """Say whether a time is no step of the story: which of several, or since when.

    As in "the 2018 strikes" and "for the first time since May 2012".
    """
    before = lexemes[meaning.first - 1].low if meaning.first else ""
    value = meaning.value or ""
    if len(value) == 4:
        return before in _ARTICLES or before == "since"
    return scope.narrative and before == "since" and scope.reached is not None


def _move(scope: Scope, meaning: Meaning, day: date, tense: Tense) -> None:
    """Let the story go on from a time, unless that is background or a prospect."""
    value = meaning.value or ""
    if len(value) < 4:  # decades and centuries are background
        return
    quarter = "-Q" in value
    grain = "Y" if len(value) == 4 else "M"
    if _DAY.match(value):
        grain = "D"
    elif "-W" in value[:6] and value[6:8].isdecimal():
        grain = "W"
    if scope.narrative and scope.reached is not None and grain == "Y":
        far = day.year - scope.reached.year
        if abs(far) > _ASIDE_YEARS or (far > 0 and tense is Tense.FUTURE):
            return
    scope.move(day, grain, quarter=quarter)


def _tense(match: Match, lexemes: list[Lexeme]) -> Tense:
    """Return where the nearest verb cue points: leftwards first, then rightwards."""
    lexicon = load_lexicon()
    left = range(match.start - 1, max(-1, match.start - 1 - _TENSE_REACH), -1)
    right = range(match.end, min(len(lexemes), match.end + _TENSE_REACH))
    for side in (left, right):
        for index in side:
            lexeme = lexemes[index]
            if lexeme.kind == "BREAK" or lexeme.low in (".", "?", "!", ";"):
                break
            if lexeme.low in lexicon.future:
                return Tense.FUTURE
            if lexeme.low in lexicon.past or (lexeme.kind == "OTHER" and lexeme.low[-2:] == "ed"):
                return Tense.PAST
    return Tense.OPEN


def _year_ahead(
    matches: list[Match], index: int, lexemes: list[Lexeme], scope: Scope
) -> int | None:
    """Return the year that the next expression tells for this one too.

    As in "May to June 2015" and "on 2 August last year".
    """
    if index + 1 >= len(matches):
        return None
    here, there = matches[index], matches[index + 1]
    between = lexemes[here.end : there.start]
    if not between and there.rule.name == "stepped-unit" and here.rule.name in _SHARES_YEAR:
        named = relative.stepped_unit(Reading(there, lexemes, scope, Tense.OPEN))[:1]
        value = (named[0].value if named else None) or ""
        return int(value) if len(value) == 4 and value.isdecimal() else None
    if len(between) != 1 or between[0].kind not in _CONNECT or here.rule.name not in _SHARES_YEAR:
        return None
    found = there.found.re.groupindex
    if "year" not in found or there.found.start("year") < 0:
        return None
    year = lexemes[there.found.start("year")].value
    if not isinstance(year, int):
        return None
    first, last = (_month_of(m, lexemes) for m in (here, there))
    return year - 1 if first and last and first > last else year


def _year_behind(
    matches: list[Match], index: int, lexemes: list[Lexeme], scope: Scope
) -> int | None:
    """Return the year that goes on from the time before in a list of events.

    As in "took A in March 2015, B in April and C in May", within one sentence.
    """
    month = _month_of(matches[index], lexemes)
    if month is None or not _goes_on(matches, index, lexemes):
        return None
    year = scope.year_goes_on(month, None)
    if year is None or scope.anchor is None:
        return year
    return year if (year, month) <= (scope.anchor.year, scope.anchor.month) else None


def _goes_on(matches: list[Match], index: int, lexemes: list[Lexeme]) -> bool:
    """Say whether a time follows one with a year in a list, straight or over others like it."""
    here = matches[index]
    if not index or here.rule.name not in _SHARES_YEAR:
        return False
    before = matches[index - 1]
    between = lexemes[before.end : here.start]
    words = {x.low for x in between}
    if len(between) > _LIST_REACH or any(x.kind in _ENDS for x in between) or words & _ASIDES:
        return False
    verbs = any(x.low in load_lexicon().past or x.low.endswith("ed") for x in between)
    if not words & _GOES_ON and (verbs or "," not in words):
        return False
    if before.start and lexemes[before.start - 1].low in _BACKGROUND:
        return False
    told = before.found.re.groupindex.keys() & {"year", "year2"}
    if any(before.found.start(group) >= 0 for group in told):
        return True
    return _goes_on(matches, index - 1, lexemes)


def _month_of(match: Match, lexemes: list[Lexeme]) -> int | None:
    if "month" not in match.found.re.groupindex or match.found.start("month") < 0:
        return None
    value = lexemes[match.found.start("month")].value
    return value if isinstance(value, int) else None


def _scope(
    matches: list[Match],
    lexemes: list[Lexeme],
    anchor: datetime | None,
    context_times: Sequence[TimeExpression],
) -> Scope:
    # The first and last centuries of the calendar are nobody's publication date.
    day = anchor.date() if anchor is not None and 100 < anchor.year < 9900 else None
    offset = (anchor.utcoffset() if anchor is not None else None) or timedelta()
    scope = Scope(day, _is_narrative(matches, lexemes, day), offset=offset)
    for time in context_times:
        if time.interval is not None and time.interval.start is not None and time.value:
            _move(
                scope, Meaning(0, 0, time.type, time.value), time.interval.start.date(), Tense.OPEN
            )
    return scope


def _is_narrative(matches: list[Match], lexemes: list[Lexeme], anchor: date | None) -> bool:
    """Say whether a text tells history: more years of other times than words of the day's news."""
    if anchor is None:
        return True
    news = sum(m.rule.name in _DEICTIC for m in matches)
    history = 0
    for match in matches:
        if "year" in match.found.re.groupindex and match.found.start("year") >= 0:
            year = lexemes[match.found.start("year")].value
            history += isinstance(year, int) and year < anchor.year
    return history >= 3 and history > 2 * news


_MAKERS: dict[str, Callable[[Reading], list[Meaning]]] = {
    name: getattr(module, name)
    for module in (absolute, hours, relative)
    for name in dir(module)
    if callable(getattr(module, name)) and not name.startswith("_")
}


@cache
def _edge_pattern() -> re.Pattern[str]:
    """The words before an expression that take a part of it, up to where it starts."""
    return load_grammar().compile(
        "(?:VERY? EDGE (?:DASH|IN|ON)?|THE? EDGENOUN OF|THE EDGE DASH?"
        "|(?:EARLIER|LATER) (?:IN|ON)?) THE?$"
    )
