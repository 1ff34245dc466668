"""Verdicts as gold: sentences with the claims that persons found in them, to test readers with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from whoholds.log import Snapshot, Standing, State, Verdict
from whoholds.model import Claim, Interval, Report, Span, Statement, StatusAfter
from whoholds.publish.annotations import claim_row
from whoholds.service.show import paragraph

CORPUS = "review"
CONTEXT = 600
"""Characters before a sentence that are given with it."""
_END = re.compile(r"[.!?]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Sgt|Capt|Brig|St|No|Sen|Rep|Gov|vs|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)
_SETTLED = frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT})


def gold_of(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield an item for each sentence whose claims were all judged, by report and place in it.

    A sentence whose claims were all rejected is a negative. One with a claim that nobody has
    judged, or that is unclear or disputed, is left out: what it says is not known.
    """
    standings = {k: s for k, s in snapshot.standings.items() if _is_settled(s)}
    if not standings:
        return
    judged = snapshot.statements(ids=standings.keys(), superseded=True)
    reports = sorted({s.report_id for s in judged})
    counting = {s.id: s for s in snapshot.statements(reports=reports)}
    everything = {s.id: s for s in (*judged, *counting.values())}
    by_report: dict[str, list[Statement]] = defaultdict(list)
    for statement in everything.values():
        by_report[statement.report_id].append(statement)
    sure = standings.keys() | {s.corrected_id for s in standings.values() if s.corrected_id}
    for report in snapshot.reports(reports):
        for sentence, found in _sentences(report, by_report[report.id]):
            kept = [s for s in found if s.id in counting]
            if all(s.id in sure for s in kept) and any(s.id in standings for s in found):
                yield _item(report, sentence, kept, [standings.get(s.id) for s in found])


def sentence_of(text: str, words: Span) -> Span:
    """Return the sentence around some words; those that reach over several have them all."""
    around = paragraph(text, words)
    found = _END.finditer(text, around.start, around.end)
    ends = [
        around.start,
        *(m.end() for m in found if not _abbreviated(text, m.start())),
        around.end,
    ]
    start = max(e for e in ends if e <= words.start)
    end = min((e for e in ends if e >= words.end), default=around.end)
    bare = text[start:end].rstrip()
    return Span(start, max(start + len(bare), words.end))


def _abbreviated(text: str, stop: int) -> bool:
    """Say whether the full stop at an offset ends a short form ("Gen.", "U.S.")."""
    return _ABBREVIATED.search(text[max(stop - 6, 0) : stop + 1]) is not None


def _is_settled(standing: Standing) -> bool:
    agreed = standing.state is State.ADJUDICATED or not standing.disputed
    return agreed and standing.verdict in _SETTLED


def _sentences(
    report: Report, statements: Sequence[Statement]
) -> Iterator[tuple[Span, list[Statement]]]:
    found: dict[Span, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: (s.claim.evidence, s.id)):
        found[sentence_of(report.text, statement.claim.evidence)].append(statement)
    yield from sorted(found.items())


def _item(
    report: Report,
    sentence: Span,
    statements: Sequence[Statement],
    standings: Sequence[Standing | None],
) -> dict[str, Any]:
    told = [s for s in standings if s is not None]
    text = sentence.of(report.text)
    claims = [_claim(s.claim, sentence, text) for s in statements]
    settled = all(s.state is State.ADJUDICATED for s in told)
    return {
        "id": f"{report.id[:12]}-{sentence.start}",
        "text": text,
        "context": report.text[max(0, sentence.start - CONTEXT) : sentence.start].strip(),
        "date": report.published.date().isoformat() if report.published else None,
        "war": None,
        "corpus": CORPUS,
        "ref": f"{report.id}#{sentence.start}",
        "negative": not claims,
        "has_control_change": any(s.claim.kind.moves_control for s in statements),
        "annotator_note": None,
        "claims": claims,
        "kinds": sorted({c["kind"] for c in claims}),
        "outlet": report.outlet,
        "state": str(State.ADJUDICATED if settled else State.REVIEWED),
        "reviewers": sorted({name for s in told for name in s.reviewers}),
    }


def _claim(claim: Claim, sentence: Span, text: str) -> dict[str, Any]:
    row, place = claim_row(claim), claim.place
    evidence = claim.evidence.shift(-sentence.start)
    # "The town" is not a name: the place's own name stands elsewhere then.
    in_text = place is not None and (
        bool(place.name and place.name in text) or (place.text in text and place.text[:1].isupper())
    )
    besieged = claim.status_after in (StatusAfter.BESIEGED, StatusAfter.CONTESTED)
    return {
        "kind": row["kind"],
        "actor": row["actor"],
        "counter_actor": row["counter_actor"],
        "supporters": row["supporters"],
        "place": row["place"],
        "place_relation": row["place_relation"],
        "place_count": row["place_count"],
        "start_date": row["start_date"],
        "end_date": row["end_date"] or (row["start_date"] if _is_whole(claim.interval) else None),
        "date_granularity": _granularity(claim.interval, row["date_granularity"]),
        "status_after": row["status_after"],
        "status_of": "place" if besieged else "actor",
        "modality": row["modality"],
        "source": claim.speakers[0].text if claim.speakers else None,
        "evidence": [evidence.start, evidence.end],
        "evidence_text": evidence.of(text),
        "place_resolved": place.name if place else None,
        "place_id": place.place_id if place else None,
        "place_in_text": in_text,
        "actor_side": row["actor_id"],
        "counter_side": row["counter_actor_id"],
    }


def _is_whole(interval: Interval | None) -> bool:
    return interval is not None and interval.start is not None and interval.end is not None


def _granularity(interval: Interval | None, told: str | None) -> str | None:
    """Return how finely the time is told; "since" and "by_day" where an end is open."""
    if interval is None or interval.is_empty:
        return None
    if interval.end is None:
        return "since"
    return "by_day" if interval.start is None else told or "day"
