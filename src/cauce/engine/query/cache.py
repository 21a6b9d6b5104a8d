"""A cache bounded by the bytes of what it holds; what was used longest ago goes first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class ByteCache(Generic[K, V]):
    """Values by key, at most ``capacity`` bytes of them. Safe to share between threads.

    Tables never change, so what is cached about them stays true for ever.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        """The value of a key, which becomes the one used last; ``None`` when it is not kept."""
        with self._lock:
            if (found := self._kept.get(key)) is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep a value of so many bytes, unless it alone would take an eighth of the cache."""
        if size > self.capacity // 8:
            return
        with self._lock:
            if (replaced := self._kept.pop(key, None)) is not None:
                self.size -= replaced[1]
            self._kept[key] = (value, size)
            self.size += size
            while self.size > self.capacity:
                _, (_, freed) = self._kept.popitem(last=False)
                self.size -= freed
