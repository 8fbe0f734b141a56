# shellcheck shell=bash
# What the machine itself must have.  Root gets it installed; everybody else gets one message with all remedies.

# Libraries that a minimal image lacks and that the unpacked Python and PostgreSQL load.
REQUIRED_PACKAGES="ca-certificates debian-archive-keyring tzdata libexpat1 libsqlite3-0 libreadline8 libncursesw6
 libbz2-1.0 liblzma5 libuuid1 zlib1g libstdc++6 libxml2 libpq5"
# For printed route sheets, in Chinese as well; everything else works without.
PDF_PACKAGES="wkhtmltopdf fonts-noto-cjk"
REQUIRED_COMMANDS="apt-get dpkg-deb flock awk sed sha256sum setpriv"

is_root() { [ "$(id -u)" = 0 ]; }

missing_commands() { # COMMAND…
  local command
  for command in "$@"; do command -v "$command" >/dev/null || printf '%s ' "$command"; done
}

missing_packages() { # PACKAGE…
  local package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || printf '%s ' "$package"
  done
}

unsupported_machine() { # names what cannot be mended by a package
  case $(uname -m) in x86_64 | aarch64) ;; *) echo "the processor $(uname -m): use a 64-bit x86 or ARM machine" ;; esac
  local free_mb
  free_mb=$(df -Pm "$CHECKOUT" | awk 'NR == 2 {print $4}')
  [ "$free_mb" -ge 3000 ] || echo "only $free_mb MB free beside $CHECKOUT: free at least 3000 MB"
  [ -w "$CHECKOUT" ] || echo "$CHECKOUT cannot be written by $(id -un): clone the repository as that user"
}

install_packages() { # PACKAGE…
  step "installing system packages: $*"
  local log=$CACHE/system-packages.log
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" </dev/null >"$log" 2>&1 && return
  tail -5 "$log" >&2
  die "the system packages could not be installed (see above); as root: apt-get install --no-install-recommends $*"
}

# Printing needs large packages and nothing else in the set-up does: they are installed beside it.
OPTIONAL_INSTALLATION=
install_optional_packages() { # PACKAGE…
  install_packages "$@" &
  OPTIONAL_INSTALLATION=$!
}

await_optional_packages() {
  [ -z "$OPTIONAL_INSTALLATION" ] || wait "$OPTIONAL_INSTALLATION" || step "note: route sheets cannot be printed (see above)"
}

check_prerequisites() {
  local problems packages optional
  problems=$(unsupported_machine)
  packages=$(missing_commands $REQUIRED_COMMANDS)
  [ -z "$packages" ] || problems+=$'\n'"missing commands: $packages(this set-up needs Debian 12 or newer, or a relative of it)"
  packages=$(missing_packages $REQUIRED_PACKAGES)
  optional=$(missing_packages $PDF_PACKAGES)
  if is_root && [ -z "$problems" ]; then
    [ -z "$packages$optional" ] || apt-get -qq update
    [ -z "$packages" ] || install_packages $packages
    [ -z "$optional" ] || install_optional_packages $optional
    return
  fi
  [ -z "$packages" ] || problems+=$'\n'"missing packages; as root: apt-get install --no-install-recommends $packages"
  [ -z "$problems" ] || die "this machine lacks what the set-up needs:"$'\n'"$(sed '/^$/d; s/^/  * /' <<<"$problems")"
  [ -z "$optional" ] || step "note: printed route sheets need, as root: apt-get install --no-install-recommends $optional"
}
