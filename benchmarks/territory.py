"""Territories, the lead pool and access by territory: every class of figures is a module ``territory_<name>.py``.

Such a module has ``rows(options, site) -> list of Row``.  It is found by its name: add the module, and its
figures are in ``make bench-territory``.  ``site`` is a :class:`territory_site.Site`: an Odoo with 100,000
customers in 500 areas, started when the first class asks for it.  ``CLASSES=membership,pool`` measures some.
"""

import importlib
import os
import sys
from pathlib import Path
from typing import Any, List

from harness import ROOT, Row
from territory_site import Site

sys.path.insert(0, str(ROOT / "field_visit_routing"))
#: Modules of this name that are no class of figures.
OTHERS = ("readme", "site")


def rows(options: Any) -> List[Row]:
    """Measure every class, or those named in ``CLASSES``."""
    site = Site(options.no_server)
    try:
        return [row for name in classes() for row in importlib.import_module("territory_" + name).rows(options, site)]
    finally:
        site.stop()


def classes() -> List[str]:
    """Return the names of the classes to measure.

    Raises
    ------
    SystemExit
        For a name that no class has.
    """
    known = sorted(path.stem.partition("_")[2] for path in Path(__file__).parent.glob("territory_*.py"))
    known = [name for name in known if name not in OTHERS]
    asked = [name.strip() for name in os.environ.get("CLASSES", "").split(",") if name.strip()]
    for name in asked:
        if name not in known:
            raise SystemExit("no class of figures is called %s; there are: %s" % (name, ", ".join(known)))
    return asked or known
