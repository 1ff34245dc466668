"""What a site's robots.txt lets a reader fetch (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

MAX_BYTES = 512 * 1024
"""As much of a robots.txt as is read."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one reader: (path pattern, whether it may be fetched), and the delay asked.

    delay: seconds between requests, None where the site asks for none.
    """

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allows(self, target: str) -> bool:
        """Say whether a path with its query may be fetched: the longest rule that fits decides."""
        fitting = [rule for rule in self.rules if _fits(rule[0], target)]
        return max(fitting, key=lambda rule: (len(rule[0]), rule[1]), default=("", True))[1]


ALL = Robots()
"""What a site without a robots.txt allows."""


def parse_robots(text: str, *, agent: str) -> Robots:
    """Return the rules of a robots.txt for an agent: its own groups, else those for "*"."""
    groups: dict[str, tuple[list[tuple[str, bool]], list[float]]] = {}
    current: list[str] = []
    naming = False
    for line in text.splitlines():
        name, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        name = name.lower()
        if name == "user-agent":
            current = [*current, value.lower()] if naming else [value.lower()]
            for known in current:
                groups.setdefault(known, ([], []))
        for known in current:
            if name in {"allow", "disallow"} and value:
                groups[known][0].append((value, name == "allow"))
            elif name == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value):
                groups[known][1].append(float(value))
        naming = name == "user-agent" or (naming and not name)
    rules, delays = groups.get(agent.lower()) or groups.get("*") or ([], [])
    return Robots(tuple(rules), max(delays, default=None))


def _fits(pattern: str, target: str) -> bool:
    ends = pattern.endswith("$")
    pieces = [_plain(piece) for piece in pattern.removesuffix("$").split("*")]
    path = _plain(target)
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:  # each as early as it can: no pattern can stall it
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not ends or at == len(path):
        return True
    return len(pieces) > 1 and path.endswith(pieces[-1])


def _plain(path: str) -> str:
    """Return a path with its escapes read, but for that of the slash."""
    return unquote(re.sub("%2f", "%252F", path, flags=re.IGNORECASE))
