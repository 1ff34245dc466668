"""The API holds to its own description, whatever is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = os.environ.get("WHOHOLDS_EXAMPLES", "12")
"""How many questions are made up for each route; more of them find more."""


def test_made_up_questions_find_no_fault(address: str, tmp_path: Path) -> None:
    tool = Path(sys.executable).with_name("schemathesis")
    checks = (
        "not_a_server_error,status_code_conformance,content_type_conformance,"
        "response_schema_conformance"
    )
    done = subprocess.run(
        [
            tool,
            "run",
            f"{address}/api/openapi.json",
            f"--checks={checks}",
            f"--max-examples={EXAMPLES}",
            "--seed=1",
            "--exclude-path=/api/events",
            "--header=X-Whoholds: 1",
            "--phases=examples,coverage,fuzzing",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
