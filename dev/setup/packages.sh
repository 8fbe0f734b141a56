# shellcheck shell=bash
# Downloads the locked Debian packages into .cache/debs with an apt of our own, so that the system's stays as it is.
DEBS_LOCK=$here/debs.lock
DEBS=$CACHE/debs
PRIVATE_APT=$TARGET/apt
# Built for this machine's own Debian; it only edits the other files.
NATIVE_PACKAGES=" patchelf "

package_of() { printf '%s' "${1%%_*}"; } # FILE.deb: the package's name

write_private_apt() { # NAME: an apt whose sources are the files in .cache/odoo14/apt/NAME/parts
  local folder=$PRIVATE_APT/$1
  mkdir -p "$folder"/{lists/partial,archives/partial}
  : >"$folder/status"
  # Valid-Until: an archived suite is no longer signed anew.  Sandbox: .cache may be closed to other users.
  cat >"$folder/apt.conf" <<CONF
Dir::Etc::sourcelist "/dev/null"; Dir::Etc::sourceparts "$folder/parts";
Dir::State::Lists "$folder/lists"; Dir::State::status "$folder/status";
Dir::Cache::archives "$folder/archives"; Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";
Acquire::Languages "none"; Acquire::Check-Valid-Until "false"; Acquire::Retries "3"; APT::Sandbox::User "root";
CONF
}

private_apt() { # NAME ARGUMENT…
  apt-get -qq -c "$PRIVATE_APT/$1/apt.conf" "${@:2}"
}

write_sources() {
  local main own
  main=$(main_mirror)
  [ -n "$main" ] || die "apt on this machine names no mirror for its own Debian; set FVR_ARCHIVE_MIRROR to the address of one that has $OLD_SUITE"
  own=$(mirror_of "$(codename)")
  rm -rf "$PRIVATE_APT"
  mkdir -p "$PRIVATE_APT"/{old,native}/parts
  source_entry "$main" "$OLD_SUITE" >"$PRIVATE_APT/old/parts/main.sources"
  source_entry "$(security_mirror "$main")" "$OLD_SUITE-security" >"$PRIVATE_APT/old/parts/security.sources"
  source_entry "${own:-$main}" "$(codename)" >"$PRIVATE_APT/native/parts/main.sources"
}

update_old_suite() {
  private_apt old update 2>/dev/null && return
  # Without the security suite the locked versions may be missing, which is noticed further down.
  rm "$PRIVATE_APT/old/parts/security.sources"
  private_apt old update || die "the mirror has no $OLD_SUITE any more; set FVR_ARCHIVE_MIRROR to the address of an archive that has it, or copy the packages of dev/debs.lock into $DEBS"
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

is_native() { # PACKAGE
  [[ $NATIVE_PACKAGES == *" $1 "* ]]
}

download_package() { # FILE.deb
  local package suite=old
  package=$(package_of "$1")
  is_native "$package" && suite=native
  rm -f "$DEBS/${package}"_*.deb
  (cd "$DEBS" && private_apt "$suite" download "$package") ||
    die "the package $package could not be downloaded; run the same command again to go on from here"
}

prepare_apt() { # FILE…: lists only of what is needed
  local file
  write_sources
  for file in "$@"; do
    if is_native "$(package_of "$file")"; then
      write_private_apt native
      private_apt native update || die "apt cannot read the package lists of this machine's own Debian"
    elif [ ! -e "$PRIVATE_APT/old/apt.conf" ]; then
      write_private_apt old
      update_old_suite
    fi
  done
}

fetch_packages() {
  mkdir -p "$DEBS"
  local files file
  mapfile -t files < <(files_to_fetch)
  [ ${#files[@]} -gt 0 ] || return 0
  step "downloading ${#files[@]} Debian packages of $OLD_SUITE"
  prepare_apt "${files[@]}"
  for file in "${files[@]}"; do download_package "$file"; done
  mapfile -t files < <(files_to_fetch)
  [ ${#files[@]} = 0 ] || ! native_architecture ||
    step "warning: signed, but other versions than dev/debs.lock has: ${files[*]}"
}
