"""The map as one file: it opens from disk, shows what the store told, and asks nobody."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.web.browser.server import whoholds


def until(page: Page, script: str) -> None:
    """Wait until a script gives true; the page's own policy forbids what Playwright would do."""
    for _ in range(200):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {script}")


def test_the_file_opens_from_disk_with_its_map_clock_and_search(
    browser: Browser, read_samples: Path, tmp_path: Path
) -> None:
    file = tmp_path / "map.html"
    whoholds("map", "-o", file, "--store", read_samples)
    assert file.stat().st_size < 5_000_000
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "blob:", "data:")) else faults.append(r.url),
    )
    page.goto(f"{file.as_uri()}#on=2016-01-01")
    until(page, "!!window.whoholdsTimings?.areas")
    page.fill("#clock-day", "23 December 2016")
    page.keyboard.press("Enter")
    expect(page.locator("#clock-words")).to_contain_text("23 December 2016")
    until(page, "location.hash.includes('on=2016-12-23')")
    page.fill("#search", "Alepp")
    page.locator("#found [role=option]").first.click()
    expect(page.locator("#card-name")).to_contain_text("Aleppo")
    expect(page.locator("#card")).to_contain_text("Claims up to this day")
    expect(page.locator("#card a")).to_have_count(0)
    page.close()
    assert not faults
