"""Compiles the search's functions where numba is installed.

Without numba, or with its switch ``NUMBA_DISABLE_JIT=1``, the same functions
run as plain Python and give the same answers, some hundred times slower.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any, Callable, Optional

try:
    import numba
except ImportError:  # an optional library
    numba = None


def available() -> bool:
    """Whether the functions are compiled."""
    return numba is not None and not numba.config.DISABLE_JIT


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile the function at its first call, or return it as it is without numba.

    The compiled code is kept on disk and lets other Python threads run. Its
    arithmetic is C's: whole numbers of 64 bits that the callers keep far from
    overflow, no check of indices. No function may create an array: they are
    handed from one to the next without counting references, which costs ten
    times more than the work itself.
    """
    if numba is None:
        return function
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = _FOLDER or before
    try:
        options = {"nogil": True, "error_model": "numpy", "_nrt": False}
        return numba.njit(cache=_FOLDER is not None, **options)(function)
    finally:
        numba.config.CACHE_DIR = before


def _fingerprint() -> str:
    """Return a name for the present source of all compiled functions.

    numba looks only at the file of the function that is called, not at those
    that it calls in turn; an update of the addon would run old code. What it
    keeps names the module, and cannot be loaded under another one.
    """
    digest = hashlib.sha256(__name__.encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _folder() -> Optional[str]:
    """Return a folder for compiled code that can be written to, or ``None``."""
    user = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    places = [os.environ.get("NUMBA_CACHE_DIR"), os.path.join(user, "field_visit_routing")]
    places.append(os.path.join(tempfile.gettempdir(), "field_visit_routing-%d" % os.getuid()))
    for place in filter(None, places):
        folder = os.path.join(str(place), "kernel-" + _fingerprint())
        try:
            os.makedirs(folder, exist_ok=True)
            if os.access(folder, os.W_OK) and os.stat(folder).st_uid == os.getuid():
                return folder
        except OSError:
            continue
    return None


_FOLDER = _folder() if numba is not None else None
