"""Fetches GeoNames dumps by country: the only request that leaves the machine, on demand."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from whoholds.errors import GazetteerError
from whoholds.gazetteer.knowledge import countries

BASE_URL = "https://download.geonames.org/export/dump"
BASE_URL_VARIABLE = "WHOHOLDS_GEONAMES"
TIMEOUT = 30.0  # seconds without a byte
LARGEST = 1_000_000_000  # bytes; the dump of the whole world is less than half
_PIECE = 1 << 16
Progress = Callable[[int, int | None], None]


def is_country_code(words: str) -> bool:
    """Say whether words are the ISO code of a country ("UA")."""
    return words.upper() in countries()


def fetch_country(
    code: str,
    folder: Path,
    *,
    names: bool = False,
    base_url: str | None = None,
    progress: Progress | None = None,
) -> Path:
    """Download the dump of a country into `folder` and return its path.

    code: ISO alpha-2. names: its alternate names instead of its places. base_url: where GeoNames
    or a mirror has its dumps; by default what WHOHOLDS_GEONAMES names, else geonames.org itself.
    progress: called with the bytes read and all of them, None where the server does not tell.
    Raises GazetteerError where the code is unknown, or the download fails or is cut short; then
    no file is left.
    """
    if not is_country_code(code):
        raise GazetteerError(
            where=code, what="no country has this code", fix="Give an ISO code of two letters: UA."
        )
    base = (base_url or os.environ.get(BASE_URL_VARIABLE) or BASE_URL).rstrip("/")
    path = f"alternatenames/{code.upper()}.zip" if names else f"{code.upper()}.zip"
    target = folder / f"{code.upper()}{'.names' if names else ''}.zip"
    part = target.with_suffix(".part")
    try:
        _download(f"{base}/{path}", part, progress)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _download(url: str, target: Path, progress: Progress | None) -> None:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise GazetteerError(where=url, what="no web address", fix="Give one with http or https.")
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as answer, target.open("wb") as file:  # noqa: S310 - the scheme is checked above
            length = answer.headers.get("Content-Length")
            total = int(length) if length else None
            done = 0
            while piece := answer.read(_PIECE):
                done += len(piece)
                if done > LARGEST:
                    raise _failed(url, "it is bigger than any dump")
                file.write(piece)
                if progress is not None:
                    progress(done, total)
    except urllib.error.HTTPError as error:
        raise _failed(url, f"the server answers {error.code} {error.reason}") from error
    except (OSError, ValueError) as error:  # URLError, time-outs and broken connections are OSError
        raise _failed(url, str(getattr(error, "reason", error))) from error
    if total is not None and done < total:
        raise _failed(url, f"the download broke off after {done} of {total} bytes")


def _failed(url: str, what: str) -> GazetteerError:
    fix = "Check the connection and try again, or download the file yourself and add it by its path"
    return GazetteerError(where=url, what=f"the download failed: {what}", fix=f"{fix}.")
