"""A claim in the log: with its report, and when it was written down."""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

from whoholds.model.claim import Claim
from whoholds.model.noun import Noun


class Statement(Noun, frozen=True):
    """A claim in the log; nothing in it is ever changed.

    id: content hash of report and claim, the same on every machine.
    published: when the report said it (UTC, None where unknown); recorded: when we wrote it down.
    outlet: who printed it. text: the words of the claim's evidence, kept for explanations.
    reader, gazetteer: versions of what made it.
    """

    id: str
    claim: Claim
    report_id: str
    recorded: datetime
    text: str
    published: datetime | None = None
    outlet: str | None = None
    reader: str = ""
    gazetteer: str = ""

    @staticmethod
    def id_of(claim: Claim, report_id: str) -> str:
        """Return the content id: the same report and the same claim, the same id."""
        content = msgspec.json.encode([report_id, claim], order="sorted")
        return hashlib.sha256(content).hexdigest()[:32]
