"""Everyone can use the pages: axe finds no serious fault, in light and dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Visit

AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
RAQQA = "geonames:172955"
SERIOUS = frozenset({"serious", "critical"})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_fault(demo: str, visit: Visit, theme: str) -> None:
    faults: dict[str, list[str]] = {}
    for viewport in ({"width": 1280, "height": 900}, PHONE):
        page = visit(f"{demo}/#place={RAQQA}&on=2017-06-02", color_scheme=theme, viewport=viewport)
        expect(page.locator("#card-standing")).to_contain_text("%")
        settle(page)
        faults[f"map {viewport['width']}"] = serious(page)
        for name, address, ready in addresses(page, demo):
            page.goto("about:blank")
            page.goto(f"{demo}{address}")
            page.locator(ready).first.wait_for()
            settle(page)
            faults[f"{name} {viewport['width']}"] = serious(page)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{name} is {over} pixels too wide at {viewport['width']}"
    assert not {where: found for where, found in faults.items() if found}


def addresses(page: Page, demo: str) -> list[tuple[str, str, str]]:
    """Return the pages besides the map: name, address, and what shows that it is there."""
    page.evaluate("localStorage.setItem('whoholds-desk', JSON.stringify({reviewer: 'Anna'}))")
    claims = page.request.get(f"{demo}/api/claims?place={RAQQA}&limit=1").json()["items"]
    claim = claims[0]
    return [
        ("place", f"/place/{RAQQA}?on=2017-06-02", ".term .source"),
        ("report", f"/report/{claim['report_id']}#statement={claim['id']}", "mark.lit"),
        ("desk", "/desk", "article.item mark.lit"),
        ("figures", "/desk#figures", "#figure-alpha"),
        ("export", "/desk#export", ".export pre"),
    ]


def settle(page: Page) -> None:
    """Wait until nothing more is asked of the server."""
    page.wait_for_timeout(300)


def serious(page: Page) -> list[str]:
    """Return the serious faults that axe finds, each with the first element that has it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:160]} {fault['nodes'][0]['failureSummary']}"
        for fault in found
        if fault["impact"] in SERIOUS
    ]
