import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.service.stub import VERSIONS, StubReader
from whoholds.errors import QueryError
from whoholds.log import Store
from whoholds.model import Annotation, ClaimKind, Span
from whoholds.registry import load_registry
from whoholds.service.answers import Subject
from whoholds.service.readers import Loaded
from whoholds.service.show import highlights, paragraph
from whoholds.service.ties import RegistryTies
from whoholds.service.whoholds import Whoholds

WIRE = "IS took Kobane on 2014-01-30. " + " ".join(f"The wire goes on {n}." for n in range(40))
REPORTS: list[dict[str, Any]] = [
    {"text": "IS took Manbij on 2014-01-23 said Monitor.", "date": "2014-01-23", "outlet": "Post"},
    {"text": "IS took Manbij on 2014-01-23 said Envoy.", "date": "2014-01-25", "outlet": "Herald"},
    {"text": WIRE, "date": "2014-01-30", "outlet": "Post"},
    {"text": WIRE, "date": "2014-01-31", "outlet": "Herald"},
    {"text": "SDF took Nowhere on 2016-08-12.", "date": "2016-08-13", "outlet": "Post"},
]

Fill = Callable[[list[dict[str, Any]]], Whoholds]


@pytest.fixture
def fill(empty: Whoholds, tmp_path: Path) -> Fill:
    """Read rows of JSON into a store."""

    def read(rows: list[dict[str, Any]]) -> Whoholds:
        path = tmp_path / f"rows-{empty.store.version}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        assert empty.read(path, workers=1).failures == ()
        return empty

    return read


@pytest.fixture
def told(fill: Fill) -> Whoholds:
    """A store in which two speakers tell of one event, and two papers print one wire story."""
    return fill(REPORTS)


class NewerReader(StubReader):
    """Reads no withdrawals, is surer of the rest, and fails at Kobane."""

    def read(self, text: str, **known: Any) -> Annotation:
        if "Kobane" in text:
            raise ValueError("no Kobane")
        found = super().read(text, **known)
        claims = (c for c in found.claims if c.kind is not ClaimKind.WITHDRAW)
        surer = tuple(msgspec.structs.replace(c, confidence=0.99) for c in claims)
        return msgspec.structs.replace(found, claims=surer)


NEWER = ("stub 2", VERSIONS[1])


def load_newer() -> Loaded:
    return Loaded(reader=NewerReader(), reader_version=NEWER[0], gazetteer_version=NEWER[1])


def newer(store: Whoholds) -> Whoholds:
    """The same store, with a newer reader."""
    return Whoholds(Store.open(store.store.path), factory=load_newer, versions=NEWER)


def test_two_reports_of_one_event_are_one_happening(told: Whoholds) -> None:
    (taken,) = told.happenings(place="Manbij")
    assert (taken.kind, taken.actor_id) == ("seize", "islamic-state")
    assert (len(taken.statements), taken.speakers) == (2, 2)
    assert taken.first is not None
    assert taken.last is not None
    assert (taken.first.date(), taken.last.date()) == (date(2014, 1, 23), date(2014, 1, 25))
    assert taken.interval is not None
    assert taken.interval.first_day == date(2014, 1, 23)
    assert set(taken.statements) == {s.id for s in told.claims(place="Manbij")}


def test_a_wire_story_in_two_papers_is_one_speaker(told: Whoholds) -> None:
    (taken,) = told.happenings(place="Kobane")
    assert (len(taken.statements), taken.speakers) == (2, 1)


def test_happenings_are_filtered_and_keep_all_their_statements(told: Whoholds) -> None:
    assert len(told.happenings()) == 3
    assert len(told.happenings(actor="Islamic State")) == 2
    assert len(told.happenings(actor="Islamic State", place="Nowhere")) == 0
    assert {h.place_name for h in told.happenings(place="nowhere")} == {"Nowhere"}
    assert {h.place_name for h in told.happenings(place="Aleppo province")} == {"Manbij", "Kobane"}
    assert told.happenings(kinds=["withdraw"]) == ()
    assert len(told.happenings(since=date(2014, 1, 30), until=date(2014, 1, 30))) == 1
    assert len(told.happenings(since=date(2014, 1, 24))) == 2
    (one,) = told.happenings(until=date(2014, 1, 23))
    assert len(one.statements) == 2
    with pytest.raises(QueryError, match="no such kind"):
        told.happenings(kinds=["conquer"])


def test_happenings_as_of_a_version_know_nothing_later(told: Whoholds, fill: Fill) -> None:
    before, version = told.happenings(), told.store.version
    fill([{"text": "SDF took Manbij on 2016-08-12.", "date": "2016-08-13"}])
    assert len(told.happenings()) == len(before) + 1
    assert told.happenings(as_of=version) == before


def test_speakers_who_agree_confirm_each_other(told: Whoholds) -> None:
    records = {r.speaker: r for r in told.speakers()}
    assert set(records) == {"monitor", "envoy", "outlet:post"}
    counts = {key: (r.claims, r.confirmed, r.contradicted) for key, r in records.items()}
    # The wire story that two papers print is one claim of the first, and confirms nothing.
    assert counts == {"monitor": (1, 1, 0), "envoy": (1, 1, 0), "outlet:post": (2, 0, 0)}
    assert (records["monitor"].later, records["envoy"].later) == (1, 0)


def test_an_empty_store_has_no_happenings_and_no_speakers(empty: Whoholds) -> None:
    assert empty.happenings() == ()
    assert empty.speakers() == ()
    assert empty.unread() == 0


def test_parents_and_backers_stand_above_a_party() -> None:
    registry = load_registry()
    ties = RegistryTies(registry)
    for actor_id, actor in registry.actors.items():
        above = ties.above(actor_id)
        assert actor_id not in above
        assert {t.actor_id for t in (*actor.parents, *actor.backers)} <= set(above)
        assert len(above) == len(set(above))
    assert ties.above("no-such-party") == ()


def test_a_statement_is_shown_by_the_beginning_of_its_id(told: Whoholds) -> None:
    statement = told.claims(place="Nowhere")[0]
    shown = told.show(statement.id[:10])
    assert (shown.subject, shown.id, shown.statements) == (
        Subject.STATEMENT,
        statement.id,
        (statement,),
    )
    assert [r.id for r in shown.reports] == [statement.report_id]
    assert told.show(f"statement:{statement.id}") == shown


def test_a_happening_is_shown_with_its_statements_and_reports(told: Whoholds) -> None:
    (taken,) = told.happenings(place="Manbij")
    shown = told.show(taken.id[: len("happening:") + 12])
    assert (shown.subject, shown.happening) == (Subject.HAPPENING, taken)
    assert tuple(s.id for s in shown.statements) == taken.statements
    assert {r.outlet for r in shown.reports} == {"Post", "Herald"}
    first = taken.id.removeprefix("happening:")
    assert told.show(first).subject is Subject.STATEMENT


def test_a_report_is_shown_with_its_claims_in_the_order_of_the_text(store: Whoholds) -> None:
    report = store.store.reports()[0]
    shown = store.show(f"report:{report.id[:12]}")
    assert (shown.subject, shown.reports, shown.versions) == (
        Subject.REPORT,
        (report,),
        (report.id,),
    )
    starts = [s.claim.evidence.start for s in shown.statements]
    assert len(starts) == 2
    assert starts == sorted(starts)


@pytest.mark.parametrize("words", ["", "zzz", "happening:", "happening:zzz", "place:1", "report:z"])
def test_an_unknown_id_is_a_clear_error(told: Whoholds, words: str) -> None:
    with pytest.raises(QueryError, match=r"has this id|is no id"):
        told.show(words)


def test_an_id_that_several_begin_with_is_refused_with_them(told: Whoholds, fill: Fill) -> None:
    days = [date(2015, month, day).isoformat() for month in (1, 2) for day in range(1, 10)]
    fill([{"text": f"IS took Manbij on {day}.", "date": day} for day in days])
    ids = [s.id for s in told.claims()] + [r.id for r in told.store.reports()]
    start = next(i[0] for i in ids if sum(other[0] == i[0] for other in ids) > 1)
    with pytest.raises(QueryError, match="several begin so"):
        told.show(start)


def test_what_a_new_version_of_a_page_no_longer_says_is_shown_as_withdrawn(fill: Fill) -> None:
    page = {"url": "https://example.org/news/1", "title": "News", "date": "2014-01-23"}
    store = fill([{**page, "text": "IS took Manbij on 2014-01-23. IS took Kobane on 2014-01-22."}])
    gone = store.claims(place="Manbij")[0]
    fill([{**page, "text": "IS took Kobane on 2014-01-22.", "updated": "2014-01-24"}])
    shown = store.show(gone.id)
    assert shown.superseded == (gone.id,)
    assert [w.statement_id for w in shown.withdrawals] == [gone.id]
    assert len(store.show(f"report:{gone.report_id}").versions) == 2
    assert len(store.show(f"report:{gone.report_id}").statements) == 2


def test_highlights_are_the_words_that_the_claim_was_read_from(told: Whoholds) -> None:
    statement = told.claims(place="Manbij")[0]
    text = told.store.report(statement.report_id).text
    found = {h.role: text[h.start : h.end] for h in highlights(statement.claim)}
    assert found["trigger"] == "took"
    assert found["evidence"] == statement.text


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [(0, 1, "one"), (4, 7, "two"), (1, 6, "one\ntwo"), (8, 13, "three"), (3, 4, "one")],
)
def test_a_paragraph_is_the_lines_that_a_span_lies_in(start: int, end: int, lines: str) -> None:
    text = "one\ntwo\nthree"
    assert paragraph(text, Span(start, end)).of(text) == lines


def test_rereading_supersedes_and_keeps_what_was_read(store: Whoholds) -> None:
    again = newer(store)
    version, before = store.store.version, store.claims()
    assert (store.unread(), again.unread()) == (0, 4)
    done: list[tuple[int, int]] = []
    summary = again.reread(workers=1, progress=lambda *n: done.append(n))
    assert (summary.reports, summary.known, len(summary.failures)) == (3, 0, 1)
    assert done[-1] == (3, 1)
    found = again.claims()
    # The report at which the newer reader fails keeps what the older one read.
    assert {s.reader for s in found if "Kobane" in again.store.report(s.report_id).text} == {
        "stub 1"
    }
    others = [s for s in found if "Kobane" not in again.store.report(s.report_id).text]
    assert {(s.reader, s.claim.confidence) for s in others} == {("stub 2", 0.99)}
    assert "withdraw" not in {s.claim.kind for s in others}
    assert again.claims(as_of=version) == before
    assert again.store.verify() == ()


def test_rereading_again_reads_only_what_is_left(store: Whoholds) -> None:
    again = newer(store)
    again.reread(workers=1)
    version = again.store.version
    assert again.unread() == 1
    summary = again.reread(workers=1)
    assert (summary.reports, summary.known, len(summary.failures)) == (0, 3, 1)
    assert again.store.version == version
    assert store.reread(workers=1).reports == 0


def test_a_superseded_statement_can_still_be_shown(store: Whoholds) -> None:
    left = store.claims(place="Manbij", kinds=["withdraw"])[0]
    again = newer(store)
    again.reread(workers=1)
    assert again.claims(place="Manbij", kinds=["withdraw"]) == ()
    shown = again.show(left.id)
    assert shown.statements == (left,)
    assert shown.superseded == (left.id,)


def test_a_named_version_is_reopened_by_its_name(store: Whoholds, fill: Fill) -> None:
    before = store.claims()
    named = store.name_version("article", note="as cited")
    fill([{"text": "IS took Manbij on 2018-01-01.", "date": "2018-01-01"}])
    assert store.claims(as_of="article") == before
    assert len(store.claims()) == len(before) + 1
    assert store.name_version("article", as_of=named.version) == named
    assert f"version {named.version}" in named.citation
    with pytest.raises(QueryError, match="is the name of version"):
        store.name_version("article")
    with pytest.raises(QueryError, match="no version of the store has this name"):
        store.claims(as_of="another")


def test_claims_about_a_place_that_nothing_resolves(told: Whoholds) -> None:
    assert [s.claim.place.text for s in told.claims(place="Nowhere") if s.claim.place] == [
        "Nowhere"
    ]


def test_names_are_those_of_the_registry(told: Whoholds) -> None:
    assert told.name_of("islamic-state") == "Islamic State"
    assert "Observatory" in told.name_of("syrian-observatory-for-human-rights")
    assert told.name_of("some-band") == "some-band"
