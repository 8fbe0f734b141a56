# shellcheck shell=bash
# Progress lines, errors and stamps: used by every other part of the set-up.
FVR_STARTED=${FVR_STARTED:-$(date +%s)}

step() { # a progress line with the seconds since the command was started
  printf '%5ss  %s\n' "$(($(date +%s) - FVR_STARTED))" "$*" >&2
}

die() {
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}

is_stamped() { # FILE WANTED: true when the work that WANTED describes was finished before
  [ "$(cat "$1" 2>/dev/null)" = "$2" ]
}

write_stamp() { # FILE VALUE, atomically: a stamp is never half there
  printf '%s\n' "$2" >"$1.new"
  mv "$1.new" "$1"
}
