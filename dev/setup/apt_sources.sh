# shellcheck shell=bash
# Where this machine gets its Debian packages from: the older suite is asked for at the same place.
APT_ETC=${APT_ETC:-/etc/apt}
DEBIAN_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
OLD_SUITE=bullseye

deb822_uris() { # SUITE: addresses of SUITE in the *.sources files (paragraphs of "Field: value")
  cat "$APT_ETC"/sources.list.d/*.sources 2>/dev/null | awk -v suite="$1" '
    BEGIN { RS = ""; FS = "\n" }
    {
      uri = ""; has_suite = 0; is_binary = 0; enabled = 1
      for (i = 1; i <= NF; i++) {
        n = split($i, word, /[ \t]+/); field = tolower(word[1])
        if (field == "uris:") uri = word[2]
        if (field == "enabled:" && tolower(word[2]) == "no") enabled = 0
        for (j = 2; j <= n; j++) {
          if (field == "suites:" && word[j] == suite) has_suite = 1
          if (field == "types:" && word[j] == "deb") is_binary = 1
        }
      }
      if (uri && has_suite && is_binary && enabled) print uri
    }' || true
}

one_line_uris() { # SUITE: addresses of SUITE in the *.list files ("deb [options] address suite components")
  cat "$APT_ETC"/sources.list "$APT_ETC"/sources.list.d/*.list 2>/dev/null |
    sed -nE "s#^[ \t]*deb[ \t]+(\[[^]]*\][ \t]+)?([^ \t]+)[ \t]+$1[ \t].*#\2#p" || true
}

mirror_of() { # SUITE: the first address that this machine's apt uses for SUITE, or nothing
  { deb822_uris "$1"; one_line_uris "$1"; } | awk 'NR == 1'
}

codename() { ( . "${OS_RELEASE:-/etc/os-release}" && printf '%s' "${VERSION_CODENAME:-}" ); }

main_mirror() {
  printf '%s' "${FVR_ARCHIVE_MIRROR:-$(mirror_of "$(codename)")}"
}

security_mirror() { # archives keep the security suite beside the main one
  local main=$1 own
  own=${FVR_ARCHIVE_MIRROR:+${FVR_ARCHIVE_MIRROR%/debian*}/debian-security}
  own=${FVR_ARCHIVE_SECURITY_MIRROR:-${own:-$(mirror_of "$(codename)-security")}}
  printf '%s' "${own:-${main%/debian*}/debian-security}"
}

source_entry() { # ADDRESS SUITE
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$1" "$2" "$DEBIAN_KEYRING"
}
