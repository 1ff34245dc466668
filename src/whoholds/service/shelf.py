"""A shelf of what was worked out last, for several threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Shelf(Generic[Key, Value]):
    """Values by key, up to a total size; the one not asked for longest goes first."""

    def __init__(self, room: int, *, size: Callable[[Value], int]) -> None:
        """room: the sizes that fit together, as `size` measures a value."""
        self._room, self._size, self._held = room, size, 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._turn = threading.Lock()
        self._making: dict[Key, threading.RLock] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key; made now where it is not on the shelf.

        Of several threads that ask for it at once one makes it, and the others wait for it.
        """
        found = self.find(key)
        if found is not None:
            return found
        with self._turn:
            making = self._making.setdefault(key, threading.RLock())
        with making:
            found = self.find(key)
            if found is None:
                try:
                    found = make()
                    self.put(key, found)
                finally:
                    with self._turn:
                        self._making.pop(key, None)
        return found

    def find(self, key: Key) -> Value | None:
        """Return the value of a key, None where it is not on the shelf."""
        with self._turn:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def put(self, key: Key, value: Value) -> None:
        """Put a value on the shelf; what has no room beside it goes."""
        with self._turn:
            if key in self._values:
                self._held -= self._size(self._values.pop(key))
            self._values[key] = value
            self._held += self._size(value)
            while self._held > self._room and len(self._values) > 1:
                self._held -= self._size(self._values.popitem(last=False)[1])
