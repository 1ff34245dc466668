"""SVG pictures as PNG."""

from __future__ import annotations

import resvg_py

WIDTH = 1920
"""Pixels: twice the width of the picture, which is enough for a page in print."""


def png_of(svg: str, *, width: int = WIDTH) -> bytes:
    """Return a picture as PNG, so many pixels wide."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, background="#ffffff"))
