"""Helper: runs functions of the set-up's shell parts."""
import os
import subprocess
from pathlib import Path

DEV = Path(__file__).resolve().parents[1]


def call(parts, code, **environment):
    """Source the ``parts`` of dev/setup, run ``code`` and return the finished process."""
    prelude = 'set -euo pipefail; here="%s"; CHECKOUT="${CHECKOUT:-$(dirname "$here")}"\n' % DEV
    prelude += 'CACHE="${CACHE:-$CHECKOUT/.cache}"; TARGET="${TARGET:-$CACHE/odoo14}"\n'
    prelude += "".join('. "$here/setup/%s.sh"\n' % part for part in parts)
    env = dict(os.environ, **{key: str(value) for key, value in environment.items()})
    return subprocess.run(["bash", "-c", prelude + code], capture_output=True, text=True, env=env)
