"""``python run.py FOLDER``: do the job whose request lies in FOLDER; see spool.py.

Run as a plain script by an interpreter that need not know Odoo. The package
is loaded under a name of its own from where this file lies, so that no
folder is added to the module search path.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

PACKAGE = "field_visit_engine"


def load_engine() -> str:
    """Make the engine importable and return its package name."""
    if PACKAGE not in sys.modules:
        root = Path(__file__).resolve().parent.parent
        spec = importlib.util.spec_from_file_location(
            PACKAGE, root / "__init__.py", submodule_search_locations=[str(root)]
        )
        if spec is None or spec.loader is None:
            raise ImportError("the engine is not at %s" % root)
        module = importlib.util.module_from_spec(spec)
        sys.modules[PACKAGE] = module
        spec.loader.exec_module(module)
    return PACKAGE


def main(arguments: list[str]) -> int:
    """Run the job and return the exit status: 0 unless it failed."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: run.py FOLDER, an existing folder with a request.json", file=sys.stderr)
        return 2
    _raise_limits()
    status: int = importlib.import_module(load_engine() + ".jobs.supervisor").supervise(
        arguments[0]
    )
    return status


def _raise_limits() -> None:
    """Undo the soft limits that a server's worker process hands down to its children."""
    try:
        import resource
    except ImportError:
        return
    for name in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
        hard = resource.getrlimit(name)[1]
        resource.setrlimit(name, (hard, hard))


if __name__ == "__main__":
    # The script's own folder must not offer its modules as top-level ones.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".") != Path(__file__).parent]
    sys.exit(main(sys.argv[1:]))
