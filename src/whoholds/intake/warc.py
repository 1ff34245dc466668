"""WARC files (web archives) -> the pages in them (ISO 28500)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import BinaryIO, NamedTuple, cast

from whoholds.errors import IntakeError
from whoholds.intake.budget import Budget
from whoholds.intake.decode import MAX_BYTES, check_size
from whoholds.intake.request import Reply, unpack_body

_GZIP = b"\x1f\x8b"
_LONGEST_LINE = 65_536
_MOST_HEADERS = 500
_SKIP = 1 << 20
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain", "application/rss+xml")
_FEEDS = ("application/atom+xml", "application/xml", "text/xml")


class Page(NamedTuple):
    """A page in a WARC: its address, and the answer that the server gave when it was kept."""

    url: str
    reply: Reply


def read_warc(stream: BinaryIO, *, source: str, budget: Budget) -> Iterator[Page | IntakeError]:
    """Yield the texts that servers answered with, in the archive's order.

    stream: of a `.warc` or `.warc.gz`. budget: how far it may unpack. What is no text (pictures,
    scripts), no success, or no response is passed over; a record that cannot be read is given as
    its error. Raises IntakeError where the archive itself is damaged:
    what comes before that is given.
    """
    whole = BufferedReader(stream)  # type: ignore[type-var]  # members of archives can be read so
    packed = whole.peek(2)[:2] == _GZIP
    plain: BinaryIO = cast(BinaryIO, gzip.GzipFile(fileobj=whole)) if packed else whole
    try:
        while (record := _next_record(plain, source)) is not None:
            headers, length = record
            budget.spend(length)
            if not _is_answer(headers) or length > 2 * MAX_BYTES:
                _skip(plain, length, source)
                continue
            block = _exactly(plain, length, source)
            url = headers.get("warc-target-uri", "").strip("<>")
            try:
                page = _page(url, headers, block, where=f"{source}!{url}")
            except IntakeError as error:
                yield error
                continue
            if page is not None:
                yield page
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(source, str(error)) from None
    finally:
        whole.detach()  # the stream is not ours to close


def _is_answer(headers: dict[str, str]) -> bool:
    return headers.get("warc-type") in {"response", "resource"} and headers.get(
        "warc-target-uri", ""
    ).strip("<>").startswith(("http://", "https://"))


def _page(url: str, headers: dict[str, str], block: bytes, *, where: str) -> Page | None:
    if headers["warc-type"] == "resource":
        reply = Reply(200, "", {"content-type": headers.get("content-type", "")}, block)
        return Page(url, reply) if _is_text(reply) else None
    head = BytesIO(block)
    status = head.readline(_LONGEST_LINE).split(None, 2)
    if len(status) < 2 or not status[0].startswith(b"HTTP/") or status[1] != b"200":
        return None
    told = _headers(head, where)
    reply = Reply(200, "OK", told, b"")
    if not _is_text(reply):
        return None
    body = head.read()
    if "chunked" in told.get("transfer-encoding", "").lower():
        body = _joined(body)
    body = unpack_body(body, told.get("content-encoding", ""), where=where)
    check_size(len(body), where=where)
    return Page(url, Reply(200, "OK", told, body))


def _is_text(reply: Reply) -> bool:
    return reply.kind in _TEXTS or reply.kind in _FEEDS


def _joined(body: bytes) -> bytes:
    """Return a chunked body in one piece; as it is, where the archiver joined it before."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at)
        size_text = body[at : max(end, at)].partition(b";")[0].strip()
        try:
            size = int(size_text, 16)
        except ValueError:
            return b"".join(parts) if parts else body
        if size <= 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def _next_record(stream: BinaryIO, source: str) -> tuple[dict[str, str], int] | None:
    line = stream.readline(_LONGEST_LINE)
    while line in {b"\r\n", b"\n"}:
        line = stream.readline(_LONGEST_LINE)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise _damaged(source, "no record where one must begin")
    headers = _headers(stream, source)
    length = headers.get("content-length", "")
    if not length.isdecimal():
        raise _damaged(source, "a record does not tell its length")
    return headers, int(length)


def _headers(stream: BinaryIO, source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = stream.readline(_LONGEST_LINE)
        if not line.strip():
            return found
        name, _, value = line.decode("utf-8", errors="replace").partition(":")
        found.setdefault(name.strip().lower(), value.strip())
    raise _damaged(source, "a record with no end to its headers")


def _exactly(stream: BinaryIO, length: int, source: str) -> bytes:
    block = stream.read(length)
    if len(block) < length:
        raise _damaged(source, "it breaks off within a record")
    return block


def _skip(stream: BinaryIO, length: int, source: str) -> None:
    while length:
        part = stream.read(min(length, _SKIP))
        if not part:
            raise _damaged(source, "it breaks off within a record")
        length -= len(part)


def _damaged(source: str, what: str) -> IntakeError:
    return IntakeError(where=source, what=f"a damaged web archive ({what})", fix="Fetch it again.")
