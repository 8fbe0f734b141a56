"""Territories, the lead pool and access by territory: every class of figures is a module ``territory_<name>.py``.

See ``classes.py``. ``site`` is a :class:`territory_site.Site`: an Odoo with 100,000 customers in 500 areas, started
when the first class asks for it.
"""

from typing import Any, List

import classes
from harness import Row
from territory_site import Site

#: Modules of this name that are no class of figures.
OTHERS = ("readme", "site")


def rows(options: Any) -> List[Row]:
    """Measure every class, or those named in ``CLASSES``."""
    return classes.rows("territory", OTHERS, options, Site(options.no_server))
