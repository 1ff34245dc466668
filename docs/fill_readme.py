"""Put what `whoholds demo` prints into the README, between its two marks."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
MARKS = re.compile(r"(<!-- demo output: begin -->\n).*?(<!-- demo output: end -->)", re.DOTALL)


def main() -> None:
    """Run the demo in a folder of its own and write its output into the README."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "whoholds", "demo", "whoholds-demo"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    lines = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
    text = README.read_text(encoding="utf-8")
    filled = MARKS.sub(lambda m: f"{m[1]}```\n{lines}\n```\n{m[2]}", text)
    README.write_text(filled, encoding="utf-8")


if __name__ == "__main__":
    main()
