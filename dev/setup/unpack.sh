# shellcheck shell=bash
# Unpacks the packages below .cache/odoo14/root and makes their libraries find each other there.
ROOT=$TARGET/root
OLD_PYTHON=$ROOT/usr/bin/python3.9

library_folder() { # the multi-architecture folder, e.g. x86_64-linux-gnu
  basename "$(dirname "$(find "$ROOT/usr/lib" -name 'libssl.so.1.1' -print -quit)")"
}

repair_library_paths() { # so that no LD_LIBRARY_PATH is needed, which other programs would inherit
  local libraries module
  libraries=$(library_folder)
  for module in _ssl _hashlib _ctypes _decimal; do
    "$ROOT/usr/bin/patchelf" --set-rpath "\$ORIGIN/../../$libraries" "$ROOT"/usr/lib/python3.9/lib-dynload/$module.*.so
  done
  "$ROOT/usr/bin/patchelf" --set-rpath "\$ORIGIN" "$ROOT/usr/lib/$libraries/libssl.so.1.1"
}

unpack_packages() {
  local wanted package
  wanted=$(cat "$DEBS"/*.deb "$here/setup/unpack.sh" | sha256sum | cut -c1-16)
  is_stamped "$TARGET/root.stamp" "$wanted" && return
  step "unpacking them"
  rm -rf "$ROOT" "$TARGET/root.stamp"
  mkdir -p "$ROOT"
  for package in "$DEBS"/*.deb; do dpkg-deb -x "$package" "$ROOT"; done
  repair_library_paths
  "$OLD_PYTHON" -c 'import ssl, ctypes, hashlib, decimal, sqlite3, bz2, lzma, readline' ||
    die "the unpacked Python 3.9 does not start; remove .cache/odoo14 and run the same command again"
  write_stamp "$TARGET/root.stamp" "$wanted"
}
