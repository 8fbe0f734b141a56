"""The contenders' own Python environment, made on demand: nothing of it is needed otherwise."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, Optional, Sequence

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "dev" / "requirements-contenders.lock"
FOLDER = ROOT / ".cache" / "contenders"
#: Asks a Python for itself and for versions of libraries.
ASK = """
import importlib.metadata, json, platform, sys
def version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
print(json.dumps({"python": platform.python_version(), **{name: version(name) for name in sys.argv[1:]}}))
"""
VERSIONS = ("3.12", "3.13", "3.11")
ADVICE = (
    "PyVRP 0.14 and VROOM need Python 3.11 or newer, and none that can make virtual environments was found "
    "on PATH or in pyenv. The tables show our figures only. On a Debian 12: apt-get install python3-venv"
)


def ensure(folder: Path = FOLDER) -> Optional[Path]:
    """Return the environment's Python, after making it when needed; ``None`` when there can be none."""
    python, stamp = folder / "bin" / "python", folder / "lock"
    if python.exists() and stamp.is_file() and stamp.read_bytes() == LOCK.read_bytes():
        return python
    interpreter = next(_interpreters(), None)
    if interpreter is None:
        print(ADVICE, file=sys.stderr)
        return None
    shutil.rmtree(folder, ignore_errors=True)
    if not _install(interpreter, folder, python):
        return None
    shutil.copyfile(LOCK, stamp)
    return python


def versions(python: Optional[Path]) -> str:
    """Return what is compared, in words: our libraries, and the contenders with their Python."""
    ours = _said(sys.executable, ("numba", "numpy", "ortools"))
    if python is None:
        return ours
    return "%s; contenders: %s" % (ours, _said(str(python), ("pyvrp", "pyvroom", "numpy"), True))


def _said(python: str, names: Sequence[str], itself: bool = False) -> str:
    done = subprocess.run([python, "-c", ASK, *names], stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    first = ["Python " + found["python"]] if itself else []
    return ", ".join([*first, *("%s %s" % (name, found[name] or "missing") for name in names)])


def _interpreters() -> Iterator[str]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for version in VERSIONS:
        found = [*sorted(pyenv.glob("versions/%s*/bin/python%s" % (version, version)), reverse=True),
                 shutil.which("python" + version)]
        for path in filter(None, found):
            done = subprocess.run([str(path), "-c", "import venv"], stderr=subprocess.DEVNULL, check=False)
            if done.returncode == 0:
                yield str(path)


def _install(interpreter: str, folder: Path, python: Path) -> bool:
    """Fill a new environment; our own pip serves Pythons that come without one."""
    print("making the contenders' environment with %s" % interpreter, file=sys.stderr)
    commands = (
        [interpreter, "-m", "venv", "--without-pip", str(folder)],
        [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--disable-pip-version-check",
         "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)],
    )
    for command in commands:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            print("%s\nThe contenders' environment could not be made (see above); check that pip reaches its "
                  "package index. The tables show our figures only." % done.stdout[-2_000:], file=sys.stderr)
            return False
    return True
