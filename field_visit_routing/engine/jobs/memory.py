"""How much memory the work of a job may take, and whether it died for want of it."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any, Mapping, Optional

from ..errors import EngineError
from .spool import Spool

MB = 1 << 20
#: Beyond any machine; a request that asks for more is mistaken.
MOST_MB = 1 << 24
#: Where Linux counts the processes that it ended for want of memory.
_COUNTERS = ("/sys/fs/cgroup/memory.events", "/proc/vmstat")
#: What libraries print when an allocation is refused, as far as they print anything.
_LAST_WORDS = (
    "bad_alloc",
    "MemoryError",
    "Cannot allocate memory",
    "Memory allocation still failed",  # OpenBLAS
    "failed to map segment",  # the loader of libraries, as the next
    "cannot map zero-fill pages",
    "out of memory",
)
#: A process that died by a signal above this share of its limit died of the limit.
_SHARE = 0.8
#: The kernel ends this process before the server and the database.
_OOM_SCORE = "500"


def limit_mb(request: Mapping[str, Any]) -> int:
    """Return the limit that a request sets for the working process; 0 is none.

    Raises
    ------
    EngineError
        ``bad_request`` when it is no number of megabytes.
    """
    value = request.get("memory_mb") or 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_MB:
        raise EngineError("bad_request", {"detail": "memory_mb", "value": repr(value)[:80]})
    return value


def limit(megabytes: int) -> None:
    """Bound the memory of this process and of those it starts, each on its own.

    The limit is on what the process writes to (``RLIMIT_DATA``), since libraries reserve
    addresses by the gigabyte that they never use.
    """
    try:
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE)
    except OSError:
        pass  # not Linux, or not allowed here
    if not megabytes:
        return
    try:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = megabytes * MB
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    except (ImportError, AttributeError, OSError, ValueError):
        pass  # a system without such limits


def kills() -> int:
    """Return how many processes the kernel has ended for want of memory."""
    for path in _COUNTERS:
        try:
            for line in Path(path).read_text().splitlines():
                name, _space, number = line.partition(" ")
                if name == "oom_kill":
                    return int(number)
        except (OSError, ValueError):
            continue
    return 0


def wanted(error: Optional[BaseException]) -> bool:
    """Tell whether an error, or one that led to it, is want of memory."""
    while error is not None:
        said = isinstance(error, (OSError, ImportError)) and str(error)
        if isinstance(error, MemoryError) or (said and any(word in said for word in _LAST_WORDS)):
            return True
        error = error.__cause__ or error.__context__
    return False


def ran_out(
    spool: Spool, status: int, peak_mb: float, megabytes: int, kills_before: Optional[int]
) -> bool:
    """Tell whether a child that ended with ``status`` wanted more memory than there was.

    Parameters
    ----------
    status
        Exit status, negative for a signal.
    peak_mb
        The most that the child had in memory.
    megabytes
        Its limit, 0 for none.
    kills_before
        :func:`kills` when it was started.
    """
    if status == 0:
        return False
    if status == -signal.SIGKILL:
        return kills_before is not None and kills() > kills_before
    if status < 0 and megabytes and peak_mb > _SHARE * megabytes:
        return True
    return any(word in _tail(spool) for word in _LAST_WORDS)


def _tail(spool: Spool, size: int = 2000) -> str:
    try:
        return spool.log.read_text(errors="replace")[-size:]
    except OSError:
        return ""
