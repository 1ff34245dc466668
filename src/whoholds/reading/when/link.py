"""The time of an event: through grammar, then the narrative, then the day of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from whoholds.model import Granularity, Interval, TimeBasis, TimeExpression, TimeType, midnight
from whoholds.reading.text import text_of
from whoholds.reading.when.bounds import Bound, bound_of, joined

_CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp", "csubj", "parataxis"})
_CROSSINGS = {"acl": 2.0}
_SAME_EVENT = frozenset({"xcomp", "aux", "cop", "aux:pass"})
_SAYING = frozenset(
    {"say", "report", "tell", "announce", "claim", "state", "add", "confirm", "declare", "quote",
     "deny", "note", "write", "indicate", "reveal", "warn", "insist", "allege", "acknowledge",
     "admit", "assert", "explain", "describe", "estimate", "document", "mention", "cite", "post"}
)  # fmt: skip
_LIGHT = frozenset(
    {"take", "make", "launch", "carry", "gain", "seize", "lose", "assume", "begin", "start",
     "stage", "conduct", "mount", "hold", "keep", "retain", "establish", "have", "complete",
     "continue", "see", "occur", "happen", "break", "erupt", "come", "end", "resume", "regain",
     "wrest", "impose", "lay", "lift", "face", "witness", "follow", "report", "be", "mark"}
)  # fmt: skip
# "for the first time since 2013" tells no time of the event itself.
_FIRST_TIME = re.compile(r"\btime since\s+(?:the\s)?$", re.IGNORECASE)
_HOUR_OF_DAY = re.compile(r",? (?:at|around|about|shortly after) (?:around |about )?")
_AFTER_WORDS = frozenset({"after", "following", "once", "since"})
_BEFORE_WORDS = frozenset({"before", "until", "till", "prior"})


class _Link(NamedTuple):
    """A way from an event to a time: how far, and what the way says of the event's time."""

    cost: float
    bound: Bound | None  # set where the way gives a bound instead of the time itself
    time: TimeExpression


def link_time(
    trigger: Token,
    times: Sequence[TimeExpression],
    *,
    anchor: datetime | None,
    narrative: Interval | None,
    place: Token | None = None,
) -> tuple[Interval | None, TimeBasis]:
    """Return when an event happened, and what says so.

    trigger: the verb or event noun in a UD parse. times: of the whole text, as `find_times` gave
    them. anchor: publication. narrative: the day that the narrative has reached (see
    `reached_before`), None where it should not be used. place: the head word of the place of the
    claim, where one trigger has several ("took A in 2015 and B last year"): each place then gets
    the time of its own branch.

    WORDS: a time of the event's own clause, or one at the head of the sentence that rules over
    conjuncts and participles, or a bound: "since X" has a start only, "by X" and "said on X that"
    have an end only. NARRATIVE: `narrative`. PUBLICATION: an end only, the close of the anchor's
    day. UNKNOWN: (None, UNKNOWN). Times of other clauses (a relative clause about something else,
    an "after" clause) are never taken as the event's own.
    """
    found = _through_grammar(trigger, times, place)
    if found is not None:
        return found, TimeBasis.WORDS
    if narrative is not None:
        return narrative, TimeBasis.NARRATIVE
    if anchor is not None and anchor.year < 9999:
        end = midnight(anchor.date()) + timedelta(days=1)
        return Interval(end=end, granularity=Granularity.DAY), TimeBasis.PUBLICATION
    return None, TimeBasis.UNKNOWN


def _through_grammar(
    trigger: Token, times: Sequence[TimeExpression], place: Token | None
) -> Interval | None:
    if not trigger.dep_:  # the sentence was not parsed
        return None
    sentence = trigger.sent
    start, end = sentence.start_char, sentence.end_char
    near = [t for t in times if start <= t.span.start and t.span.end <= end]
    if any(t.value == "PAST_REF" and _is_own(trigger, t) for t in near):
        return None  # "recently captured" was before the times around it
    usable = [t for t in near if t.interval is not None and t.type is not TimeType.SET]
    usable = [t for t in usable if not _FIRST_TIME.search(text_of(trigger.doc), 0, t.span.start)]
    if not usable:
        return None
    links = [link for t in usable if (link := _link(trigger, t, place)) is not None]
    if not links:
        return None
    best = _choose(links, trigger, place)
    doc = trigger.doc
    best = best._replace(time=_finest(doc, best.time, usable))
    interval = joined(doc, best.time, near)
    bound = bound_of(doc, best.time)
    if bound is not None and interval == best.time.interval:  # not "from" of "from ... to ..."
        interval = bound.apply(interval)
    if best.bound is not None:
        return best.bound.apply(interval)
    closed = interval is not None and interval.start is not None and interval.end is not None
    return Bound.BY.apply(interval) if closed and _was_over(trigger, best.time) else interval


def _finest(doc: Doc, day: TimeExpression, times: Sequence[TimeExpression]) -> TimeExpression:
    """Return the hour that is told right after a day ("on Tuesday at 5 pm"), else the day."""
    for time in times:
        between = text_of(doc)[day.span.end : time.span.start]
        if time.type is TimeType.TIME and _HOUR_OF_DAY.fullmatch(between):
            return time if (time.value or "")[:10] == day.value else day
    return day


def _was_over(trigger: Token, time: TimeExpression) -> bool:
    """Say whether "On 5 June they had captured it" tells that it was done by then."""
    before = time.span.end <= trigger.idx
    return before and any(c.lower_ == "had" and c.dep_ == "aux" for c in trigger.children)


def _is_own(trigger: Token, time: TimeExpression) -> bool:
    head = head_of(trigger.doc, time)
    return head is not None and head.head == trigger


def _choose(links: list[_Link], trigger: Token, place: Token | None) -> _Link:
    """Take the nearest in grammar; of equals the one that follows the place, then the finer."""
    low = min(link.cost for link in links)
    best = [link for link in links if link.cost < low + 1]
    point = (place if place is not None else trigger).idx

    def rank(link: _Link) -> tuple[float, float, int]:
        interval = link.time.interval
        size = float("inf")
        if interval is not None and interval.start is not None and interval.end is not None:
            size = (interval.end - interval.start).total_seconds()
        gap = link.time.span.start - point
        own = gap if gap >= 0 else 10_000 - gap
        return (own, size, link.time.span.start) if place is not None else (
            size, abs(gap), link.time.span.start
        )  # fmt: skip

    return min(best, key=rank)


def _link(trigger: Token, time: TimeExpression, place: Token | None) -> _Link | None:
    head = head_of(trigger.doc, time)
    if head is None or head == trigger:
        return None
    if place is not None and not _same_branch(trigger, head, place):
        return None
    way = _way_up(head, trigger, inner=trigger.pos_ in ("NOUN", "PROPN"))
    if way is not None:
        # A speech verb between the event and the time owns the time, whatever the parse says.
        said = any(_between(a, trigger, head) and _says(a) for a in trigger.ancestors)
        own = _branch(head, trigger)
        if place is not None and own is not None and own == _branch(place, trigger):
            way = -1.0  # the place's own branch, before the times that all places share
        return _Link(way, Bound.BY if said else None, time)
    return _from_aside(trigger, head, time) or _from_above(trigger, head, time)


def _says(token: Token) -> bool:
    return token.lemma_.lower() in _SAYING


def _between(token: Token, one: Token, other: Token) -> bool:
    return min(one.i, other.i) < token.i < max(one.i, other.i)


def _from_aside(trigger: Token, head: Token, time: TimeExpression) -> _Link | None:
    """Find the time of the words that say so: "it fell, the ministry said on Monday"."""
    for token in (head, *head.ancestors):
        if token.dep_ == "parataxis":
            said = _says(token)
            ruled = token.head == trigger or token.head in trigger.ancestors
            return _Link(6.0, Bound.BY, time) if said and ruled else None
        if token != head and token.pos_ in ("VERB", "AUX"):
            return None
    return None


def head_of(doc: Doc, time: TimeExpression) -> Token | None:
    """Return the word of an expression that hangs on a word outside of it."""
    span: Span | None = doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
    return None if span is None or not len(span) else span.root


def _is_purpose(token: Token, trigger: Token) -> bool:
    """Say whether a clause is "to retake X on Monday", whose time is often the ruling verb's."""
    return token.head == trigger and any(c.lower_ == "to" for c in token.children)


def _way_up(head: Token, trigger: Token, *, inner: bool = False) -> float | None:
    """Return the cost of climbing from a time to the trigger within one clause, else None.

    inner: let participles through ("footage published on 21 May showed", "the siege imposed in
    2015").
    """
    cost, token = 0.0, head
    for _ in range(12):
        if token == trigger:
            return cost
        dep = token.dep_
        if token != head and dep in _CLAUSES:
            crossing = _CROSSINGS.get(dep) if inner else None
            if crossing is None and not _is_purpose(token, trigger):
                return None
            cost += crossing or 3.0
        if token != head and dep == "conj" and _is_clause(token):
            return None
        if dep in ("root", "") or token.head == token:
            return None
        cost += 0.0 if dep in _SAME_EVENT else 1.0
        token = token.head
    return None


def _is_clause(token: Token) -> bool:
    """Say whether a conjunct is a clause of its own and not a second object."""
    return token.pos_ in ("VERB", "AUX") or any(c.dep_.startswith("nsubj") for c in token.children)


def _from_above(trigger: Token, head: Token, time: TimeExpression) -> _Link | None:
    """Climb from the trigger to the clauses that rule it, and look for the time there."""
    token, cost = trigger, 0.0
    bound: Bound | None = None
    for _ in range(10):
        dep, above = token.dep_, token.head
        if dep in ("root", "") or above == token:
            return None
        step = _step(token, above)
        if step is None:
            return None
        cost += step.cost
        bound = step.bound or bound
        if step.look:
            way = _way_up(head, above, inner=step.bound is Bound.BY)
            if way is not None and (not step.initial or _rules_ahead(head, above)):
                return _Link(cost + way, bound, time)
        token = above
    return None


class _Step(NamedTuple):
    """One arc upwards: its cost, the bound it sets, and which times it lets through."""

    cost: float
    bound: Bound | None = None
    look: bool = True
    initial: bool = False  # only a time that stands before the ruling verb


def _step(token: Token, above: Token) -> _Step | None:
    dep = token.dep_
    lemma = above.lemma_.lower()
    saying = _says(above)
    if dep == "ccomp" or (saying and dep in ("parataxis", "csubj", "csubj:pass")):
        return _Step(4.0, Bound.BY)
    if dep in _SAME_EVENT:
        return _Step(0.5)
    if dep == "conj":
        return _Step(1.5, initial=True) if _is_clause(token) else _Step(0.5)
    if dep == "advcl":
        return _through_adverbial(token)
    if dep in ("obj", "nsubj", "nsubj:pass", "obl", "nmod", "compound", "appos", "obl:unmarked"):
        if above.pos_ in ("VERB", "AUX"):
            light = lemma in _LIGHT or token.pos_ == "NOUN"
            return _Step(1.0) if light and lemma not in _SAYING else _Step(3.0, Bound.BY)
        return _Step(1.0)
    if dep == "acl":
        return _Step(2.0, initial=True)
    if dep.startswith(("acl", "csubj")) or dep == "amod":
        return None
    return _Step(2.0, look=False)


def _through_adverbial(token: Token) -> _Step | None:
    marks = {c.lower_ for c in token.children if c.dep_ in ("mark", "case", "advmod")}
    if marks & _AFTER_WORDS:
        return _Step(2.0, Bound.BY)
    if marks & _BEFORE_WORDS:
        return _Step(2.0, Bound.FROM)
    return _Step(1.5)


def _rules_ahead(head: Token, above: Token) -> bool:
    """Say whether a time stands before the verb that it hangs on, and so rules what follows."""
    return head.i < above.i


def _same_branch(trigger: Token, head: Token, place: Token) -> bool:
    """Say whether a time and a place hang on the same conjunct below the trigger.

    A time on the trigger itself is shared by places whose branch has none.
    """
    mine, its = _branch(head, trigger), _branch(place, trigger)
    return its is None or mine is None or mine == its


def _branch(token: Token, trigger: Token) -> Token | None:
    """Return the verbless conjunct that holds a token below the trigger, None for the first."""
    found = None
    for _ in range(20):
        if token == trigger or token.head == token:
            return found
        if token.dep_ == "conj" and not _is_clause(token):
            found = token
        token = token.head
    return found
