"""The store: what goes in comes out, once, as it stood at any time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from tests.log.factories import at, make_claim, make_report, make_speaker, make_statement
from whoholds.errors import QueryError, StoreError
from whoholds.log import Review, Store, Verdict
from whoholds.log.schema import TABLES
from whoholds.log.upkeep import MANY, TOO_MANY, due
from whoholds.model import ClaimKind, Interval, Modality, Statement


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def bare(statements: tuple[Statement, ...]) -> set[bytes]:
    return {msgspec.structs.replace(s, recorded=at(0)).to_json() for s in statements}


def test_what_goes_in_comes_out(store: Store) -> None:
    report = make_report(url="https://sample.example/a", title="Bab falls")
    told = make_claim(
        speakers=(make_speaker("observatory", via="AFP"),),
        counter="beta",
        supporters=("gamma",),
        interval=Interval(start=at(-1), end=at(0)),
    )
    silent = make_claim(kind=ClaimKind.TALKS, place=None, actor=None, start=5)
    statements = [make_statement(report, told), make_statement(report, silent)]
    result = store.append([report], statements)
    assert (result.reports, result.statements, result.repeated) == (1, 2, 0)
    assert bare(store.statements()) == bare(tuple(statements))
    assert store.reports() == (report,)
    assert store.report(report.id).to_json() == report.to_json()
    assert store.statement(statements[0].id).claim == told


def test_the_same_again_adds_nothing(store: Store) -> None:
    report = make_report()
    statement = make_statement(report, make_claim())
    store.append([report], [statement])
    before = store.version
    again = store.append([report, report], [statement, statement])
    assert (again.reports, again.statements, again.repeated) == (0, 0, 1)
    assert store.version == before
    assert len(store.statements()) == 1


def test_a_report_repeated_without_its_statements_supersedes_nothing(store: Store) -> None:
    report = make_report()
    store.append([report], [make_statement(report, make_claim())])
    store.append([report], [])
    assert len(store.statements()) == 1


def test_statements_that_come_later_are_not_lost(store: Store) -> None:
    report = make_report()
    first, second = make_claim(), make_claim(place="geonames:2")
    store.append([report], [make_statement(report, first)])
    result = store.append([report], [make_statement(report, s) for s in (first, second)])
    assert (result.statements, result.repeated) == (1, 1)
    assert len(store.statements()) == 2


def test_statements_need_their_report(store: Store) -> None:
    report = make_report()
    with pytest.raises(QueryError, match="neither in the store nor given"):
        store.append([], [make_statement(report, make_claim())])
    assert store.version == 0
    store.append([report], [])
    assert store.append([], [make_statement(report, make_claim())]).statements == 1


def test_recorded_is_the_log_s_own_time(store: Store) -> None:
    report = make_report()
    store.append([report], [make_statement(report, make_claim())])
    (kept,) = store.statements()
    assert kept.recorded == store.versions()[-1].recorded
    assert kept.recorded > datetime.now(UTC) - timedelta(minutes=1)


def test_filters(store: Store) -> None:
    report = make_report(published=at(0))
    observer = make_speaker("observatory")
    claims = {
        "took": make_claim(interval=Interval.of_day(at(-1).date()), speakers=(observer,)),
        "lost": make_claim(actor="beta", counter="alpha", place="geonames:2"),
        "helped": make_claim(actor="beta", supporters=("alpha",), place="geonames:3"),
        "denied": make_claim(actor="beta", modality=Modality.DENIED, kind=ClaimKind.WITHDRAW),
        "by": make_claim(actor="delta", interval=Interval(end=at(-30))),
    }
    names = {Statement.id_of(claim, report.id): name for name, claim in claims.items()}
    store.append([report], [make_statement(report, claim) for claim in claims.values()])

    def ask(found: tuple[Statement, ...]) -> set[str]:
        return {names[s.id] for s in found}

    assert ask(store.about(["geonames:2", "geonames:3"])) == {"lost", "helped"}
    assert ask(store.about([])) == set()
    assert ask(store.statements(actors=["alpha"])) == {"took", "lost", "helped"}
    assert ask(store.statements(actors=["alpha", "delta"], places=["geonames:1"])) == {"took", "by"}
    assert ask(store.statements(speakers=["observatory"])) == {"took"}
    assert ask(store.statements(kinds=[ClaimKind.WITHDRAW])) == {"denied"}
    assert ask(store.statements(modalities=[Modality.DENIED])) == {"denied"}
    assert ask(store.statements(since=at(-0.2))) == {"lost", "helped", "denied"}
    assert ask(store.statements(until=at(-0.5))) == {"took", "by"}
    assert ask(store.statements(since=at(-2), until=at(-0.5))) == {"took"}
    assert ask(store.statements(published_until=at(0))) == set()
    assert store.statements(kinds=[]) == store.statements()
    with pytest.raises(QueryError, match="no time zone"):
        store.statements(since=datetime(2017, 1, 1))  # noqa: DTZ001


def test_times_in_other_zones_are_kept_as_instants(store: Store) -> None:
    here = timezone(timedelta(hours=3))
    report = make_report(published=at(0).astimezone(here))
    store.append([report], [make_statement(report, make_claim())])
    assert store.reports()[0].published == at(0)
    assert store.statements(since=at(0).astimezone(here))


def test_as_of_gives_the_store_as_it_stood(store: Store) -> None:
    first, second = make_report(), make_report("Nothing new in Bab, the mayor said.")
    store.append([first], [make_statement(first, make_claim())], recorded=at(4000))
    store.name_version("preprint", note="as submitted")
    store.append([second], [make_statement(second, make_claim())], recorded=at(4001))
    assert len(store.statements()) == 2
    assert len(store.statements(as_of=at(4000.5))) == 1
    assert len(store.about(["geonames:1"], as_of="preprint")) == 1
    assert store.reports(as_of=1) == (first,)
    assert store.statements(as_of=at(3999)) == ()
    store.compact(keep_hours=0)
    assert len(store.statements(as_of=at(4000.5))) == 1
    assert len(store.statements(as_of=0)) == 0


def test_a_store_tidies_itself_after_many_small_appends(store: Store) -> None:
    for number in range(MANY - 1):
        report = make_report(f"Report {number} of the town that was taken.")
        store.append([report], [make_statement(report, make_claim())])
    assert not store.tidy()
    held = store.as_of(MANY // 2)
    before, stood = store.statements(), held.statements()
    report = make_report("The last straw for the town and its people.")
    store.append([report], [make_statement(report, make_claim())])
    assert store.tidy()
    assert not store.tidy()
    assert len(Store.open(store.path).statements()) == len(before) + 1
    assert store.statements(as_of=MANY // 2) == stood
    assert store.verify() == ()


def test_a_snapshot_outlives_the_files_it_was_taken_from(store: Store) -> None:
    for number in range(3):
        report = make_report(f"Report {number} of the town that was taken.")
        store.append([report], [make_statement(report, make_claim())])
    held, past = store.as_of(), store.as_of(2)
    before, stood = held.statements(), past.statements()
    other = Store.open(store.path)
    other.append([make_report("One more report of it.")], [])
    other.compact(keep_hours=0)
    assert held.statements() == before
    assert past.statements() == stood
    assert len(held.reports()) == 3


def test_a_large_store_is_not_rewritten_for_each_few_rows() -> None:
    class Sizes:
        def __init__(self, *sizes: int) -> None:
            self.sizes = sizes

        def fresh(self, _name: str, _version: int) -> tuple[int, int, int]:
            return self.sizes  # type: ignore[return-value]

    def is_due(*sizes: int) -> bool:
        return bool(due(Sizes(*sizes), dict.fromkeys(TABLES, 0), TABLES))  # type: ignore[arg-type]

    assert not is_due(MANY - 1, 1000, 1000)
    assert is_due(MANY, 1000, 4000)
    assert not is_due(MANY, 1000, 1_000_000)
    assert is_due(TOO_MANY, 1000, 1_000_000)


def test_threads_may_ask_while_another_writes(store: Store) -> None:
    def ask(_: int) -> int:
        return len(store.statements(superseded=True)) + len(store.versions())

    with ThreadPoolExecutor(6) as pool:
        asked = pool.map(ask, range(60))
        for number in range(8):
            report = make_report(f"Report {number}.")
            store.append([report], [make_statement(report, make_claim())])
        assert max(asked) <= 17
    assert [entry.version for entry in store.versions()] == list(range(9))


def test_time_of_recording_never_runs_backwards(store: Store) -> None:
    first, second = make_report(), make_report("Other words.")
    store.append([first], [], recorded=at(4000))
    with pytest.raises(QueryError, match="last version is of"):
        store.append([second], [], recorded=at(3999))
    assert store.reports() == (first,)
    store.append([second], [])
    assert store.versions()[-1].recorded >= at(4000)


def test_a_name_stands_for_one_version_for_good(store: Store) -> None:
    named = store.name_version("empty")
    assert store.name_version("empty") == named
    assert f"version 0, sha256 {store.versions()[0].chain}" in named.citation
    store.append([make_report()], [])
    with pytest.raises(QueryError, match="name of version 0"):
        store.name_version("empty")
    with pytest.raises(QueryError, match="Named versions: empty"):
        store.as_of("full")
    with pytest.raises(QueryError, match="versions 0 to 1"):
        store.as_of(7)
    assert Store.open(store.path).named_versions() == (named,)


def test_equal_content_has_equal_chains_up_to_the_clock(tmp_path: Path) -> None:
    report = make_report()
    statements = [make_statement(report, make_claim(place=f"geonames:{n}")) for n in range(5)]
    contents: list[str] = []
    for order in (statements, statements[::-1]):
        store = Store.create(tmp_path / f"store{len(contents)}")
        store.append([report], order, recorded=at(4000))
        contents.append(store.versions()[-1].content)
    assert contents[0] == contents[1] != ""


def test_a_new_reader_supersedes_the_old(store: Store) -> None:
    report = make_report()
    old, new = make_claim(), make_claim(place="geonames:2")
    store.append([report], [make_statement(report, old)])
    result = store.append([], [make_statement(report, new, reader="2")])
    assert (result.reports, result.statements, result.reread) == (0, 1, 1)
    assert [s.reader for s in store.statements()] == ["2"]
    assert [s.reader for s in store.statements(as_of=1)] == ["1"]
    assert len(store.statements(superseded=True)) == 2
    # The old reader's statements again: known, and still superseded.
    assert store.append([report], [make_statement(report, old)]).statements == 0
    assert [s.reader for s in store.statements()] == ["2"]
    assert store.known([report.id, "x"], reader="2") == {report.id}
    assert store.known([report.id], reader="3") == frozenset()


def test_a_new_reader_that_finds_nothing_supersedes_too(store: Store) -> None:
    report = make_report()
    store.append([report], [make_statement(report, make_claim())])
    assert store.append([report], [], reader="2", gazetteer="1").reread == 1
    assert store.statements() == ()
    assert store.append([report], [], reader="2", gazetteer="1").reread == 0


def test_statements_of_two_readings_at_once_are_refused(store: Store) -> None:
    report = make_report()
    both = [make_statement(report, make_claim(), reader=reader) for reader in "12"]
    with pytest.raises(QueryError, match="more than one reading"):
        store.append([report], both)


def test_reviews_are_kept_beside_the_statements(store: Store) -> None:
    report = make_report()
    statement = make_statement(report, make_claim())
    store.append([report], [statement])
    verdict = Review(statement_id=statement.id, reviewer="kim", verdict=Verdict.UNCLEAR)
    (stored,) = store.review([verdict], recorded=at(5000))
    assert msgspec.structs.replace(stored, id="", recorded=None) == verdict
    assert stored.id
    assert stored.recorded == at(5000)
    assert store.reviews() == (stored,)
    assert store.reviews(["other"]) == ()
    unknown = msgspec.structs.replace(verdict, statement_id="none")
    with pytest.raises(QueryError, match="no statement with this id"):
        store.review([unknown])


def test_info_counts(store: Store) -> None:
    report = make_report()
    store.append([report], [make_statement(report, make_claim())])
    info = store.info()
    assert (info.version, info.reports, info.statements, info.current) == (1, 1, 1, 1)
    assert info.first == info.last == report.published
    assert info.readers == {"1": 1}
    assert info.size == sum(f.stat().st_size for f in store.path.rglob("*") if f.is_file())


def test_missing_and_occupied_folders(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        Store.open(tmp_path / "none")
    Store.create(tmp_path / "store")
    with pytest.raises(StoreError, match="something here already"):
        Store.create(tmp_path / "store")
    (tmp_path / "empty").mkdir()
    assert Store.create(tmp_path / "empty").version == 0
    odd = Store.create(tmp_path / "odd näme 100%, #1")
    odd.append([make_report()], [])
    assert len(odd.reports()) == 1
    for name in ("a[1]", "50%20", "a|b", "a\tb"):
        with pytest.raises(StoreError, match="Choose another folder"):
            Store.create(tmp_path / name)
    with pytest.raises(QueryError, match="no report with this id"):
        odd.report("none")
