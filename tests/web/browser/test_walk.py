"""A reader's walk: the map and its clock, a place, its words, a verdict and what it changes."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Visit

RAQQA = "geonames:172955"
SURE = 0.55


def test_from_the_map_to_the_words(demo: str, visit: Visit) -> None:
    page = visit(demo)
    slider = page.locator("#clock-slider")
    expect(slider).to_be_enabled()
    typed = page.locator("#clock-day")
    expect(typed).to_have_value(re.compile(r"\d{4}-\d{2}-\d{2}"))
    last = typed.input_value()
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(typed).not_to_have_value(last)
    typed.fill("2 June 2017")
    typed.press("Enter")
    page.keyboard.press("Tab")
    expect(typed).to_have_value("2017-06-02")
    expect(page).to_have_url(re.compile("on=2017-06-02"))

    page.locator("#search").fill("Ar-Raqqah")
    page.locator("#found [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#card-name")).to_have_text("Raqqa")
    expect(page.locator("#card-standing")).to_contain_text("%")
    expect(page).to_have_url(re.compile("place=geonames:172955"))

    sent = visit(page.url)
    expect(sent.locator("#card-name")).to_have_text("Raqqa")
    expect(sent.locator("#clock-day")).to_have_value("2017-06-02")
    expect(sent.locator("#card-standing")).to_have_text(
        page.locator("#card-standing").inner_text(), use_inner_text=True
    )

    page.locator("#card .card-page").click()
    expect(page.locator("h1")).to_have_text("Raqqa")
    expect(page.locator("#sentence")).to_contain_text("2017-06-02")
    assert summed(page) == total(page)

    term = page.locator(".term[data-kind=statement]").first
    term.locator(".quoted mark.r-trigger").first.wait_for()
    words = "".join(term.locator(".quoted mark.r-evidence").all_inner_texts())
    term.get_by_role("link", name="Report").click()
    page.locator("mark.lit").first.wait_for()
    assert "".join(page.locator("mark.lit.r-evidence").all_inner_texts()) == words
    expect(page.locator(".read li.chosen")).to_have_count(1)
    expect(page.locator("mark.lit.r-evidence").first).to_be_in_viewport()


def test_the_clock_of_a_place(demo: str, visit: Visit) -> None:
    page = visit(f"{demo}/place/{RAQQA}?on=2017-06-02")
    expect(page.locator("#on")).to_have_value("2017-06-02")
    page.keyboard.press(".")
    expect(page.locator("#on")).to_have_value("2017-06-03")
    page.keyboard.press("]")
    expect(page.locator("#sentence")).not_to_contain_text("2017-06-03")
    changed = page.locator("#on").input_value()
    page.locator("#on").fill("20.10.2017")
    page.locator("#on").press("Enter")
    expect(page.locator("#sentence")).to_contain_text("2017-10-20")
    expect(page).to_have_url(re.compile("on=2017-10-20"))
    now = page.locator("#sentence").inner_text()

    page.locator("#known").fill("2017-06-03")
    page.locator("#known").press("Enter")
    expect(page).to_have_url(re.compile("known=2017-06-03"))
    expect(page.locator("#sentence")).not_to_have_text(now, use_inner_text=True)
    page.go_back()
    expect(page.locator("#sentence")).to_have_text(now, use_inner_text=True)
    page.go_back()
    expect(page.locator("#on")).to_have_value(changed)

    tick = page.locator(".tick[tabindex='0']")
    tick.focus()
    expect(page.locator(".tip")).to_be_visible()
    first = page.locator(".tip").inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip")).not_to_have_text(first, use_inner_text=True)
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_be_hidden()


def test_a_verdict_changes_the_map_and_is_undone(demo: str, visit: Visit) -> None:
    desk = visit(f"{demo}/desk")
    item = telling(desk)
    statement, moves = item["statement"], item["moves"]
    watcher = visit(f"{demo}/#place={statement['place_id']}&on={moves['on']}")
    standing = watcher.locator("#card-standing")
    expect(standing).to_contain_text(moves["before"]["name"])
    until_ready(watcher)
    swatch = standing.locator(".swatch")
    colour = swatch.get_attribute("style")

    desk.locator("#reviewer").fill("Anna")
    desk.locator("#reviewer").press("Tab")
    desk.goto(f"{demo}/desk#statement={statement['id']}")
    expect(desk.locator("article.item")).to_have_attribute("data-statement", statement["id"])
    expect(desk.locator("mark.lit.r-evidence").first).to_be_in_viewport()
    desk.locator("#state").click()
    desk.keyboard.press("r")
    done = desk.locator("#done")
    expect(done).to_have_attribute("data-verdict", "reject")
    before, after = done.locator(".side-before"), done.locator(".side-after")
    assert before.get_attribute("data-holder") == moves["before"]["actor_id"]
    assert after.get_attribute("data-holder") != moves["before"]["actor_id"]
    assert after.get_attribute("data-probability") != before.get_attribute("data-probability")
    expect(swatch).not_to_have_attribute("style", colour or "")

    desk.keyboard.press("z")
    expect(done).to_have_attribute("data-verdict", "undo")
    assert after.get_attribute("data-holder") == moves["before"]["actor_id"]
    expect(desk.locator("#state")).to_have_text("machine")
    expect(swatch).to_have_attribute("style", colour or "")


def test_a_claim_is_corrected_and_a_missed_one_added(demo: str, visit: Visit) -> None:
    desk = visit(f"{demo}/desk")
    statement = telling(desk)["statement"]
    desk.locator("#reviewer").fill("Ben")
    desk.locator("#reviewer").press("Tab")
    desk.goto(f"{demo}/desk#statement={statement['id']}")
    expect(desk.locator("article.item")).to_have_attribute("data-statement", statement["id"])
    expect(desk.locator("#correct")).to_be_disabled()
    desk.locator("#field-modality").select_option("denied")
    desk.locator("#field-place_id").fill("Ar-Raqqah")
    desk.locator("#place-names option").first.wait_for(state="attached")
    desk.locator("#field-place_id").fill("Raqqa (Raqqa, SY)")
    desk.locator("#comment").fill("the text denies it")
    desk.locator("#correct").click()
    expect(desk.locator("#done")).to_have_attribute("data-verdict", "correct")
    records = desk.request.get(f"{demo}/api/review/verdicts?statement_id={statement['id']}").json()
    corrected = records["standing"]["corrected_id"]
    shown = desk.request.get(f"{demo}/api/statements/{corrected}").json()
    assert (shown["modality"], shown["place_id"]) == ("denied", RAQQA)
    assert records["items"][0]["comment"] == "the text denies it"
    desk.goto(f"{demo}/desk#figures")
    expect(desk.locator("#figure-checked")).to_have_text("1")
    accept_others(desk, demo, statement)
    desk.goto(f"{demo}/desk#export")
    expect(desk.locator(".export pre")).to_contain_text('"claims"')
    assert '"denied"' in desk.request.get(f"{demo}/api/review/export.jsonl").text()

    desk.goto(f"{demo}/desk#statement={statement['id']}")
    expect(desk.locator("article.item")).to_have_attribute("data-statement", statement["id"])
    desk.locator(".report-text mark.lit").first.wait_for()
    desk.locator("#add").click()
    expect(desk.locator(".notice")).to_contain_text("Mark the words")
    marked = desk.evaluate(
        """() => {
          const text = document.querySelectorAll('.report-text p')[1];
          getSelection().selectAllChildren(text);
          return text.textContent.trim();
        }"""
    )
    desk.locator("#add").click()
    expect(desk.locator("dialog mark")).to_have_text(marked)
    desk.locator("#missed-field-actor_id").fill("Islamic State")
    desk.locator("#missed-field-place_id").fill(RAQQA)
    desk.locator("#missed-field-start").fill("2017-06")
    desk.locator("#missed-save").click()
    expect(desk.locator("dialog")).to_have_count(0)
    listed = desk.request.get(f"{demo}/api/reports/{statement['report_id']}").json()["statements"]
    assert marked in {each["text"] for each in listed if each["place_id"] == RAQQA}


def until_ready(page: Page) -> None:
    """Wait until the map has all that it loads, and follows the store."""
    for _ in range(100):
        if page.evaluate("Boolean(window.whoholdsTimings?.ready)"):
            return
        page.wait_for_timeout(200)
    raise AssertionError("the map is not ready after 20 seconds")


def telling(page: Page) -> dict[str, Any]:
    """Return an item of the queue that decides who holds its place, among other claims on it."""
    server = page.url.split("/desk")[0]
    address = f"{server}/api/review/queue?reviewer=Chooser&limit=100"
    for item in page.request.get(address).json()["items"]:
        moves, place = item["moves"], item["statement"]["place_id"]
        if moves is None or item["copies"]:
            continue
        if page.request.get(f"{server}/api/claims?place={place}&limit=1").json()["total"] < 3:
            continue
        sides = moves["before"], moves["after"]
        differ = sides[0]["actor_id"] != sides[1]["actor_id"]
        if differ and all(side["actor_id"] and side["probability"] > SURE for side in sides):
            found: dict[str, Any] = item
            return found
    raise AssertionError("no claim of the demo decides alone who holds a place")


def accept_others(page: Page, demo: str, statement: dict[str, Any]) -> None:
    """Accept all other statements of a report: a sentence is exported when all of it is judged."""
    listed = page.request.get(f"{demo}/api/reports/{statement['report_id']}").json()["statements"]
    for other in listed:
        verdict = {"reviewer": "Ben", "statement_id": other["id"], "verdict": "accept"}
        page.request.post(f"{demo}/api/review/verdicts", data=verdict, headers={"X-Whoholds": "1"})


def summed(page: Page) -> int:
    """Return the sum of the terms of the explanation, in ten-thousandths of a nat."""
    every = page.locator(".term > .nats").all_text_contents()
    assert every
    return sum(map(_units, every))


def total(page: Page) -> int:
    """Return the total that the page tells, less the rounding that it tells of."""
    text = page.locator("#total").inner_text()
    rounding = re.search(r"with ([+−][\d.]+) of rounding", text)
    return _units(text.split()[0]) - (_units(rounding.group(1)) if rounding else 0)


def _units(figure: str) -> int:
    return round(float(figure.replace("−", "-")) * 10_000)
