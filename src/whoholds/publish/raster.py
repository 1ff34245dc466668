"""SVG pictures as PNG."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

import resvg_py

from whoholds.publish.picture import FONTS

WIDTH = 1920
"""Pixels: twice the width of the picture, which is enough for a page in print."""
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" font-family="{fonts}">'
    '<text x="2" y="16" font-size="16">{words}</text></svg>'
)


def png_of(svg: str, *, width: int = WIDTH) -> bytes:
    """Return a picture as PNG, so many pixels wide."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=width, background="#ffffff", sans_serif_family=usual_face()
        )
    )


@cache
def draws_text() -> bool:
    """Say whether words are drawn: without any face on the machine they are left out."""
    fonts = FONTS.replace("'", "&apos;")
    return png_of(_PROBE.format(fonts=fonts, words="Aa")) != png_of(
        _PROBE.format(fonts=fonts, words="")
    )


@cache
def usual_face() -> str | None:
    """Return the face that this machine takes for "sans-serif", None where nothing tells it."""
    command = shutil.which("fc-match")
    if command is None:
        return None
    try:
        told = subprocess.run(  # noqa: S603 - no word of anybody
            [command, "--format=%{family[0]}", "sans-serif"],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip() or None
