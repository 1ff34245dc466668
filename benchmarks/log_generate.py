"""Generated reports and statements as rows, for the benchmarks of the log."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec
import polars as pl

from whoholds.log.schema import STATEMENTS, report_rows, statement_id
from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Interval,
    Modality,
    PlacePhrase,
    Report,
    Span,
    Speaker,
    SpeakerKind,
)

PLACES, ACTORS, SPEAKERS, OUTLETS = 2000, 40, 80, 60
PER_REPORT = 10
FIRST = datetime(2012, 1, 1, tzinfo=UTC)
_STAND_IN = date(1901, 1, 1)
"""A day that no claim tells, for the one that each tells."""
_SYLLABLES = [
    "ba",
    "da",
    "fa",
    "ga",
    "ha",
    "ja",
    "ka",
    "la",
    "ma",
    "na",
    "ra",
    "sa",
    "ta",
    "wa",
    "za",
    "al",
    "el",
    "ib",
    "un",
    "or",
    "esh",
    "im",
]
_WORDS = [
    "the",
    "army",
    "of",
    "said",
    "that",
    "on",
    "its",
    "after",
    "near",
    "town",
    "village",
    "road",
    "fighters",
    "forces",
    "from",
    "north",
    "south",
    "east",
    "west",
    "were",
    "was",
    "had",
    "clashes",
    "monitor",
    "source",
    "military",
    "late",
    "early",
    "morning",
    "group",
    "control",
    "taken",
    "seized",
    "heavy",
    "shelling",
    "front",
    "line",
    "outskirts",
    "district",
    "province",
    "several",
    "killed",
    "wounded",
    "advance",
    "withdrew",
    "overnight",
    "airstrikes",
    "supported",
    "allied",
    "local",
    "residents",
    "reported",
    "confirmed",
    "statement",
    "agency",
    "told",
    "day",
    "week",
    "month",
    "since",
    "until",
    "around",
    "between",
    "bridge",
    "highway",
    "hill",
    "base",
    "airport",
]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one append, and the claims' places."""

    reports: pl.DataFrame
    statements: pl.DataFrame


def name_of(number: int) -> str:
    """Return the name of a generated place."""
    rng = random.Random(number)
    return "".join(rng.choice(_SYLLABLES) for _ in range(3)).title()


def _template() -> str:
    """Return a claim's JSON with numbers and words that stand for what varies."""
    claim = Claim(
        kind=ClaimKind.SEIZE,
        trigger=Span(9000001, 9000002),
        evidence=Span(9000003, 9000004),
        frame="FRAME",
        modality=Modality.REPORTED,
        actor=ActorMention(
            text="ACTORTEXT", span=Span(9000005, 9000006), actor_id="ACTORID", name="ACTORNAME"
        ),
        counter_actor=ActorMention(
            text="OTHERTEXT", span=Span(9000007, 9000008), actor_id="OTHERID", name="OTHERNAME"
        ),
        place=PlacePhrase(
            text="PLACENAME", span=Span(9000009, 9000010), place_id="PLACEID", name="PLACENAME"
        ),
        interval=Interval.of_day(_STAND_IN),
        speakers=(
            Speaker(
                text="SPEAKERTEXT",
                name="SPEAKERNAME",
                span=Span(9000011, 9000012),
                speaker_id="SPEAKERID",
                kind=SpeakerKind.MONITOR,
                via="AFP",
            ),
        ),
        confidence=0.90009,
    )
    return msgspec.json.encode(claim, order="sorted").decode()


_TEMPLATE = _template()
_KINDS = [kind.value for kind in ClaimKind]
_MODALITIES = [modality.value for modality in Modality]
_PLACE_NAMES = [name_of(number) for number in range(PLACES)]


def make_batch(number: int, *, size: int) -> Batch:
    """Return `size` statements of `size / PER_REPORT` reports; the same number, the same rows.

    Places are drawn unevenly, as wars are fought: the first hundred of 2,000 get 22 %.
    """
    rng = random.Random(number)
    reports, rows = [], []
    for n in range(size // PER_REPORT):
        published = FIRST + timedelta(minutes=rng.randrange(10 * 365 * 24 * 60))
        drafts, text = [], ""
        for _ in range(PER_REPORT):
            draft = _draft(rng, len(text), published)
            drafts.append(draft)
            text += draft["text"] + " "
        outlet = f"Outlet {rng.randrange(OUTLETS)}"
        report = Report.make(
            text,
            url=f"https://outlet.example/{number}/{n}",
            outlet=outlet,
            published=published,
            language="en",
        )
        reports.append(report)
        rows += [_row(draft, report, outlet, published) for draft in drafts]
    return Batch(report_rows(reports), pl.DataFrame(rows, schema=STATEMENTS, orient="row"))


def place_number(rng: random.Random) -> int:
    """Return the number of a place; one is asked about as often as it is written about."""
    return int(PLACES * rng.random() ** 2)


def _draft(rng: random.Random, offset: int, published: datetime) -> dict[str, str]:
    place = place_number(rng)
    actor, other, speaker = rng.randrange(ACTORS), rng.randrange(ACTORS), rng.randrange(SPEAKERS)
    words = " ".join(rng.choice(_WORDS) for _ in range(rng.randrange(12, 30)))
    text = f"The forces of Actor {actor} took {_PLACE_NAMES[place]} from Actor {other}, {words}."
    day = (published - timedelta(days=rng.randrange(3))).date()
    spans = [4, 11, 0, len(text), 4, 17, 30, 37, 22, 28, 40, 48]
    values = {str(9000001 + n): str(offset + span) for n, span in enumerate(spans)}
    values |= {
        '"seize"': f'"{rng.choice(_KINDS)}"',
        '"reported"': f'"{rng.choice(_MODALITIES)}"',
        "FRAME": f"frame.{rng.randrange(60)}",
        "ACTORTEXT": f"forces of Actor {actor}",
        "ACTORID": f"actor-{actor}",
        "ACTORNAME": f"Actor {actor}",
        "OTHERTEXT": f"Actor {other}",
        "OTHERID": f"actor-{other}",
        "OTHERNAME": f"Actor {other}",
        "PLACENAME": _PLACE_NAMES[place],
        "PLACEID": f"geonames:{170000 + place}",
        "SPEAKERTEXT": "a monitor",
        "SPEAKERNAME": f"Speaker {speaker}",
        "SPEAKERID": f"speaker-{speaker}",
        _STAND_IN.isoformat(): day.isoformat(),
        (_STAND_IN + timedelta(days=1)).isoformat(): (day + timedelta(days=1)).isoformat(),
        "0.90009": str(rng.randrange(1, 100) / 100),
    }
    claim = _TEMPLATE
    for old, new in values.items():
        claim = claim.replace(old, new)
    return {"text": text, "claim": claim, "day": day.isoformat(), **values}


def _row(
    draft: dict[str, str], report: Report, outlet: str, published: datetime
) -> tuple[object, ...]:
    start = datetime.fromisoformat(draft["day"]).replace(tzinfo=UTC)
    claim = draft["claim"]
    return (
        statement_id(report.id, claim),
        report.id,
        draft['"seize"'].strip('"'),
        draft['"reported"'].strip('"'),
        "none",
        draft["PLACEID"],
        draft["PLACENAME"],
        "in",
        draft["ACTORID"],
        draft["OTHERID"],
        [],
        [draft["SPEAKERID"]],
        start,
        start + timedelta(days=1),
        published,
        outlet,
        float(draft["0.90009"]),
        draft["text"],
        claim,
        "1",
        "1",
    )
