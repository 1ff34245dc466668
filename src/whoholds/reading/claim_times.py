"""When a claim is: told in its words, reached by the narrative, or known by the publication."""

from __future__ import annotations

from spacy.tokens import Token

from whoholds.model import Interval, Modality, TimeBasis, TimeExpression
from whoholds.reading.claim_places import sentence_before
from whoholds.reading.drafts import Draft
from whoholds.reading.grammar import base
from whoholds.reading.scene import Scene
from whoholds.reading.stance import is_present, verb_of
from whoholds.reading.text import text_of
from whoholds.reading.when import link_time, reached_around, reached_before
from whoholds.reading.when.bounds import Bound

_BREAK = "\n\n"  # between paragraphs
_CLOSES = frozenset(".!?:;\"”'’)]")


def time_of(scene: Scene, draft: Draft, modality: Modality) -> tuple[Interval | None, TimeBasis]:
    """Return when what a draft tells happened, and what says so."""
    trigger = draft.match.trigger
    interval, basis = link_time(
        trigger,
        scene.times,
        anchor=scene.anchor,
        narrative=_narrative(scene, trigger),
        place=draft.found.token if draft.found is not None else None,
    )
    if interval is not None and interval.start is None and is_present(trigger):
        last = interval.last_day
        interval = Interval.of_day(last) if last is not None else interval
    elif basis is TimeBasis.PUBLICATION and interval is not None:
        interval, basis = _by_publication(scene, draft, modality, interval)
    if interval is None and scene.anchor is None:
        interval = _in_history(scene, trigger, modality)
        basis = TimeBasis.UNKNOWN if interval is None else TimeBasis.NARRATIVE
    return interval, basis


def _in_history(scene: Scene, trigger: Token, modality: Modality) -> Interval | None:
    """Return the stretch of a history without a date of its own that something told falls in."""
    verb = verb_of(trigger)
    if modality in {Modality.PLANNED, Modality.POSSIBLE} or is_present(trigger):
        return None
    helpers = {c.lower_ for c in verb.children if base(c) == "aux"}
    if helpers & {"has", "have"}:
        return None
    text = text_of(scene.doc)
    start, end = text.rfind(_BREAK, 0, trigger.idx) + 1, text.find(_BREAK, trigger.idx)
    end = len(text) if end < 0 else end
    if text[start:end].rstrip()[-1:] not in _CLOSES:  # a heading
        return None
    steps = [t for t in scene.times if not _is_start(scene, t)]
    if "had" in helpers:  # it was over by the time that is told of
        last = reached_before([t for t in steps if t.span.start >= start], trigger.idx)
        return None if last is None else Bound.BY.apply(last)
    return reached_around(steps, trigger.idx, (start, end))


def _narrative(scene: Scene, trigger: Token) -> Interval | None:
    """Return the day that a simple past goes on from: told in this sentence or the one before."""
    if "Past" not in trigger.morph.get("Tense", []) or is_present(trigger):
        return None
    if any(c.lower_ in {"has", "have", "had"} and base(c) == "aux" for c in trigger.children):
        return None
    first = scene.doc[sentence_before(trigger.sent.start, scene)].idx
    recent = [t for t in scene.times if t.span.start >= first and not _is_start(scene, t)]
    return reached_before(recent, trigger.idx)


def _is_start(scene: Scene, time: TimeExpression) -> bool:
    """Say whether a time only tells since when: the narrative goes on after it."""
    start = time.span.start
    return text_of(scene.doc)[max(0, start - 8) : start].rstrip().lower().endswith("since")


def _by_publication(
    scene: Scene, draft: Draft, modality: Modality, until: Interval
) -> tuple[Interval | None, TimeBasis]:
    """Return the time of what is told without one: a present tense means the day it is told."""
    if modality in {Modality.PLANNED, Modality.POSSIBLE} or scene.anchor is None:
        return None, TimeBasis.UNKNOWN
    if is_present(draft.match.trigger):
        return Interval.of_day(scene.anchor.date()), TimeBasis.PUBLICATION
    return until, TimeBasis.PUBLICATION
