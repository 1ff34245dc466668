"""A real browser on a real server, and what it must never do: fail, or ask anyone else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Response,
    expect,
    sync_playwright,
)

from tests.web.browser.chromium import launch
from tests.web.browser.server import serving, whoholds
from whoholds.service.demo import sample_reports
from whoholds.web.pages import STATIC

PATIENCE = 20_000
"""Milliseconds: a machine may have other work to do, and no graphics card."""
OURS = frozenset({"127.0.0.1", ""})
Visit = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests; closed before tests of other folders start their own loops."""
    assert (STATIC / "place.html").is_file(), "the pages are not built: make map"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture(scope="package")
def read_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that the sample reports were read into."""
    store = tmp_path_factory.mktemp("demo") / "store"
    with sample_reports() as folder:
        whoholds("read", folder, "--store", store)
    return store


@pytest.fixture
def demo(read_samples: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server on a copy of the demo store, which the test may change."""
    store = tmp_path / "store"
    shutil.copytree(read_samples, store)
    with serving(store) as address:
        yield address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open pages; at the end, none of them may have failed or asked another host."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(address: str, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch(page, faults)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def watch(page: Page, faults: list[str]) -> None:
    """Note what a page must not do: errors, dialogs, and requests to anyone but our server."""

    def on_response(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"{response.status} {response.url}")

    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(f"dialog {dialog.message}"))
    page.on("response", on_response)
    page.on("request", lambda request: _check_host(request.url, faults))


def _check_host(url: str, faults: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname not in OURS:
        faults.append(f"request to {url}")
