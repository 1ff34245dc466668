"""Who stands behind a statement, so that independent voices can be counted.

Nine papers that print one wire story are one voice; a speaker quoted by two agencies is one
voice, a little surer to have said it; two speakers of one side know less than two of two sides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

from whoholds.log.copies import Print, copy_groups, fingerprint
from whoholds.log.keys import slug, speaker_key
from whoholds.model import Noun, Report, Speaker, SpeakerKind, Statement

SAME_VOICE, TWO_AGENCIES, SAME_SIDE, STRANGERS = 0.05, 0.3, 0.6, 1.0
"""What a second statement adds (0..1): by one speaker through one agency, through two, by another
speaker of the same side, by a speaker of another side or none. A copy adds nothing."""

_CREDIT = re.compile(r"^[^\n]{0,60}?\(([A-Z][\w' ]{1,24})\)\s*[-–—:]", re.MULTILINE)
_TOP = 600
"""Characters at the top of a report, headline included, where an agency is credited."""
_ARTICLE = re.compile(r"(?:an?|one|another|some|several|\w+ (?:other|more))\b", re.IGNORECASE)
_CONTENT = re.compile(r"[^\W_]{4,}|\d+")
_LONG = 8
"""Content words from which on two equal sentences were not written twice."""
_NEVER = datetime.max.replace(tzinfo=UTC)


class Origin(Noun, frozen=True):
    """Who stands behind a statement.

    key: equal for statements of one voice: the speaker's id or slug; for an unnamed speaker its
    slug "@" the text's source; for the report's own voice "agency:..." or "outlet:...".
    text: the report that is the earliest copy of the words. agency: slug of who passed it on.
    side: actor id of the speaker's party, None for the others. name: how the voice is called.
    own: it is the voice of whoever wrote the text, not of a speaker in it.
    """

    key: str
    text: str
    agency: str | None = None
    side: str | None = None
    name: str = ""
    own: bool = False


def origins(
    statements: Iterable[Statement],
    reports: Iterable[Report],
    *,
    generic: Collection[str] = (),
    prints: dict[str, Print] | None = None,
) -> dict[str, Origin]:
    """Return the origin of each statement, by its id; the order of the input does not matter.

    reports: those of the statements; a missing one is taken for no copy. generic: speaker ids that
    stand for unnamed speakers ("military-source"). prints: fingerprints by report id made before;
    those missing are made and added.
    """
    given = sorted(statements, key=lambda s: s.id)
    known = {report.id: report for report in reports}
    held = {} if prints is None else prints
    for report in known.values():
        if report.id not in held:
            held[report.id] = fingerprint(report.text, published=report.published)
    source = _sources(given, known, {i: held[i] for i in known})
    return {s.id: _origin(s, known, source[s.id], generic) for s in given}


def independence(one: Origin, other: Origin) -> float:
    """Return how much (0..1) a statement of one origin adds to one of the other; symmetric.

    Outlet copy (nothing) < same speaker through one agency (`SAME_VOICE`) < through two
    (`TWO_AGENCIES`) < another speaker of one side (`SAME_SIDE`) < different speakers
    (`STRANGERS`). Of several statements, one adds what it adds to the nearest of those before it:
    the least of these figures, in whatever order they are taken.
    """
    if one.key == other.key:
        if one.text == other.text:
            return 0.0
        two = one.agency is not None and other.agency is not None and one.agency != other.agency
        return TWO_AGENCIES if two else SAME_VOICE
    return SAME_SIDE if one.side is not None and one.side == other.side else STRANGERS


def _sources(
    statements: Iterable[Statement], reports: Mapping[str, Report], prints: Mapping[str, Print]
) -> dict[str, str]:
    """Return, for each statement, the earliest report that its words are copied from.

    Reports that are copies share their words; so do reports that share a long sentence, for that
    sentence: what an agency repeats at the foot of every story.
    """
    groups = copy_groups(prints)
    ages = {report_id: _age(report) for report_id, report in reports.items()}
    earliest: dict[str, str] = {}
    for report_id in sorted(groups, key=ages.__getitem__):
        earliest.setdefault(groups[report_id], report_id)
    sentences: dict[str, str] = {}
    told = []
    for statement in statements:
        report_id = statement.report_id
        first = earliest[groups[report_id]] if report_id in groups else report_id
        key = _sentence(statement.text)
        told.append((statement.id, key, first))
        other = sentences.get(key, first) if key else first
        if key:
            sentences[key] = min(first, other, key=lambda i: ages.get(i, (_NEVER, i)))
    return {identity: sentences.get(key, first) for identity, key, first in told}


def _sentence(text: str) -> str:
    """Return a sentence's content words as a key, "" for a short one."""
    words = _CONTENT.findall(text.casefold())
    return " ".join(words) if len(words) >= _LONG else ""


def _age(report: Report) -> tuple[datetime, str]:
    return (report.published or _NEVER, report.id)


def _origin(
    statement: Statement, reports: Mapping[str, Report], text: str, generic: Collection[str]
) -> Origin:
    source = reports.get(text) or reports.get(statement.report_id)
    outlet = (source.outlet if source else None) or statement.outlet
    credited = _credited(source)
    agency = slug(credited) if credited else None
    voice = f"agency:{agency}" if agency else f"outlet:{slug(outlet)}" if outlet else f"text:{text}"
    if not statement.claim.speakers:
        return Origin(key=voice, text=text, agency=agency, name=credited or outlet or "", own=True)
    speaker = statement.claim.speakers[0]
    via = slug(speaker.via) if speaker.via else agency
    key = speaker_key(speaker)
    if is_unnamed(speaker, generic):
        key = f"{key}@{via or voice}"
    return Origin(key=key, text=text, agency=via, side=speaker.side, name=speaker.name)


def _credited(report: Report | None) -> str | None:
    """Return the agency that the top of a report credits: "BEIRUT (AFP) - ..."."""
    match = _CREDIT.search(report.text[:_TOP]) if report else None
    return match.group(1) if match else None


def is_unnamed(speaker: Speaker, generic: Collection[str] = ()) -> bool:
    """Say whether a speaker is one of many: "a military source", "residents", not "the mayor X".

    A name ends with a capital letter's word; who is known as a monitor or a medium is named.
    """
    if speaker.speaker_id is not None:
        if speaker.speaker_id in generic:
            return True
        if speaker.kind in (SpeakerKind.MONITOR, SpeakerKind.MEDIUM):
            return False
    if _ARTICLE.match(speaker.name):
        return True
    parts = [part.split() for part in speaker.name.split(",")]
    return not any(part and part[-1][:1].isupper() for part in parts)
