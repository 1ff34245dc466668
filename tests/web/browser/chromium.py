"""The browser of the tests: the system's Chromium, else the one that Playwright installed."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as PlaywrightError

SYSTEM = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"))
HOW = "no browser to test the pages with: apt-get install chromium, or playwright install chromium"
FLAGS = (
    # Graphics without a graphics card.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    # A browser that keeps to itself.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def launch(playwright: Playwright) -> Browser:
    """Return a browser without a window; raises AssertionError with what to install."""
    system = next((path for path in SYSTEM if path.is_file()), None)
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    try:
        return playwright.chromium.launch(executable_path=system, args=flags)
    except PlaywrightError as error:
        raise AssertionError(HOW) from error
