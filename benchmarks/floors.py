"""Pinned scores: a change may raise them, and may lower one only when told to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("floors.toml")
HEAD = """# The scores that a change may not lower (benchmarks/gold.py checks them after each run).
# Written by `gold.py --raise-floors`; `--lower-floors` is the explicit way down.
"""
DIGITS = 3
SLACK = 10**-DIGITS / 2
"""How far below its floor a figure still counts as level: floors are rounded."""


def flat(figures: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield (name, figure 0..1) for what the scorer gives: F1s, shares and counts of a total."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            if "f1" in value:
                yield f"{name}.f1", float(value["f1"])
            else:
                yield from ((f"{name}.{inner}", share) for inner, share in flat(value))
        elif isinstance(value, str) and value.count("/") == 1:
            part, whole = value.split("/")
            yield name, int(part) / max(1, int(whole))
        elif isinstance(value, float):
            yield name, value


def load_floors(path: Path = FILE) -> dict[str, dict[str, float]]:
    """Return the floors by set and figure; none where there is no file."""
    if not path.exists():
        return {}
    return {name: dict(rows) for name, rows in tomllib.loads(path.read_text("utf-8")).items()}


def below(
    floors: Mapping[str, float], figures: Mapping[str, float]
) -> Iterator[tuple[str, float, float]]:
    """Yield (figure, its floor, what it is now) for each that fell or is gone (0)."""
    for name, floor in floors.items():
        now = figures.get(name, 0.0)
        if now < floor - SLACK:
            yield name, floor, now


def moved(
    floors: Mapping[str, float], figures: Mapping[str, float], *, lower: bool, higher: bool
) -> dict[str, float]:
    """Return the floors of a set after a run: only those asked for move."""
    new = {name: round(value, DIGITS) for name, value in figures.items()}
    kept = dict(floors)
    for name, value in new.items():
        old = kept.get(name)
        if (higher and (old is None or value > old)) or (lower and old is not None and value < old):
            kept[name] = value
    return kept


def save_floors(floors: Mapping[str, Mapping[str, float]], path: Path = FILE) -> None:
    """Write the floors, sets and figures in order."""
    parts = [HEAD]
    for name in sorted(floors):
        rows = "".join(f'"{key}" = {value}\n' for key, value in sorted(floors[name].items()))
        parts.append(f'\n["{name}"]\n{rows}')
    path.write_text("".join(parts), encoding="utf-8")
