"""The units of the pages, tested by their own runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
RUNNER = WEB / "node_modules" / ".bin" / "vitest"


@pytest.mark.skipif(
    shutil.which("node") is None or not RUNNER.exists(), reason="no Node.js here: make map"
)
def test_the_units_of_the_pages_hold() -> None:
    done = subprocess.run(
        [RUNNER, "run"], cwd=WEB, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
