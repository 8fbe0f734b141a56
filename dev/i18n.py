"""Check the catalogues against the translation template: ``python dev/i18n.py [zh_CN …]``.

Lists what is missing, untranslated or fuzzy, and translations whose placeholders differ from the source's; exits
with 1 when there is any. ``make i18n`` exports the template from an installed addon first.
"""
import re
import sys
from collections import Counter
from pathlib import Path
from typing import List

import polib

FOLDER = Path(__file__).resolve().parents[1] / "field_visit_routing" / "i18n"
TEMPLATE = FOLDER / "field_visit_routing.pot"
#: %s, %d, %.1f, %(name)s; a lone percent sign is text.
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[.\d]*[sdrfg](?![a-z])")


def problems(template: polib.POFile, catalogue: polib.POFile) -> List[str]:
    """Return one line per term of ``template`` that ``catalogue`` does not translate well."""
    known = {entry.msgid: entry for entry in catalogue if not entry.obsolete}
    found = []
    for term in template:
        entry = known.get(term.msgid)
        reason = _reason(term, entry)
        if reason:
            found.append(f"{reason}: {term.msgid[:100]!r}")
    return found


def _reason(term, entry) -> str:
    if entry is None:
        return "missing"
    if "fuzzy" in entry.flags:
        return "fuzzy"
    if not entry.msgstr.strip():
        return "untranslated"
    same = Counter(PLACEHOLDER.findall(term.msgid)) == Counter(PLACEHOLDER.findall(entry.msgstr))
    return "" if same else "placeholders differ"


def main(languages: List[str]) -> int:
    if not TEMPLATE.is_file():
        print(f"{TEMPLATE} does not exist. Make it by: make i18n", file=sys.stderr)
        return 1
    template, bad = polib.pofile(str(TEMPLATE)), 0
    for language in languages or ["zh_CN"]:
        path = FOLDER / f"{language}.po"
        found = problems(template, polib.pofile(str(path))) if path.is_file() else [f"{path} does not exist"]
        print(*found, sep="\n", end="\n" if found else "")
        print(f"{language}: {len(template)} terms, {len(found)} to do")
        bad += len(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
