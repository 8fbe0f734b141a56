"""How much memory a process and its children take at most."""

import threading
from pathlib import Path
from typing import Dict, List, Sequence

PERIOD_S = 0.25


class Peak:
    """Watches processes and all that descends from them until it is stopped.

    Attributes
    ----------
    total_mb
        Most that all took together; what they share counts once.
    largest_mb
        Most that one of them had resident.
    """

    def __init__(self, pids: Sequence[int]) -> None:
        self._pids = tuple(pids)
        self._stop = threading.Event()
        self.total_mb = 0.0
        self.largest_mb = 0.0
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End watching."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(PERIOD_S):
            figures = [_figures(pid) for pid in _family(self._pids)]
            self.total_mb = max(self.total_mb, sum(row.get("Pss", 0.0) for row in figures))
            self.largest_mb = max([self.largest_mb, *(row.get("Rss", 0.0) for row in figures)])


def _family(pids: Sequence[int]) -> List[int]:
    children: Dict[int, List[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found: List[int] = []
    waiting = list(pids)
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _figures(pid: int) -> Dict[str, float]:
    """Return megabytes by name; empty when the process is gone."""
    try:
        lines = Path("/proc/%d/smaps_rollup" % pid).read_text().splitlines()[1:]
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
