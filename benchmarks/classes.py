"""Classes of figures: modules ``<benchmark>_<class>.py`` of this folder, found by their names.

Such a module has ``rows(options, site) -> list of Row``. ``CLASSES=one,two`` in the environment measures some.
"""

import importlib
import os
import sys
from pathlib import Path
from typing import Any, List, Sequence

from harness import ROOT, Row

sys.path.insert(0, str(ROOT / "field_visit_routing"))


def rows(benchmark: str, others: Sequence[str], options: Any, site: Any) -> List[Row]:
    """Measure every class of a benchmark, or those named in ``CLASSES``; the site is stopped afterwards.

    ``others`` are names of modules that are no classes.
    """
    try:
        return [row for name in chosen(benchmark, others)
                for row in importlib.import_module("%s_%s" % (benchmark, name)).rows(options, site)]
    finally:
        site.stop()


def chosen(benchmark: str, others: Sequence[str]) -> List[str]:
    """Return the names of the classes to measure.

    Raises
    ------
    SystemExit
        For a name that no class has.
    """
    known = sorted(path.stem.partition("_")[2] for path in Path(__file__).parent.glob(benchmark + "_*.py"))
    known = [name for name in known if name not in others]
    asked = [name.strip() for name in os.environ.get("CLASSES", "").split(",") if name.strip()]
    for name in asked:
        if name not in known:
            raise SystemExit("no class of figures is called %s; there are: %s" % (name, ", ".join(known)))
    return asked or known
