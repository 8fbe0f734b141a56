"""Not more than so many requests a second, as public services ask."""
import threading
import time
from typing import Callable, Optional


class Throttle:
    """Spaces calls of :meth:`wait` by ``interval_s`` seconds, also among threads."""

    def __init__(self, interval_s: float, *, clock: Callable[[], float] = time.monotonic,
                 sleep: Callable[[float], None] = time.sleep) -> None:
        self.interval_s = interval_s
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next: Optional[float] = None

    def wait(self) -> None:
        """Return when the next request may be sent."""
        with self._lock:
            now = self._clock()
            if self._next is not None and now < self._next:
                self._sleep(self._next - now)
                now = self._next
            self._next = now + self.interval_s
