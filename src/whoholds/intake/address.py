"""Addresses of pages: which may be fetched, and where on the network they lead."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from whoholds.errors import IntakeError

PORTS = {"http": 80, "https": 443}
"""The schemes that are fetched, with the port that each means."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_USER = re.compile(r"^(\s*[^/?#]*//)[^/?#]*@")
_IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class Address(NamedTuple):
    """A page's address, checked: its scheme, host and port, and the target that is asked for."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, the part whose robots.txt and delay count."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The address in full."""
        return self.origin + self.target


def is_address(source: str) -> bool:
    """Say whether a source names something on the network and no file."""
    return _ADDRESS.match(source) is not None


def parse_address(url: str) -> Address:
    """Return the address; raises IntakeError for one that is not fetched.

    Only http and https are; names and passwords in an address would end up in the store.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
        host = host.encode("idna").decode("ascii") if host and ":" not in host else host
    except (ValueError, UnicodeError):
        raise _refused(url, "not an address", "Check it for typing errors.") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise _refused(url, f"{scheme}: is not fetched", "Give an http or https address.")
    if not host or _UNSAFE.search(host):
        raise _refused(url, "no host in it", "Write it as https://host/path.")
    if parts.username is not None or parts.password is not None:
        raise _refused(url, "has a user's name in it", "Save the page and give the file.")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    target = f"{path}?{query}" if query else path
    return Address(scheme, host.rstrip("."), port or PORTS[scheme], target)


def resolve(address: Address, *, private: bool) -> tuple[str, ...]:
    """Return the network addresses of the host, in the order in which to try them.

    private: whether addresses inside a network (this machine, 10.x, link-local, ...) will do.
    Raises IntakeError where the host is not known, or where any of its addresses is private and
    that will not do: a page elsewhere must not lead the reader into the reader's own network.
    """
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError:
        raise _refused(
            address.url,
            f"the host {address.host!r} is not known",
            "Check the address, and the net.",
        ) from None
    hosts = tuple(dict.fromkeys(str(info[4][0]) for info in found))
    if not private and any(map(is_private, hosts)):
        raise _refused(
            address.url,
            "leads into a private network",
            "Give the address itself, if it is to be read.",
        )
    return hosts


def is_private(host: str) -> bool:
    """Say whether an IP address lies in a private, local, shared or reserved network."""
    address: _IP = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _translated(address)
        address = inner or address
    return not address.is_global or address.is_multicast


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address inside an address of a NAT64 gateway (RFC 6052)."""
    if address not in ipaddress.IPv6Network("64:ff9b::/96"):
        return None
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def without_user(url: str) -> str:
    """Return an address without a user's name and password, fit to be shown and kept."""
    return _USER.sub(r"\1", url)


def _refused(url: str, what: str, fix: str) -> IntakeError:
    return IntakeError(where=without_user(url), what=what, fix=fix)
