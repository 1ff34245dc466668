"""What the log hands out besides reports and statements."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from whoholds.model import Noun


class Appended(Noun, frozen=True):
    """What an append did.

    reports, statements: rows that are new. repeated: reports given that the store held already.
    revised: new reports that are versions of a page the store knew. reread: reports whose earlier
    reading is superseded. withdrawn: claims that a new version of their page no longer makes.
    version: the store's version after it.
    """

    reports: int
    statements: int
    repeated: int
    revised: int = 0
    reread: int = 0
    withdrawn: int = 0
    version: int = 0


class Withdrawal(Noun, frozen=True):
    """A claim that the outlet no longer makes: a later version of the page is silent on it.

    withdrawn: when the later version was published or updated, None where it does not say.
    """

    statement_id: str
    report_id: str
    by_report_id: str
    withdrawn: datetime | None
    recorded: datetime


class Verdict(StrEnum):
    """What a person says of a statement.

    The first four judge how it was read. add: the person wrote the statement, the machine missed
    it. comment: a remark. undo: an earlier record, named in `undoes`, no longer counts.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    UNCLEAR = "unclear"
    ADD = "add"
    COMMENT = "comment"
    UNDO = "undo"


class Review(Noun, frozen=True):
    """A person's record on a statement; later ones do not delete earlier ones.

    id: given by the store. recorded: when it was written down (UTC), None until it is.
    correction: JSON of the claim as it should read, and corrected_id the statement that says so;
    None unless the verdict is `correct`. adjudicator: the reviewer decides where others differ.
    undoes: the id of the record that this one undoes.
    """

    statement_id: str
    reviewer: str
    verdict: Verdict
    id: str = ""
    recorded: datetime | None = None
    correction: str | None = None
    corrected_id: str | None = None
    comment: str | None = None
    adjudicator: bool = False
    undoes: str | None = None


class NamedVersion(Noun, frozen=True):
    """A version of the store under a name, to be cited and reopened.

    chain: the ledger's hash at that version; equal hashes mean equal content.
    """

    name: str
    version: int
    chain: str
    recorded: datetime
    note: str = ""

    @property
    def citation(self) -> str:
        """One line that names the version for good."""
        return f"{self.name} (whoholds store, version {self.version}, sha256 {self.chain})"


class Info(Noun, frozen=True):
    """What a store holds.

    size: bytes on disk, history included. reports: all versions of pages; statements: all ever
    logged; current: those neither superseded nor of a replaced version. first, last: the time
    span of the reports' publication. readers, gazetteers: the versions that read, and those of
    their places, each with its statements.
    """

    path: str
    version: int
    chain: str
    size: int
    reports: int
    statements: int
    current: int
    superseded: int
    withdrawn: int
    reviews: int
    first: datetime | None
    last: datetime | None
    recorded: datetime
    readers: dict[str, int]
    gazetteers: dict[str, int]
    names: tuple[str, ...] = ()


class Damage(Noun, frozen=True):
    """One thing that `verify` found wrong: where it is and what is wrong with it."""

    where: str
    what: str
