"""The development build of the addon for one series: Python files are links to the source."""
from . import process
from .paths import ADDON, BUILD, CHECKOUT, DEV, ODOO14

#: Addons that only development uses: the signed-in address, the demo city's streets.
DEV_ADDONS = DEV / "addons"


def folder(series):
    """Return the addons folder that holds the build of ``series``."""
    return BUILD / series / "addons"


def search_path(series):
    """Return the addons folders to put on Odoo's path, made where they are missing."""
    folder(series).mkdir(parents=True, exist_ok=True)
    return [folder(series), DEV_ADDONS]


def build(series):
    """Build the addon natively for ``series`` and return the addons folders to put on Odoo's path."""
    python = ODOO14 / "venv" / "bin" / "python"
    process.run([python, DEV / "build", "--series", series, "--out", folder(series), "--link"], cwd=CHECKOUT,
                what="Building the %s addon" % series)
    return search_path(series)


def tests_folder(series, addon=ADDON):
    """Return the folder with the tests of ``addon`` in the build of ``series``."""
    return folder(series) / addon / "tests"
