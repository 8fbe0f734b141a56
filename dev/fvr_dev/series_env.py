"""A virtual environment of its own for each other Odoo series, made from that tree's requirements."""
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import process
from .console import step
from .errors import DevError
from .paths import DEV
from .stamps import Stamp, of_files

#: Pythons that a series runs on, the one with most ready-made wheels first.
PYTHONS = {
    "15.0": ("3.9", "3.10", "3.8"),
    "16.0": ("3.10", "3.11", "3.9"),
    "17.0": ("3.12", "3.11", "3.10"),
    "18.0": ("3.12", "3.11", "3.10"),
    "19.0": ("3.12", "3.11", "3.10"),
}
#: Need a compiler and headers, and only serve directory logins, which no test uses.
_LEFT_OUT = {"python-ldap", "pyldap"}
#: The same module ready-made instead of one that needs a compiler.
_REPLACED = {"psycopg2": "psycopg2-binary"}
_NAME = re.compile(r"^[A-Za-z0-9._-]+")


def ensure(tree, series, folder):
    """Make the environment of ``tree`` below ``folder`` unless it is there; return its Python."""
    python = folder / "venv" / "bin" / "python"
    stamp, wanted = Stamp(folder / "stamp"), stamp_of(tree, series)
    if stamp.matches(wanted) and python.exists():
        return python
    stamp.clear()
    interpreter = find_python(PYTHONS.get(series) or _unknown(series), series)
    step("making the environment of Odoo %s with %s" % (series, interpreter))
    shutil.rmtree(folder / "venv", ignore_errors=True)
    process.run([interpreter, "-m", "venv", folder / "venv"], what="Making a virtual environment")
    _install(python, tree, folder)
    stamp.write(wanted)
    return python


def stamp_of(tree, series):
    """Return what the environment of ``tree`` depends on, in one word."""
    inputs = (tree / "requirements.txt", DEV / "requirements-series.in", Path(__file__))
    return of_files(*inputs, extra="%s %s" % (tree, series))


def find_python(versions, series, candidates=None):
    """Return the first Python of ``versions`` on this machine that can make virtual environments.

    Raises
    ------
    DevError
        When there is none: names where one can come from.
    """
    for version in versions:
        for path in (candidates or _candidates)(version):
            if _works(path, version):
                return path
    raise DevError(
        "Odoo %s needs Python %s, and none that can make virtual environments was found on PATH or in pyenv.\n"
        "  * with pyenv:  pyenv install %s\n"
        "  * on a Debian or Ubuntu that has it:  apt-get install python%s python%s-venv"
        % (series, " or ".join(versions), versions[0], versions[0], versions[0]))


def filtered(requirements):
    """Return the lines of a tree's ``requirements.txt`` that can be installed without a compiler."""
    lines = []
    for line in requirements.splitlines():
        found = _NAME.match(line.strip())
        name = found.group().lower() if found else ""
        if not name or name in _LEFT_OUT:
            continue
        lines.append(_REPLACED.get(name, name) + line.strip()[len(name):])
    return "\n".join(lines) + "\n"


def _candidates(version):
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/%s*/bin/python%s" % (version, version)), reverse=True)
    found = shutil.which("python" + version)
    if found:
        yield Path(found)


def _works(path, version):
    check = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([str(path), "-c", check], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == version


def _install(python, tree, folder):
    wanted = folder / "requirements.txt"
    wanted.write_text(filtered((tree / "requirements.txt").read_text()))
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--prefer-binary"]
    log = folder / "pip.log"
    remedy = "Check that pip reaches its package index, and run the same command again."
    # Old source packages still build with the setuptools of their time only.
    process.run([*pip, "setuptools<70", "wheel"], log=log, what="Installing setuptools", remedy=remedy)
    process.run([*pip, "-r", wanted, "-r", DEV / "requirements-series.in"], log=log,
                what="Installing the packages of %s" % (tree / "requirements.txt"), remedy=remedy)


def _unknown(series):
    raise DevError("Odoo %s is none of the series that this addon is built for: %s." % (series, ", ".join(PYTHONS)))
