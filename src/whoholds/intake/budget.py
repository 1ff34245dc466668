"""How far an archive may unpack: far enough for pages, not for one made to fill a machine."""

from __future__ import annotations

from dataclasses import dataclass

from whoholds.errors import IntakeError

TIMES = 100
"""Pages unpack to some ten times their size, and to no more than this."""
FREE = 100 * 2**20
"""Bytes that any archive may unpack to."""


@dataclass(slots=True)
class Budget:
    """The bytes that an archive may still unpack to. where: its name, for errors."""

    left: int
    where: str

    @classmethod
    def of(cls, size: int, *, where: str) -> Budget:
        """Return that of an archive of so many bytes."""
        return cls(FREE + TIMES * size, where)

    def spend(self, size: int) -> None:
        """Take bytes off; raises IntakeError when there are no more."""
        self.left -= size
        if self.left < 0:
            raise IntakeError(
                where=self.where,
                what=f"unpacks to more than {TIMES} times its size; the rest of it is not read",
                fix="Unpack it yourself, if you trust it, and give the folder.",
            )
