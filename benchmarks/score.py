"""Scores, segments and prediction: every class of figures is a module ``score_<name>.py``, see ``classes.py``.

``site`` is a :class:`score_site.Site`: an Odoo with sales, 100,000 customers, their orders and opportunities, started
when the first class asks for it.
"""

from typing import Any, List

import classes
from harness import Row
from score_site import Site

#: Modules of this name that are no class of figures.
OTHERS = ("readme", "site")


def rows(options: Any) -> List[Row]:
    """Measure every class, or those named in ``CLASSES``."""
    return classes.rows("score", OTHERS, options, Site(options.no_server))
