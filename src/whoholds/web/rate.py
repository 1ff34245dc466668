"""How many requests one client may send: buckets of tokens that fill with time."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field

from whoholds.web.problems import ProblemError

MOST_CLIENTS = 10_000


@dataclass(slots=True)
class Bucket:
    """Room for `burst` requests, filling at `rate` a second."""

    rate: float
    burst: float
    level: float = field(default=-1.0)
    at: float = 0.0

    def take(self, now: float, cost: float) -> float:
        """Take from the bucket; return 0, or the seconds to wait where too little is in it."""
        filled = self.burst if self.level < 0 else self.level + (now - self.at) * self.rate
        self.level, self.at = min(self.burst, filled), now
        if self.level < cost:
            return (cost - self.level) / self.rate
        self.level -= cost
        return 0.0


@dataclass(slots=True)
class Rates:
    """The limits for each client, as (a second, at once): questions, writes, wrong tokens."""

    questions: tuple[float, float] = (200.0, 1000.0)
    writes: tuple[float, float] = (20.0, 200.0)
    failures: tuple[float, float] = (0.1, 20.0)
    _buckets: OrderedDict[tuple[str, str], Bucket] = field(default_factory=OrderedDict)

    def take(self, client: str, is_question: bool, *, now: float | None = None) -> None:
        """Count a request; raises ProblemError where the client has sent too many.

        client: an address, or what stands for a token: those who have one are not kept waiting
        by what others send from the same address.
        """
        kind, limit = ("questions", self.questions) if is_question else ("writes", self.writes)
        self._refuse(client, kind, limit, now, 1.0)

    def fail(self, client: str, *, now: float | None = None) -> None:
        """Count a wrong token; raises ProblemError after too many of them."""
        self._refuse(client, "failures", self.failures, now, 1.0)

    def _refuse(
        self,
        client: str,
        kind: str,
        limit: tuple[float, float],
        now: float | None,
        cost: float,
    ) -> None:
        bucket = self._buckets.setdefault((client, kind), Bucket(*limit))
        self._buckets.move_to_end((client, kind))
        while len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        wait = bucket.take(time.monotonic() if now is None else now, cost)
        if wait:
            raise ProblemError(
                429,
                "too many requests",
                fix=f"Wait {wait:.0f} s, then ask more slowly.",
                headers={"retry-after": str(int(wait) + 1)},
            )


LOCAL = (20_000.0, 40_000.0)
"""Questions of programs on this machine, where whoever reaches the server may ask."""
