"""Where the evaluation data lies, if it does."""

import os
from pathlib import Path

import pytest


def shared(*parts: str) -> Path:
    """Return a path in the evaluation data, or skip the test where it is absent."""
    default = Path(__file__).resolve().parents[2] / "shared"
    path = Path(os.environ.get("WHOHOLDS_DATA", default)).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"evaluation data not present: {path.name} (set WHOHOLDS_DATA)")
    return path
