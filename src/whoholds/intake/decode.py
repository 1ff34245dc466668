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
_WEB = dict.fromkeys(
    ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"
)
"""Labels that on the web mean the wider encoding of Windows (WHATWG Encoding)."""


def unpack(data: bytes, *, where: str) -> bytes:
    """Return the data, unpacked where it is gzip; raises IntakeError when it is too big."""
    if data.startswith(_GZIP):
        data = inflate(data, wbits=31, where=where)
    check_size(len(data), where=where)
    return data


def inflate(data: bytes, *, wbits: int, where: str, most: int = MAX_BYTES) -> bytes:
    """Return packed data unpacked, all its members and not much more than `most` bytes.

    wbits: the form, as zlib has it. Raises IntakeError where the data is damaged or breaks off.
    """
    found = b""
    while data and len(found) <= most:
        unpacker = zlib.decompressobj(wbits=wbits)
        try:
            found += unpacker.decompress(data, most + 1 - len(found))
        except zlib.error as error:
            if found and not data.startswith(_GZIP):
                return found  # what follows the last member is padding
            raise _damaged(where, str(error)) from None
        if not unpacker.eof and len(found) <= most:
            raise _damaged(where, "it breaks off")
        data = unpacker.unused_data
    return found


def _damaged(where: str, what: str) -> IntakeError:
    return IntakeError(where=where, what=f"damaged gzip data ({what})", fix="Fetch it again.")


def check_size(size: int, *, where: str, most: int = MAX_BYTES) -> None:
    """Raise IntakeError where `size` bytes are more than is read at once."""
    if size > most:
        raise IntakeError(
            where=where,
            what=f"too big: more than the {most // 2**20} MB that are read at once",
            fix="Split it, or save the article alone.",
        )


def decode(data: bytes, *, where: str, charset: str | None = None) -> str:
    """Return the characters: by byte order mark, as UTF-8, or by the charset that is declared.

    charset: what the server said; it goes before what the page itself declares.
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
        encoding = charset or (declared[1].decode("ascii") if declared else "utf-8")
        return _decoded(data, _WEB.get(encoding.lower(), encoding), where=where)


def _decoded(data: bytes, encoding: str, *, where: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        what = f"declares the unknown encoding {encoding!r}"
    except UnicodeDecodeError as error:
        what = f"not {encoding.upper()}: byte {error.start} is {data[error.start]:#04x}"
    raise IntakeError(where=where, what=what, fix="Convert it to UTF-8 (for example with iconv).")
