"""The map in a browser: 30,000 places over ten years, its first picture and a step of the clock.

Run: python benchmarks/web_map.py [places] [years]

Needs the built pages with their packages (`make map`), Node.js and Chromium; says so without them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).parent.parent / "web"
BUILT = WEB.parent / "src" / "whoholds" / "web" / "static" / "index.html"


def missing() -> str | None:
    """Return what is missing here, None where all is there."""
    if shutil.which("node") is None:
        return "Node.js"
    if not (WEB / "node_modules" / "playwright-core").is_dir() or not BUILT.is_file():
        return "the built pages: make map"
    return None if chromium() else "Chromium: apt-get install chromium, or set CHROMIUM"


def chromium() -> str | None:
    """Return the browser, None where there is none."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def main() -> None:
    lacks = missing()
    if lacks is not None:
        print(f"left out: it needs {lacks}")
        return
    environment = {**os.environ, "CHROMIUM": chromium() or ""}
    command = ["node", "bench/map.mjs", *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=WEB, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
