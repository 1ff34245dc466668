"""One request for one address: bounded in size and time, at a network address checked before."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from functools import cache

from whoholds.__about__ import __version__
from whoholds.errors import IntakeError
from whoholds.intake.address import Address
from whoholds.intake.decode import MAX_BYTES, check_size, inflate

AGENT = "whoholds"
"""The name that robots.txt files know it by."""
USER_AGENT = f"{AGENT}/{__version__} (reads news reports; https://pypi.org/project/{AGENT}/)"
TIMEOUT = 20.0
"""Seconds without a byte after which a request is given up."""
DEADLINE = 120.0
"""Seconds after which a request is given up, however many bytes trickle in."""

_CHUNK = 65_536
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,"
    "application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: status, reason, headers by lower-case name, and the body unpacked."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type, in lower case, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The character encoding that the header tells."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        told = message.get_param("charset")
        return told if isinstance(told, str) and told else None


def get(
    address: Address,
    hosts: Sequence[str],
    *,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    most: int = MAX_BYTES,
) -> Reply:
    """Return the answer to a GET for the address, redirects and errors included.

    hosts: the network addresses to connect to, as `resolve` checked them: the name is not looked
    up again. headers: more than the usual ones. timeout: seconds without a byte. most: bytes of
    the body, packed and unpacked. Raises IntakeError where no whole answer comes.
    """
    give_up = time.monotonic() + max(DEADLINE, timeout)
    connection = _connection(address, hosts, timeout)
    try:
        connection.request("GET", address.target, headers={**_HEADERS, **(headers or {})})
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        data = _body(response, address, give_up, most)
    except (OSError, http.client.HTTPException) as error:
        raise _unreachable(address, error) from None
    finally:
        connection.close()
    body = unpack_body(data, told.get("content-encoding", ""), where=address.url, most=most)
    return Reply(response.status, response.reason, told, body)


def unpack_body(data: bytes, coding: str, *, where: str, most: int = MAX_BYTES) -> bytes:
    """Return a body without its content coding, at most `most` bytes; raises IntakeError."""
    coding = coding.strip().lower()
    if coding in {"", "identity"} or not data:
        return data
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise IntakeError(
            where=where,
            what=f"packed as {coding!r}, which is not read",
            fix="Save the page and give the file.",
        )
    raw = coding == "deflate" and data[0] & 0x0F != 8  # some servers leave the zlib header out
    body = inflate(data, wbits=-15 if raw else 47, where=where, most=most)
    check_size(len(body), where=where, most=most)
    return body


def _connection(
    address: Address, hosts: Sequence[str], timeout: float
) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.host, address.port, timeout=timeout)
    connection.sock = _connected(address, hosts, timeout)
    return connection


def _connected(address: Address, hosts: Sequence[str], timeout: float) -> socket.socket:
    """Connect to the first of the hosts that answers; the name itself counts for TLS alone."""
    failed: OSError = OSError("no address")
    for host in hosts:
        try:
            plain = socket.create_connection((host, address.port), timeout=timeout)
        except OSError as error:
            failed = error
            continue
        if address.scheme == "http":
            return plain
        try:
            return _tls().wrap_socket(plain, server_hostname=address.host)
        except OSError as error:
            plain.close()
            raise _unreachable(address, error) from None
    raise _unreachable(address, failed)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _body(response: http.client.HTTPResponse, address: Address, give_up: float, most: int) -> bytes:
    length = response.getheader("content-length") or ""
    check_size(int(length) if length.isdecimal() else 0, where=address.url, most=most)
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_CHUNK):
        parts.append(part)
        size += len(part)
        check_size(size, where=address.url, most=most)
        if time.monotonic() > give_up:
            raise TimeoutError
    if length.isdecimal() and size < int(length):
        raise http.client.IncompleteRead(b"", int(length) - size)
    return b"".join(parts)


def _unreachable(address: Address, error: Exception) -> IntakeError:
    what, fix = _reason(address, error)
    return IntakeError(where=address.url, what=what, fix=fix)


def _reason(address: Address, error: Exception) -> tuple[str, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {address.host} is not to be trusted ({error.verify_message})",
            "Check the address and this machine's clock.",
        )
    if isinstance(error, TimeoutError):
        return f"{address.host} did not answer in time", "Try again later."
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off", "Try again later."
    if isinstance(error, http.client.HTTPException):
        return f"the answer is no HTTP ({type(error).__name__})", "Check the address."
    told = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"{address.host} cannot be reached: {told}", "Check the address, and the net."
