"""The folder through which a job and its owner talk.

``request.json``   written by the owner before the job starts
``cancel``         created by the owner: end with the best found
``rescue``         created by the owner after a loss: make a result of ``best.json``, no more
``progress.json``  ``{"percent", "message", "best_objective", "bound", "trend", "elapsed_s",
                   "heartbeat"}``; ``bound`` only where one is known, ``trend`` a list of
                   ``[elapsed_s, best_objective]``; ``prepare_s`` is what the deadline waits for
``best.json``      the best answer known so far, as the kind of job reports it
``result.json``    ``{"schema", "status", "error", …}``, written once, last
``log.txt``        what the processes and native libraries printed

Every JSON file is replaced atomically: a reader sees the old or the new one.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Dict, NamedTuple, Optional

SCHEMA = 1
#: A running job writes its heartbeat every second; after so long it is dead.
STALE_S = 15.0

Document = Dict[str, Any]


class State(NamedTuple):
    """``status`` is waiting, running, done, failed or cancelled; ``error`` a code or empty."""

    status: str
    error: str


class Spool:
    """Reads and writes the files of one job."""

    def __init__(self, folder: os.PathLike[str] | str) -> None:
        self.folder = Path(folder)

    def request(self) -> Any:
        """Return the request; raises ``OSError`` or ``ValueError`` when it is unreadable."""
        return json.loads((self.folder / "request.json").read_text(encoding="utf-8"))

    def result(self) -> Optional[Document]:
        """Return the result, or ``None`` while there is none."""
        return self._read("result.json")

    def progress(self) -> Optional[Document]:
        """Return the last progress, or ``None`` before the first."""
        return self._read("progress.json")

    def best(self) -> Optional[Document]:
        """Return the best answer that a lost run had reported, if any."""
        return self._read("best.json")

    def write_best(self, document: Document) -> None:
        """Keep the best answer so that it outlives the job's processes."""
        self._write("best.json", document)

    def write_result(self, document: Document) -> None:
        """Write the result."""
        self._write("result.json", {"schema": SCHEMA, **document})

    def write_progress(self, document: Document) -> None:
        """Write the progress."""
        self._write("progress.json", document)

    def ask_cancel(self) -> None:
        """Ask the job to end with the best found."""
        (self.folder / "cancel").touch()

    def cancel_asked(self) -> bool:
        """Whether somebody asked the job to end."""
        return (self.folder / "cancel").exists()

    def ask_rescue(self) -> None:
        """Ask the next run to make a result of the best known, without working on."""
        (self.folder / "rescue").touch()

    def rescue_asked(self) -> bool:
        """Whether the job is only to make a result of the best known."""
        return (self.folder / "rescue").exists()

    @property
    def log(self) -> Path:
        """Where output goes."""
        return self.folder / "log.txt"

    def state(self, now: float, stale_s: float = STALE_S) -> State:
        """Return how the job stands, also when its processes were killed.

        Parameters
        ----------
        now
            Seconds since the epoch.
        """
        result = self.result()
        if result is not None:
            error = result.get("error") or {}
            return State(str(result.get("status")), str(error.get("code") or ""))
        progress = self.progress()
        if progress is None:
            return State("waiting", "")
        if now - float(progress.get("heartbeat") or 0) > stale_s:
            return State("failed", "solver_died")
        return State("running", "")

    def _read(self, name: str) -> Optional[Document]:
        try:
            document = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return document if isinstance(document, dict) else None

    def _write(self, name: str, document: Document) -> None:
        draft = self.folder / (name + ".new")
        with open(draft, "w", encoding="utf-8") as stream:
            json.dump(document, stream, separators=(",", ":"), allow_nan=False)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, self.folder / name)
