"""Pages fetched politely: one request at a time, a pause between two, and only where allowed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin

from whoholds.errors import IntakeError
from whoholds.intake.address import Address, is_private, parse_address, resolve
from whoholds.intake.request import AGENT, TIMEOUT, Reply, get
from whoholds.intake.robots import ALL, Robots, parse_robots
from whoholds.intake.robots import MAX_BYTES as MAX_ROBOTS
from whoholds.intake.visits import Visits

MAX_REDIRECTS = 5
LONGEST_PAUSE = 60.0
"""Seconds: as long as a site's wish for a pause is granted."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({429, 502, 503, 504})
_ADVICE = {
    401: "It asks for a password: save the page and give the file.",
    403: "The site refuses it: save the page and give the file.",
    404: "Check the address.",
    410: "It was taken down; an archive may have it.",
    429: "The site has had enough for now: try again later, with a longer --delay.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How pages are fetched.

    delay: seconds between two requests to one site, at least; a site may ask for more.
    robots: whether robots.txt is obeyed. timeout: seconds without a byte before giving up.
    """

    delay: float = 1.0
    robots: bool = True
    timeout: float = TIMEOUT


class Fetched(NamedTuple):
    """A page that was sent: the address that it came from at last, and the answer."""

    url: str
    reply: Reply


@dataclass(slots=True)
class Web:
    """Fetches pages and remembers what it fetched.

    visits: what was fetched before. telling: called with each address before it is asked for.
    unchanged: how many pages had not changed since they were fetched before.
    """

    manners: Manners = field(default_factory=Manners)
    visits: Visits = field(default_factory=Visits)
    telling: Callable[[str], None] | None = None
    unchanged: int = 0
    _robots: dict[str, Robots] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)

    def trusted(self, url: str) -> str | None:
        """Return the origin of an address that the user names, where it lies in a private network.

        What that address leads to may be fetched of this origin, and else of no private network.
        Raises IntakeError where the address cannot be used.
        """
        address = parse_address(url)
        private = any(map(is_private, resolve(address, private=True)))
        return address.origin if private else None

    def fetch(self, url: str, *, trusted: str | None = None) -> Fetched | None:
        """Return the page at an address, None where it has not changed since the last time.

        trusted: the origin that may lie in a private network. Raises IntakeError.
        """
        address = parse_address(url)
        known = self.visits.headers(address.url)
        for _ in range(MAX_REDIRECTS + 1):
            self._check_robots(address, trusted)
            reply = self._ask_twice(address, trusted, known)
            if reply.status == 304 and known:
                self.unchanged += 1
                return None
            if reply.status not in _MOVED or "location" not in reply.headers:
                break
            address = parse_address(_target(address, reply.headers["location"]))
        else:
            raise IntakeError(
                where=url,
                what=f"more than {MAX_REDIRECTS} redirects",
                fix="Give the address that the page has in the end.",
            )
        if not 200 <= reply.status < 300:
            raise _refusal(url, reply)
        self.visits.take(parse_address(url).url, reply, where=url)
        return Fetched(address.url, reply)

    def _ask_twice(self, address: Address, trusted: str | None, known: dict[str, str]) -> Reply:
        """Ask once more where the server says that it is busy, after as long as it wants."""
        reply = self._ask(address, trusted, known)
        if reply.status in _LATER:
            told = reply.headers.get("retry-after", "")
            wait = float(told) if told.isdecimal() else self.manners.delay
            if wait <= LONGEST_PAUSE:
                self._next[address.origin] = time.monotonic() + wait
                reply = self._ask(address, trusted, known)
        return reply

    def _ask(self, address: Address, trusted: str | None, headers: dict[str, str]) -> Reply:
        hosts = resolve(address, private=address.origin == trusted)
        if self.telling is not None:
            self.telling(address.url)
        time.sleep(max(0.0, self._next.get(address.origin, 0.0) - time.monotonic()))
        try:
            return get(address, hosts, headers=headers, timeout=self.manners.timeout)
        finally:
            self._next[address.origin] = time.monotonic() + self._pause(address)

    def _pause(self, address: Address) -> float:
        asked = self._robots.get(address.origin, ALL).delay or 0.0
        return max(self.manners.delay, min(asked, LONGEST_PAUSE))

    def _check_robots(self, address: Address, trusted: str | None) -> None:
        if not self.manners.robots:
            return
        robots = self._robots.get(address.origin)
        if robots is None:
            robots = self._robots[address.origin] = self._fetch_robots(address, trusted)
        if not robots.allows(address.target):
            raise IntakeError(
                where=address.url,
                what="the site's robots.txt asks not to fetch it",
                fix="Ask the site; --ignore-robots fetches it all the same.",
            )

    def _fetch_robots(self, address: Address, trusted: str | None) -> Robots:
        """Return a site's rules: all is allowed where it has none, as RFC 9309 has it."""
        at = address._replace(target="/robots.txt")
        for _ in range(MAX_REDIRECTS + 1):
            reply = self._ask(at, trusted, {})
            if reply.status not in _MOVED or "location" not in reply.headers:
                break
            at = parse_address(_target(at, reply.headers["location"]))
        if reply.status >= 500 or reply.status == 429:
            raise IntakeError(
                where=address.url,
                what=f"the site's robots.txt cannot be had ({reply.status} {reply.reason})",
                fix="Try again later; --ignore-robots fetches it all the same.",
            )
        if not 200 <= reply.status < 300:
            return ALL
        text = reply.body[:MAX_ROBOTS].decode("utf-8", errors="replace")
        return parse_robots(text, agent=AGENT)


def _target(address: Address, location: str) -> str:
    return urljoin(address.url, location)


def _refusal(url: str, reply: Reply) -> IntakeError:
    advice = _ADVICE.get(reply.status, "Try again later." if reply.status >= 500 else None)
    return IntakeError(
        where=url,
        what=f"the server answers {reply.status} {reply.reason}".strip(),
        fix=advice or "Check the address.",
    )
