"""The command `whoholds` over a store of the tests: reading into it, and serving it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def whoholds(*words: str | Path) -> None:
    """Run a command; raises AssertionError with what it said where it fails."""
    done = subprocess.run(
        _command(*words), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def serving(store: Path, *options: str, port: int = 0) -> Iterator[str]:
    """Serve a store, on a free port where none is given; gives the address."""
    command = _command("serve", "--store", store, "--port", str(port), *options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_unbuffered()) as process:
        try:
            assert process.stdout is not None
            told = next((found for line in process.stdout if (found := ADDRESS.search(line))), None)
            assert told is not None, "whoholds serve told no address"
            yield told.group()
        finally:
            process.terminate()
            process.wait(timeout=20)


def _command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "whoholds", *map(str, words)]


def _unbuffered() -> dict[str, str]:
    return {**os.environ, "PYTHONUNBUFFERED": "1"}
