"""The map as a file: a picture of a day, and the columns that a page is made of."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.command import run
from whoholds.errors import QueryError
from whoholds.publish.public import public
from whoholds.service.demo import sample_reports
from whoholds.service.outgoing import Outgoing
from whoholds.service.pictures import draw_day
from whoholds.service.whoholds import open_store
from whoholds.web.offline import columns_of


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("map") / "store"
    with sample_reports() as reports:
        assert run("read", reports, store=folder).returncode == 0
    return folder


def test_a_day_is_drawn_as_svg_and_as_png(store: Path, tmp_path: Path) -> None:
    for name in ("day.svg", "day.PNG"):
        done = run(
            *("map", "-o", tmp_path / name, "--on", "2017-10-20"),
            *("--country", "SY", "--title", "Syria & <all>"),
            store=store,
        )
        assert done.returncode == 0, done.stderr
        assert "places" in done.stderr
    assert "Syria &amp; &lt;all&gt;" in (tmp_path / "day.svg").read_text(encoding="utf-8")
    assert (tmp_path / "day.PNG").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert not list(tmp_path.glob(".*.part"))


def test_another_ending_is_refused(store: Path, tmp_path: Path) -> None:
    done = run("map", "-o", tmp_path / "map.pdf", store=store)
    assert done.returncode == 2
    assert ".html, .svg or .png" in done.stderr


def test_the_columns_of_one_country_fit_together(store: Path) -> None:
    whole, part = (columns_of(open_store(store), country=c) for c in (None, "sy"))
    assert set(part["map"]["country"]) == {"SY"}
    assert 0 < len(part["map"]["id"]) < len(whole["map"]["id"])
    for columns in (whole, part):
        places, runs, claims = columns["map"], columns["runs"], columns["claims"]
        assert set(runs["id"]) <= set(places["id"])
        assert len(runs["first"]) == len(runs["id"]) + 1
        assert runs["first"][-1] == len(runs["start"]) == len(runs["probability"])
        assert all(0 <= place < len(places["id"]) for place in claims["place"])
    told = {
        (columns["map"]["id"][place], day)
        for columns in (whole, part)
        for place, day in zip(columns["claims"]["place"], columns["claims"]["day"], strict=True)
    }
    syrian = set(part["map"]["id"])
    assert {t for t in told if t[0] in syrian} == {
        (part["map"]["id"][p], d)
        for p, d in zip(part["claims"]["place"], part["claims"]["day"], strict=True)
    }


def test_a_party_has_one_colour_in_every_picture_and_on_the_map(
    store: Path, tmp_path: Path
) -> None:
    opened = open_store(store)
    colours = {p["name"]: p["colour"] for p in columns_of(opened)["map"]["parties"]}
    for country, on in (("SY", date(2017, 10, 20)), ("UA", date(2022, 11, 14))):
        drawn = tmp_path / f"{country}.svg"
        draw_day(opened, drawn, title="Map", country=country, on=on)
        legend = re.findall(
            r'r="7" fill="(#\w{6})"[^>]*/><text[^>]*>([^<]+)</text>', drawn.read_text()
        )
        told = [(fill, name) for fill, name in legend if name in colours]
        assert told
        assert all(colours[name] == fill for fill, name in told)


def test_a_public_map_has_nothing_that_is_not_public(store: Path, tmp_path: Path) -> None:
    opened = open_store(store)
    plain = columns_of(opened)
    assert not (set(columns_of(Outgoing(opened))["map"]["id"]) - set(plain["map"]["id"]))
    last = opened.desk().last_day
    delay = (datetime.now(UTC).date() - last).days + 1000
    early = columns_of(Outgoing(opened, delay=delay))
    profile = Outgoing(opened, delay=delay).profile
    assert 0 < len(early["map"]["id"]) < len(plain["map"]["id"])
    assert early["map"]["on"] <= profile.until.isoformat()
    gazetteer = opened.gazetteer
    for identity, lat in zip(early["map"]["id"], early["map"]["lat"], strict=True):
        place = gazetteer.place(identity)
        assert place is not None
        assert public(place, profile) is not None
        assert lat is None or lat == round(lat, 2)
    last_told = max(early["claims"]["day"], default=0)
    assert last_told <= (profile.until - date(1970, 1, 1)).days
    with pytest.raises(QueryError, match="not public yet"):
        columns_of(Outgoing(opened, delay=delay), on=last)
    done = run(
        *("map", "-o", tmp_path / "day.svg", "--public", "--delay", str(delay)),
        *("--on", last.isoformat()),
        store=store,
    )
    assert done.returncode != 0
    assert "not public yet" in done.stderr
