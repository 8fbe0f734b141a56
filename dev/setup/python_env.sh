# shellcheck shell=bash
# The virtual environment: every package by version and hash, plus the unpacked Odoo.
REQUIREMENTS=$here/requirements.lock
VENV=$TARGET/venv
export PIP_CACHE_DIR=$CACHE/pip PIP_DISABLE_PIP_VERSION_CHECK=1

boot_pip() { # Debian splits pip off its Python; the suite's own wheels carry an old one that can fetch ours
  PYTHONPATH=$(printf '%s:' "$ROOT"/usr/share/python-wheels/*.whl) "$VENV/bin/python" -W ignore -m pip "$@"
}

locked_block() { # PACKAGE: its lines of the lock
  awk -v package="$1==" 'index($0, package) == 1 {on = 1; print; next} on && /^ /{print; next} {on = 0}' "$REQUIREMENTS"
}

install_requirements() {
  locked_block pip >"$TARGET/pip.lock"
  boot_pip install -q --require-hashes -r "$TARGET/pip.lock" 2>"$TARGET/pip.log" || pip_failed
  # docopt has no wheel; it is a single Python file.
  "$VENV/bin/python" -m pip install -q --require-hashes --only-binary :all: --no-binary docopt \
    -r "$REQUIREMENTS" 2>"$TARGET/pip.log" || pip_failed
}

pip_failed() {
  grep -v '^WARNING' "$TARGET/pip.log" | tail -15 >&2
  die "the Python packages could not be installed (see above); check that pip reaches its package index and run the same command again"
}

link_odoo() {
  ln -sfn "$ROOT/usr/lib/python3/dist-packages" "$TARGET/odoo-src"
  echo "$TARGET/odoo-src" >"$VENV/lib/python3.9/site-packages/odoo14.pth"
  # A script of its own: prefork's long-polling process starts sys.argv[0] anew.
  { printf '#!%s/bin/python\n' "$VENV"; sed 1d "$ROOT/usr/bin/odoo"; } >"$VENV/bin/odoo"
  chmod +x "$VENV/bin/odoo"
}

make_python_env() {
  local wanted
  wanted=$(cat "$REQUIREMENTS" "$here/setup/python_env.sh" "$TARGET/root.stamp" | sha256sum | cut -c1-16)
  is_stamped "$TARGET/venv.stamp" "$wanted" && return
  step "installing the Python packages"
  rm -rf "$VENV" "$TARGET/venv.stamp"
  "$OLD_PYTHON" -m venv --without-pip "$VENV"
  install_requirements
  link_odoo
  "$VENV/bin/python" -W ignore -m compileall -q -j 0 "$TARGET/odoo-src/odoo" >/dev/null || true
  "$VENV/bin/odoo" --version >/dev/null 2>&1 ||
    die "the installed Odoo does not start; remove .cache/odoo14 and run the same command again"
  write_stamp "$TARGET/venv.stamp" "$wanted"
}
