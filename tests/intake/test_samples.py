"""The sample reports load without a complaint and hold what the demonstration needs."""

import re
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from whoholds.intake import load
from whoholds.model import Failure, Report

FOLDER = Path(str(files("whoholds.intake") / "samples"))


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    found = list(load([FOLDER]))
    assert [f for f in found if isinstance(f, Failure)] == []
    return [report for report in found if isinstance(report, Report)]


def test_there_are_enough_and_none_twice(reports: list[Report]) -> None:
    assert len(reports) >= 44
    assert len({report.id for report in reports}) == len(reports)


def test_each_is_dated_titled_and_marked_as_a_sample(reports: list[Report]) -> None:
    for report in reports:
        assert report.published is not None, report.source
        assert report.title, report.source
        assert (report.outlet or "").startswith(("Sample ", "Example ")), report.source
        if report.url:
            assert re.match(r"https://[a-z-]+\.example\.org/", report.url), report.source


def test_each_has_the_length_of_a_short_report(reports: list[Report]) -> None:
    for report in reports:
        assert 100 <= len(report.text.split()) <= 300, report.source


def test_file_names_tell_the_day_of_publication(reports: list[Report]) -> None:
    for report in reports:
        assert report.source is not None
        assert report.published is not None
        told = date.fromisoformat(Path(report.source).name[:10])
        assert abs((report.published.date() - told).days) <= 1, report.source


def test_page_furniture_is_gone(reports: list[Report]) -> None:
    for report in reports:
        assert "Share on" not in report.text, report.source
        assert "Published" not in report.text.split("\n\n")[1], report.source


def test_an_article_was_updated_under_its_address(reports: list[Report]) -> None:
    addresses = Counter(report.url for report in reports if report.url)
    again = [url for url, count in addresses.items() if count > 1]
    assert len(again) >= 2
    for url in again:
        versions = [report for report in reports if report.url == url]
        assert [report.updated is None for report in versions] == [True, False]
        assert len({report.published for report in versions}) == 1
        assert len({report.text for report in versions}) == 2


def test_wire_stories_were_copied(reports: list[Report]) -> None:
    for word in ("Sakhour", "Kupiansk"):
        copies = [r for r in reports if word in r.text and ".jsonl" in (r.source or "")]
        assert len({report.outlet for report in copies}) >= 3
