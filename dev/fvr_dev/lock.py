"""``make lock``: compiles the locked requirements from the files that people edit."""
import os

from . import process
from .console import step
from .paths import CACHE, DEV, ODOO14

_PYTHON = ODOO14 / "venv" / "bin" / "python"
_NAMES = ("requirements", "requirements-node", "requirements-tools", "requirements-contenders",
          "requirements-queue-job")
#: Locked for every Python from a version on, instead of for the development environment's.
_FROM_PYTHON = {"requirements-contenders": "3.11"}
#: Only the package itself: what it requires is there, Odoo under another name than pip knows.
_ALONE = {"requirements-queue-job"}
#: A lock that names no index can be used with any.
_OPTIONS = ("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet")


def main(arguments):
    """Write ``dev/*.lock``; packages keep their version unless the edited file asks for another."""
    compiler = _compiler()
    for name in arguments or _NAMES:
        step("compiling dev/%s.lock" % name)
        process.run([compiler, "pip", "compile", DEV / (name + ".in"), "-o", DEV / (name + ".lock"), *_for(name),
                     *_OPTIONS], what="Compiling dev/%s.lock" % name, cwd=DEV,
                    env=dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_CACHE_DIR=str(CACHE / "uv")))


def _for(name):
    version = _FROM_PYTHON.get(name)
    python = ["--universal", "--python-version", version] if version else ["--python", _PYTHON]
    return [*python, "--no-deps"] if name in _ALONE else python


def _compiler():
    folder = CACHE / "tools"
    process.run([_PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--target", folder, "--upgrade",
                 "-r", DEV / "requirements-tools.lock"], what="Installing the compiler of requirements")
    return folder / "bin" / "uv"
