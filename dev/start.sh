#!/usr/bin/env bash
# Makes sure that the set-up is there, then hands over to the Python program: start.sh run|test|… [arguments]
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
FVR_STARTED=${FVR_STARTED:-$(date +%s)}
export FVR_STARTED
# A machine may forbid byte code or point Python elsewhere; both would slow down or break Odoo.
unset PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME PYTHONSTARTUP
wants_help() { case " $* " in *" -h "* | *" --help "*) return 0 ;; esac; return 1; }
if wants_help "$@" && [ ! -x "$checkout/.cache/odoo14/venv/bin/python" ]; then
  sed -n '2,4s/^# *//p' "$checkout/$1"
  exit 0
fi
bash "$checkout/dev/setup.sh" >&2
export PYTHONPATH=$checkout/dev PIP_CACHE_DIR=$checkout/.cache/pip npm_config_cache=$checkout/.cache/npm
exec "$checkout/.cache/odoo14/venv/bin/python" -m fvr_dev "$@"
