"""Bytes of a file -> characters, refusing what is no text rather than guessing."""

from __future__ import annotations

import codecs
import re
import zlib

from whoholds.errors import IntakeError

MAX_BYTES = 10 * 2**20
"""The biggest page, text or line that is read."""

_GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x03\x04", "an archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)


def unpack(data: bytes, *, where: str) -> bytes:
    """Return the data, unpacked where it is gzip; raises IntakeError when it is too big."""
    if data.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            data = unpacker.decompress(data, MAX_BYTES + 1)
        except zlib.error as error:
            raise IntakeError(
                where=where, what=f"damaged gzip data ({error})", fix="Fetch it again."
            ) from None
    check_size(len(data), where=where)
    return data


def check_size(size: int, *, where: str) -> None:
    """Raise IntakeError where `size` bytes are more than is read at once."""
    if size > MAX_BYTES:
        raise IntakeError(
            where=where,
            what=f"too big: more than the {MAX_BYTES // 2**20} MB that are read at once",
            fix="Split it, or save the article alone.",
        )


def decode(data: bytes, *, where: str) -> str:
    """Return the characters: by byte order mark, as UTF-8, or by the charset a page declares.

    Raises IntakeError for binary data, and for bytes that are not in that encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, where=where)
    for start, kind in _KINDS:
        if data.startswith(start):
            raise IntakeError(where=where, what=f"{kind}, not text", fix="Save it as text or HTML.")
    if b"\x00" in data:
        raise IntakeError(where=where, what="binary data, not text", fix="Give text or HTML.")
    declared = _CHARSET.search(data, 0, 4096)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = declared[1].decode("ascii") if declared else "utf-8"
        return _decoded(data, encoding, where=where)


def _decoded(data: bytes, encoding: str, *, where: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        what = f"declares the unknown encoding {encoding!r}"
    except UnicodeDecodeError as error:
        what = f"not {encoding.upper()}: byte {error.start} is {data[error.start]:#04x}"
    raise IntakeError(where=where, what=what, fix="Convert it to UTF-8 (for example with iconv).")
