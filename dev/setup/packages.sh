# shellcheck shell=bash
# Downloads the locked Debian packages into .cache/debs with an apt of our own, so that the system's stays as it is.
DEBS_LOCK=$here/debs.lock
DEBS=$CACHE/debs
PRIVATE_APT=$TARGET/apt
# Built for this machine's own Debian; it only edits the other files.
NATIVE_PACKAGES=" patchelf "

package_of() { printf '%s' "${1%%_*}"; } # FILE.deb: the package's name

write_private_apt() {
  local main secondary
  main=$(main_mirror)
  [ -n "$main" ] || die "apt on this machine names no mirror for its own Debian; set FVR_ARCHIVE_MIRROR to the address of one that has $OLD_SUITE"
  secondary=$(security_mirror "$main")
  rm -rf "$PRIVATE_APT"
  mkdir -p "$PRIVATE_APT"/{lists/partial,archives/partial,parts}
  : >"$PRIVATE_APT/status"
  source_entry "$main" "$OLD_SUITE" >"$PRIVATE_APT/parts/main.sources"
  source_entry "$secondary" "$OLD_SUITE-security" >"$PRIVATE_APT/parts/security.sources"
  # Valid-Until: an archived suite is no longer signed anew.  Sandbox: .cache may be closed to other users.
  cat >"$PRIVATE_APT/apt.conf" <<CONF
Dir::Etc::sourcelist "/dev/null"; Dir::Etc::sourceparts "$PRIVATE_APT/parts";
Dir::State::Lists "$PRIVATE_APT/lists"; Dir::State::status "$PRIVATE_APT/status";
Dir::Cache::archives "$PRIVATE_APT/archives"; Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";
Acquire::Languages "none"; Acquire::Check-Valid-Until "false"; Acquire::Retries "3"; APT::Sandbox::User "root";
CONF
}

old_apt() { apt-get -qq -c "$PRIVATE_APT/apt.conf" "$@"; }

update_private_apt() {
  write_private_apt
  old_apt update 2>/dev/null && return
  # Without the security suite the locked versions may be missing, which is noticed further down.
  rm "$PRIVATE_APT/parts/security.sources"
  old_apt update || die "the mirror has no $OLD_SUITE any more; set FVR_ARCHIVE_MIRROR to the address of an archive that has it, or copy the packages of dev/debs.lock into $DEBS"
}

locked_file_is_there() { # HASH FILE
  [ -f "$DEBS/$2" ] && printf '%s  %s\n' "$1" "$DEBS/$2" | sha256sum --status -c -
}

files_to_fetch() {
  local hash file
  while read -r hash file; do locked_file_is_there "$hash" "$file" || printf '%s\n' "$file"; done <"$DEBS_LOCK"
}

native_architecture() { # the lock names amd64 files; on another architecture apt's signatures vouch alone
  [ "$(dpkg --print-architecture)" = amd64 ]
}

download_packages() { # FILE…
  local file package
  for file in "$@"; do
    package=$(package_of "$file")
    rm -f "$DEBS/${package}"_*.deb
    if [[ $NATIVE_PACKAGES == *" $package "* ]]; then
      (cd "$DEBS" && apt-get -qq -o APT::Sandbox::User=root download "$package")
    else
      (cd "$DEBS" && old_apt download "$package")
    fi
  done
}

fetch_packages() {
  mkdir -p "$DEBS"
  local files
  mapfile -t files < <(files_to_fetch)
  if [ ${#files[@]} -gt 0 ]; then
    update_private_apt
    is_root && ! ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 && apt-get -qq update
    step "downloading ${#files[@]} Debian packages of $OLD_SUITE"
    download_packages "${files[@]}" || die "a package could not be downloaded; run the same command again to go on from here"
    mapfile -t files < <(files_to_fetch)
    [ ${#files[@]} = 0 ] || ! native_architecture ||
      step "warning: signed, but other versions than dev/debs.lock has: ${files[*]}"
  fi
}
