"""Runs the command line, in this process or in one of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from whoholds.cli.app import run as cli_run


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: str | Path, stdin: str = "", store: Path | None = None) -> Done:
    """Run the command line in this process as its script does, with streams of its own."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    asked = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    argv = ["whoholds", *map(str, words)]
    environment = {"COLUMNS": "100", **({"WHOHOLDS_STORE": str(store)} if store else {})}
    status = 0
    with (
        mock.patch.dict(os.environ, environment),
        mock.patch.multiple(sys, argv=argv, stdin=asked, stdout=streams[0], stderr=streams[1]),
    ):
        try:
            cli_run()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(bool(end.code))
        for stream in streams:
            stream.flush()
    out, err = (stream.buffer.getvalue().decode() for stream in streams)
    return Done(status, out, err)


def run_apart(*words: str | Path, stdin: str = "") -> Done:
    """Run the command line in a process of its own, as a user does."""
    command = [sys.executable, "-m", "whoholds", *map(str, words)]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=300,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def rows(done: Done) -> list[dict[str, Any]]:
    """Return the JSON lines of a command's output."""
    return [json.loads(line) for line in done.stdout.splitlines()]
