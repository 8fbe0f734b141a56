"""The front end: npm packages, the built bundle and its tests."""
import os
import re
import shutil
import subprocess

from . import process
from .console import step
from .errors import DevError
from .paths import ADDON, CACHE, CHECKOUT, DEV, ODOO14
from .stamps import Stamp, of_files

FOLDER = CHECKOUT / "frontend"
OUTPUT = CHECKOUT / ADDON / "static" / "dist"
_NODE_VENV = CACHE / "node"
OLDEST_NODE = 20


def build():
    """Build the bundle into the addon, unless it was built from exactly these sources; say if it was."""
    stamp, wanted = Stamp(CACHE / "frontend.stamp"), of_files(FOLDER, extra=str(OLDEST_NODE))
    if stamp.matches(wanted) and any(OUTPUT.glob("*.js")):
        return False
    stamp.clear()
    environment = install()
    step("building the front end")
    _npm(["run", "build"], environment, "Building the front end")
    stamp.write(wanted)
    return True


def install():
    """Install the locked npm packages when they are not; return the environment that npm needs."""
    environment = node_environment()
    inputs = [FOLDER / "package.json", FOLDER / "package-lock.json"]
    stamp, wanted = Stamp(CACHE / "npm.stamp"), of_files(*inputs)
    if not stamp.matches(wanted) or not (FOLDER / "node_modules").is_dir():
        stamp.clear()
        step("installing the npm packages of the front end")
        _npm(["ci", "--no-audit", "--no-fund"], environment, "Installing the npm packages")
        stamp.write(wanted)
    return environment


def node_environment():
    """Return an environment in which ``node`` is new enough: the machine's, else one from a Python package."""
    if node_version(shutil.which("node")) >= OLDEST_NODE:
        return dict(os.environ)
    return dict(os.environ, PATH="%s:%s" % (_packaged_node(), os.environ["PATH"]))


def node_version(program):
    """Return the main version of the Node.js ``program``, 0 when there is none."""
    if not program:
        return 0
    done = subprocess.run([program, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found = re.match(r"v(\d+)\.", done.stdout)
    return int(found.group(1)) if found else 0


def _packaged_node():
    stamp, lock = Stamp(CACHE / "node.stamp"), DEV / "requirements-node.lock"
    wanted = of_files(lock)
    if not stamp.matches(wanted):
        step("fetching Node.js: this machine has none from version %d on" % OLDEST_NODE)
        python = ODOO14 / "venv" / "bin" / "python"
        shutil.rmtree(_NODE_VENV, ignore_errors=True)
        process.run([python, "-m", "pip", "install", "-q", "--require-hashes", "--only-binary", ":all:",
                     "--target", _NODE_VENV, "-r", lock], what="Fetching Node.js",
                    remedy="Install Node.js %d or newer yourself, or check that pip works." % OLDEST_NODE)
        _link_programs()
        stamp.write(wanted)
    return _NODE_VENV / "bin-of-node"


def _link_programs():
    found = sorted(_NODE_VENV.glob("**/bin/node"))
    if not found:
        raise DevError("The package of Node.js holds no program. Install Node.js %d or newer yourself." % OLDEST_NODE)
    links = _NODE_VENV / "bin-of-node"
    links.mkdir(exist_ok=True)
    modules = found[0].parent.parent / "lib" / "node_modules" / "npm" / "bin"
    (links / "node").symlink_to(found[0])
    for name in ("npm", "npx"):
        script = links / name
        script.write_text('#!/bin/sh\nexec "%s" "%s" "$@"\n' % (found[0], modules / (name + "-cli.js")))
        script.chmod(0o755)


def _npm(arguments, environment, what):
    process.run(["npm", *arguments], cwd=FOLDER, env=environment, log=CACHE / "frontend.log", what=what,
                remedy="Check that npm reaches its registry, and run the same command again.")
