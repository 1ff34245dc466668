"""Reports that attack their reader are shown as what they are: text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Visit
from tests.web.browser.server import serving, whoholds

SCRIPT = "<script>window.pwned = 1</script>"
HANDLER = "<img src=x onerror='window.pwned = 1'>"
DRAWING = "<svg onload='window.pwned = 1'><a xlink:href='javascript:window.pwned=1'>x</a></svg>"
TURNED = "Town is \u202eeerf ton\u202c and \u2067safe\u2069"
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
CLAIM = "Islamic State fighters captured Raqqa on Tuesday, the Syrian Observatory said."
HOSTILE = {
    "script": SCRIPT,
    "handler": HANDLER,
    "drawing": DRAWING,
    "turned": TURNED,
    "markup": "</title></textarea><h1 id='pwned'>--><![CDATA[",
    "template": "{{constructor.constructor('window.pwned=1')()}} ${window.pwned=1}",
    "endless": "x" * 990_000,
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a store of hostile reports."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = [
        {
            "id": name,
            "title": f"{name}: {evil}",
            "text": f"{CLAIM}\n\nA man named {evil[:2000]} said that troops had left Raqqa.",
            "date": f"2017-06-{day:02}",
            "outlet": f"{name} {evil[:300]}",
            "url": "javascript:window.pwned=1//" + name,
        }
        for day, (name, evil) in enumerate(HOSTILE.items(), 1)
    ]
    file = folder / "hostile.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    store = folder / "store"
    whoholds("read", file, "--store", store)
    with serving(store) as address:
        yield address


def test_every_page_shows_them_as_text(hostile: str, visit: Visit) -> None:
    page = visit(hostile)
    found = page.request.get(f"{hostile}/api/claims?limit=100").json()["items"]
    assert len({claim["report_id"] for claim in found}) == len(HOSTILE)
    check(page)
    for claim in {c["report_id"]: c for c in found}.values():
        page.goto(f"{hostile}/report/{claim['report_id']}#statement={claim['id']}")
        expect(page.locator("mark.lit.r-evidence").first).to_be_visible()
        name = page.locator("h1").inner_text().partition(":")[0]
        shown = page.locator(".text").text_content() or ""
        assert as_shown(HOSTILE[name][:2000]) in shown
        expect(page.locator(".facts")).to_contain_text("javascript:window.pwned=1")
        check(page)
    page.goto(f"{hostile}/place/geonames:172955?on=2017-06-08")
    expect(page.locator(".term").first).to_be_visible()
    page.locator(".quoted mark.r-trigger").first.wait_for()
    check(page)
    page.locator("#on").press("Tab")
    page.goto(f"{hostile}/desk#statement={found[0]['id']}")
    expect(page.locator("article.item mark.lit").first).to_be_visible()
    check(page)


def test_signs_that_turn_the_writing_are_told(hostile: str, visit: Visit) -> None:
    page = visit(hostile)
    found = page.request.get(f"{hostile}/api/claims?limit=100").json()["items"]
    turned = next(c for c in found if (c["outlet"] or "").startswith("turned"))
    page.goto(f"{hostile}/report/{turned['report_id']}")
    expect(page.locator(".facts .sign").first).to_have_text("U+202E")
    assert not TURNING.search(page.locator("main").text_content() or "")


def check(page: Page) -> None:
    """Nothing of a report may have become part of the page, or wider than it."""
    assert page.evaluate("window.pwned") is None
    assert page.locator("#pwned, main img, [onerror], [onload]").count() == 0
    links = page.eval_on_selector_all(
        "[href]", "all => all.map(each => each.href.baseVal ?? each.href)"
    )
    assert not [link for link in links if link.lower().startswith("javascript:")]
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


def as_shown(text: str) -> str:
    """Return a text as a report keeps it: without the signs that turn the writing."""
    return TURNING.sub("", text)
