"""A runner like ``engine/jobs/run.py`` with kinds of work that misbehave."""

import importlib
import sys
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[3] / "engine"
sys.path.insert(0, str(ENGINE.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

KINDS = dict.fromkeys(("hang", "crash", "noise", "bug", "patient", "memory", "climb", "eat", "abort",
                       "family", "compile"), "fake_kinds")

if __name__ == "__main__":
    supervisor = importlib.import_module("engine.jobs.supervisor")
    kinds = {**importlib.import_module("engine.jobs.kinds").KINDS, **KINDS}
    supervisor.CANCEL_GRACE_S = 1.0
    sys.exit(supervisor.supervise(sys.argv[1], kinds))
