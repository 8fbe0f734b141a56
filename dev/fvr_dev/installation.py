"""An Odoo that can be run: the unpacked 14.0, or a source tree of another series."""
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Tuple

from . import series_env
from .errors import DevError
from .paths import CACHE, ODOO14

BUNDLED = "14.0"
_RELEASE = re.compile(r"^version_info\s*=\s*\((\d+),\s*(\d+)", re.M)


@dataclass(frozen=True)
class Installation:
    """How to start one Odoo."""

    series: str
    python: Path
    command: Tuple[str, ...]
    addons: Tuple[Path, ...]
    stamp: str

    @property
    def number(self):
        """The series as a number: 14 for 14.0."""
        return int(self.series.split(".")[0])

    @property
    def folder(self):
        """Where this installation keeps what it makes, below the data folder or the cache."""
        return self.series

    def environment(self, server, **extra):
        """Return the environment in which Odoo's programs run against the database ``server``."""
        env = dict(server.environment(), **extra)
        env["PATH"] = "%s:%s" % (self.python.parent, env["PATH"])
        env.pop("PYTHONPATH", None)
        # Some of Odoo's commands make their default folder before they read the configuration.
        env["XDG_DATA_HOME"] = str(CACHE / "odoo-default-data")
        if self.series != BUNDLED:
            env["PYTHONPATH"] = str(Path(self.command[1]).parent)
        return env


def find(series=None, odoo=None):
    """Return the installation that the options ``--series`` and ``--odoo`` ask for.

    Raises
    ------
    DevError
        When the two do not fit together or the folder holds no Odoo.
    """
    if not odoo:
        if series in (None, BUNDLED):
            return bundled()
        raise DevError("Only Odoo %s is installed by this command. Name the folder of an Odoo %s source tree as well: "
                       "--series %s --odoo /path/to/odoo" % (BUNDLED, series, series))
    tree = Path(odoo).expanduser().resolve()
    found = series_of(tree)
    if series and series != found:
        raise DevError("%s holds Odoo %s, not %s. Correct --series or --odoo." % (tree, found, series))
    return from_tree(tree, found)


def bundled():
    """Return the Odoo 14.0 that the set-up unpacked."""
    python = ODOO14 / "venv" / "bin" / "python"
    addons = (ODOO14 / "odoo-src" / "odoo" / "addons",)
    return Installation(BUNDLED, python, (str(python), str(ODOO14 / "venv" / "bin" / "odoo")), addons,
                        (ODOO14 / "stamp").read_text().strip())


def from_tree(tree, series):
    """Return the Odoo of a source tree, after making its virtual environment."""
    python = series_env.ensure(tree, series, CACHE / ("odoo" + series))
    addons = tuple(folder for folder in (tree / "odoo" / "addons", tree / "addons") if folder.is_dir())
    command = (str(python), str(tree / "odoo-bin"))
    return Installation(series, python, command, addons, series_env.stamp_of(tree, series))


def series_of(tree):
    """Return the series, e.g. ``"19.0"``, of the Odoo source tree ``tree``."""
    release = tree / "odoo" / "release.py"
    if not release.is_file() or not (tree / "odoo-bin").is_file():
        raise DevError("%s is no Odoo source tree (no odoo-bin and odoo/release.py in it). Name the folder that holds "
                       "odoo-bin with --odoo." % tree)
    found = _RELEASE.search(release.read_text())
    if not found:
        raise DevError("%s names no version. Name another tree with --odoo." % release)
    return "%s.%s" % found.groups()
