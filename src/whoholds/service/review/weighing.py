"""What a person has found to be read rightly is weighed as surely read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from whoholds.log import Standing, Verdict
from whoholds.model import Statement

SURE = 1.0


def weighed(
    statements: Iterable[Statement], standings: Mapping[str, Standing]
) -> tuple[Statement, ...]:
    """Return the statements; those that stand accepted with the reader's full confidence."""
    if not standings:
        return tuple(statements)
    return tuple(_sure(s) if _is_accepted(standings.get(s.id)) else s for s in statements)


def _is_accepted(standing: Standing | None) -> bool:
    return standing is not None and standing.verdict is Verdict.ACCEPT


def _sure(statement: Statement) -> Statement:
    claim = msgspec.structs.replace(statement.claim, confidence=SURE)
    return msgspec.structs.replace(statement, claim=claim)
