"""A map with its clock as one HTML file that opens from disk and asks nothing of anybody."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from whoholds.errors import ExportError
from whoholds.publish.files import whole_file

STATIC = Path(__file__).parent.parent / "web" / "static"
"""Where `make map` puts what it builds."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' \
blob:; style-src 'unsafe-inline'; img-src data: blob:; worker-src blob: data:; \
child-src blob: data:; connect-src blob: data:">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{css}</style>
</head>
<body>
<div id="page" data-title="{title}"></div>
<noscript>This map is drawn by a script, and scripts are switched off.</noscript>
<script type="application/octet-stream" id="whoholds-data">{data}</script>
<script type="module">{code}</script>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Parts:
    """What was built of the map: its code, its style, and the base map as JSON."""

    code: str
    css: str
    base: bytes


def built_parts(folder: Path = STATIC) -> Parts:
    """Return what was built of the map; raises ExportError where nothing was."""
    bases = sorted((folder / "assets").glob("base-*.json"))
    try:
        code = (folder / "single" / "map.js").read_text(encoding="utf-8")
        css = (folder / "single" / "map.css").read_text(encoding="utf-8")
        return Parts(code, css, bases[-1].read_bytes())
    except (OSError, IndexError):
        raise ExportError(
            where="map",
            what="the map is not built in this installation",
            fix="Install Node.js and run `make map` in a copy of the source, or write an .svg.",
        ) from None


def write_page(path: Path, columns: Mapping[str, Any], *, title: str, parts: Parts) -> int:
    """Write the page and return its size in bytes; raises ExportError.

    columns: `map`, `runs`, `claims` and `histogram`, as the HTTP API gives them.
    """
    page = page_of(columns, title=title, parts=parts)
    with whole_file(path) as file:
        file.write(page)
    return len(page.encode("utf-8"))


def page_of(columns: Mapping[str, Any], *, title: str, parts: Parts) -> str:
    """Return the page; the same columns give the same page."""
    told = json.dumps(dict(columns), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    payload = told[:-1] + b',"base":' + parts.base + b"}"
    packed = gzip.compress(payload, compresslevel=9, mtime=0)
    return _PAGE.format(
        title=escape(title),
        css=re.sub(r"</(?=style)", r"<\\/", parts.css, flags=re.IGNORECASE),
        data=base64.b64encode(packed).decode("ascii"),
        code=_inside_script(parts.code),
    )


def _inside_script(code: str) -> str:
    """Return code that no part of ends the script or opens a comment of HTML."""
    ended = re.sub(r"</(?=script)", r"<\\/", code, flags=re.IGNORECASE)
    return ended.replace("<!--", r"<\!--")
