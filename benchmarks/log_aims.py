"""What the benchmarks of the log are to reach, and whether they did."""

from __future__ import annotations

_MISSED: list[str] = []


def aim(what: str, value: float, *, least: float | None = None, most: float | None = None) -> None:
    """Print a figure beside what it is to reach: at least or at most so much."""
    wanted = f">= {least:,.4g}" if least is not None else f"<= {most:,.4g}"
    reached = (least is None or value >= least) and (most is None or value <= most)
    print(f"AIM      {what}: {value:,.4g}, {wanted}: {'reached' if reached else 'NOT REACHED'}")
    if not reached:
        _MISSED.append(what)


def summary() -> None:
    """Print how many aims were missed, by name."""
    print(f"AIMS     {len(_MISSED)} not reached{': ' if _MISSED else ''}{', '.join(_MISSED)}")
