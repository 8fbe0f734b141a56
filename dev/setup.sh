#!/usr/bin/env bash
# A real Odoo 14, the Python 3.9 it needs and PostgreSQL's programs, all under .cache of this checkout.
# Needs a Debian with apt; changes nothing outside .cache, except that root gets missing system packages
# installed.  Does nothing when its stamp matches; an interrupted run goes on where it stopped.
#
#   FVR_ARCHIVE_MIRROR           where the suite bullseye lies, when the machine's own mirror has dropped it
#   FVR_ARCHIVE_SECURITY_MIRROR  the same for bullseye-security
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CHECKOUT=$(dirname "$here")
CACHE=$CHECKOUT/.cache
TARGET=$CACHE/odoo14
# shellcheck source=dev/setup/messages.sh
for part in messages prerequisites apt_sources packages unpack python_env; do . "$here/setup/$part.sh"; done

inputs_stamp() { # one line that changes whenever anything that the set-up is made of changes
  cat "$here"/setup.sh "$here"/setup/*.sh "$here"/debs.lock "$here"/requirements.lock | sha256sum | cut -c1-16
}

main() {
  local wanted
  wanted=$(inputs_stamp)
  is_stamped "$TARGET/stamp" "$wanted" && return
  mkdir -p "$TARGET"
  exec 9>"$CACHE/setup.lock"
  flock -n 9 || { step "another set-up is running in this checkout; waiting for it"; flock 9; }
  is_stamped "$TARGET/stamp" "$wanted" && return
  rm -f "$TARGET/stamp"
  check_prerequisites
  fetch_packages
  unpack_packages
  make_python_env
  await_optional_packages
  write_stamp "$TARGET/stamp" "$wanted"
  step "Odoo 14 is set up ($(du -sh "$TARGET" | cut -f1) in .cache/odoo14)"
}

main "$@"
