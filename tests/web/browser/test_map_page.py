"""What the map page must do: know what was known, go where it is sent, follow, fit a phone."""

from __future__ import annotations

import json
import math
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.web.browser.conftest import PATIENCE, Visit
from tests.web.browser.server import serving, whoholds

RAQQA = ("geonames:172955", 35.9528, 39.0079)
TOKEN = "reader-token-12345"  # noqa: S105 - of a server that lasts for a test
TABS = 8
SMALL = """() => [...document.querySelectorAll("button,select,summary,.button,label:has(input)")]
  .filter((part) => part.offsetParent && part.getBoundingClientRect().height < 23.5)
  .map((part) => part.outerHTML.slice(0, 120))"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def until_ready(page: Page) -> None:
    page.wait_for_function("() => window.whoholdsTimings && window.whoholdsTimings.ready")


def test_as_known_on_holds_for_all_layers_whatever_is_next(demo: str, visit: Visit) -> None:
    page = visit(
        f"{demo}/#on=2017-06-10&layers=areas,claims,happenings,names,borders&place={RAQQA[0]}"
    )
    until_ready(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_request(re.compile(r"/api/map/runs\?known=2017-06-10")):
        page.locator("#known-on").check()
        page.locator("#clock-back").click()  # within the time that the page waits
    expect(page).to_have_url(re.compile("known=2017-06-10"))
    page.wait_for_function("() => document.querySelector('.clock').classList.contains('knows')")
    for path in ("/api/map/claims", "/api/histogram", "/api/happenings"):
        for _ in range(200):
            told = [parse_qs(urlsplit(url).query) for url in asked if path in url]
            if told and told[-1].get("known") == ["2017-06-10"]:
                break
            page.wait_for_timeout(100)
        else:
            raise AssertionError(f"{path} was not asked for as known: {told}")

    scale = page.locator(".maplibregl-ctrl-scale")
    before = scale.inner_text()
    page.evaluate("() => { location.hash = location.hash.replace(/z=[^&]*/, 'z=11.00') }")
    expect(scale).not_to_have_text(before, use_inner_text=True)
    expect(page).to_have_url(re.compile("z=11.00"))


def test_all_tabs_follow_one_stream_and_catch_up_after_a_gap(
    read_samples: Path, tmp_path: Path, browser: Browser
) -> None:
    store, report = tmp_path / "store", tmp_path / "new.jsonl"
    shutil.copytree(read_samples, store)
    text = "The army recaptured Saraqib on Monday, state media said."
    report.write_text(json.dumps({"text": text, "date": "2022-11-20", "outlet": "Post"}) + "\n")
    context = browser.new_context()
    context.set_default_timeout(3 * PATIENCE)
    streams: list[str] = []
    context.on("request", lambda r: streams.append(r.url) if r.url.endswith("/events") else None)
    with serving(store) as address:
        port = urlsplit(address).port or 0
        pages = [context.new_page() for _ in range(TABS)]
        for page in pages:
            page.goto(f"{address}/desk" if page in pages[1:-1] else address)
        until_ready(pages[-1])  # the last one too has its connections
        assert len(streams) == 1
    whoholds("read", report, "--store", store)
    with serving(store, port=port):
        for page in (pages[0], pages[-1]):
            expect(page.locator("#clock-slider")).to_have_attribute(
                "aria-valuetext", "20 November 2022", timeout=3 * PATIENCE
            )
    context.close()


def test_a_phone_shows_the_chosen_place_and_can_be_touched(demo: str, visit: Visit) -> None:
    page = visit(f"{demo}/#on=2017-10-01&place={RAQQA[0]}", **PHONE)
    until_ready(page)
    expect(page.locator("#card-standing")).to_contain_text("%")
    expect(page).to_have_url(re.compile("lat="))
    parts = parse_qs(page.url.partition("#")[2])
    told = {name: float(parts[name][0]) for name in ("lat", "lon", "z")}
    box, card = page.locator("#map").bounding_box(), page.locator("#card").bounding_box()
    assert box is not None
    assert card is not None
    size = 512 * 2 ** told["z"]
    down = (mercator(RAQQA[1]) - mercator(told["lat"])) * size + box["y"] + box["height"] / 2
    right = (RAQQA[2] - told["lon"]) / 360 * size + box["x"] + box["width"] / 2
    assert box["y"] < down < card["y"]
    assert 0 < right < 390
    assert page.evaluate(SMALL) == []
    page.locator("#legend > summary").tap()
    page.locator("#layer-claims").check()
    page.locator("#layer-happenings").check()
    expect(page.locator("#keys-claims")).to_be_visible()
    assert page.evaluate(SMALL) == []


def mercator(lat: float) -> float:
    sine = math.sin(math.radians(lat))
    return 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def test_a_reader_has_no_verdicts_and_signs_out(read_samples: Path, visit: Visit) -> None:
    with serving(read_samples, "--token", f"reader:{TOKEN}") as address:
        page = visit(f"{address}/desk")
        page.locator("input[name=token]").fill(TOKEN)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("#read-only")).to_be_visible()
        claim = page.request.get(f"{address}/api/claims?limit=1").json()["items"][0]
        page.goto(f"{address}/desk#statement={claim['id']}")
        page.reload()
        expect(page.locator("article.item")).to_have_attribute("data-statement", claim["id"])
        expect(page.locator("#accept")).to_have_count(0)
        page.locator("#sign-out").click()
        expect(page).to_have_url(re.compile("/login$"))
        assert page.request.get(f"{address}/api/info").status == 401
