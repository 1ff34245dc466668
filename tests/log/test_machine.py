"""The store against a model of itself: whatever is appended in whatever order, nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.log.factories import make_claim, make_report, make_statement
from whoholds.log import Store
from whoholds.model import Report, Statement

REPORTS = [make_report(f"Report {n}: troops took the town, it was said.") for n in range(4)]
CLAIMS = [make_claim(place=f"geonames:{n}") for n in range(3)]


def statement_of(report: Report, claim: int, reader: str) -> Statement:
    return make_statement(report, CLAIMS[claim], reader=reader)


class StoreMachine(RuleBasedStateMachine):
    """held: per report, the readings in the order in which they came, with their statements."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.create(self.folder / "store")
        self.held: dict[str, dict[str, set[str]]] = {}
        self.past: list[set[tuple[str, str]]] = [set()]

    @rule(
        reader=st.sampled_from("12"),
        given=st.dictionaries(st.integers(0, 3), st.sets(st.integers(0, 2)), min_size=1),
    )
    def append(self, reader: str, given: dict[int, set[int]]) -> None:
        reports = [REPORTS[n] for n in given]
        statements = [
            statement_of(REPORTS[n], c, reader) for n, chosen in given.items() for c in chosen
        ]
        before = self.store.version
        self.store.append(reports, statements, reader=reader, gazetteer="1")
        for number, chosen in given.items():
            report = REPORTS[number]
            readings = self.held.setdefault(report.id, {})
            read = readings.setdefault(reader, set())
            read |= {Statement.id_of(CLAIMS[c], report.id) for c in chosen}
        if self.store.version > before:
            self.past.append(self.current())

    @precondition(lambda self: self.store.version > 0)
    @rule()
    def compact(self) -> None:
        self.store.compact(keep_hours=0)

    @rule()
    def reopen(self) -> None:
        self.store = Store.open(self.store.path)

    def current(self) -> set[tuple[str, str]]:
        last = {report: next(reversed(readings)) for report, readings in self.held.items()}
        return {(last[r], s) for r, readings in self.held.items() for s in readings[last[r]]}

    @invariant()
    def answers_are_those_of_the_model(self) -> None:
        found = [(s.reader, s.id) for s in self.store.statements()]
        assert len(found) == len(set(found))
        assert set(found) == self.current()
        assert {r.id for r in self.store.reports()} == set(self.held)
        total = sum(len(read) for readings in self.held.values() for read in readings.values())
        assert self.store.history()[-1].totals.statements == total
        middle = len(self.past) // 2
        stood = {(s.reader, s.id) for s in self.store.statements(as_of=middle)}
        assert stood == self.past[middle]

    def teardown(self) -> None:
        assert self.store.verify() == ()
        shutil.rmtree(self.folder)


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=10, stateful_step_count=7, deadline=None, derandomize=True
)
