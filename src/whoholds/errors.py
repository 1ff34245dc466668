"""The tree of errors; each says where it happened, what is wrong and what to do.

WhoholdsError
├── IntakeError      a source that cannot be read
├── ModelError       the language model is missing or damaged
├── KnowledgeError   a data file of the project (frames, actors, ...) is malformed
├── GazetteerError   a gazetteer file or row that cannot be used
├── StoreError       the store is missing, damaged, read-only or full
├── QueryError       a question that cannot be answered as it was put
│   ├── NotFoundError    nothing has the name or id
│   └── AmbiguousError   several have it
└── ExportError      a file that cannot be written as asked
"""

from __future__ import annotations

from collections.abc import Callable


class WhoholdsError(Exception):
    """Base of all errors raised on purpose.

    where: the file, line, option or record, in words.
    what: what is wrong with it.
    fix: what the user can do about it.
    """

    def __init__(self, *, where: str, what: str, fix: str) -> None:
        self.where = where
        self.what = what
        self.fix = fix
        super().__init__(where, what, fix)

    def __reduce__(
        self,
    ) -> tuple[Callable[..., WhoholdsError], tuple[type[WhoholdsError], str, str, str]]:
        """Say how to make it again: errors cross from worker processes."""
        return _again, (type(self), self.where, self.what, self.fix)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.fix}"


def _again(kind: type[WhoholdsError], where: str, what: str, fix: str) -> WhoholdsError:
    return kind(where=where, what=what, fix=fix)


class IntakeError(WhoholdsError):
    """A source that cannot be read."""


class ModelError(WhoholdsError):
    """The language model is missing or damaged."""


class KnowledgeError(WhoholdsError):
    """A data file of the project is malformed."""


class GazetteerError(WhoholdsError):
    """A gazetteer file or row that cannot be used."""


class StoreError(WhoholdsError):
    """The store is missing, damaged, read-only or full."""


class QueryError(WhoholdsError):
    """A question that cannot be answered as it was put."""


class NotFoundError(QueryError):
    """Nothing has the name, id or version asked for."""


class AmbiguousError(QueryError):
    """Several places or records have the name or beginning of an id asked for."""


class ExportError(WhoholdsError):
    """A file that cannot be written as asked."""
