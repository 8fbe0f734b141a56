"""The translation template: what Odoo 14 exports, completed so that the same file serves 14.0 to 19.0.

Up to 15.0 Odoo tells the web client's terms by the comment ``openerp-web``; from 16.0 on it wants
``odoo-python`` and ``odoo-javascript`` and ignores code terms without them.  An export of 14.0 also lacks
what only later series hold: the scripts in ``static/src/owl``, views that are built differently, and the
privilege of the groups.
"""
from xml.etree import ElementTree

import polib
from babel.messages import extract

from . import series_terms
from .paths import ADDON

PYTHON, JAVASCRIPT, WEB = "odoo-python", "odoo-javascript", "openerp-web"
#: The header of a catalogue; no dates, which would change with every export.
_HEADER = {
    "Project-Id-Version": ADDON, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit", "Plural-Forms": "",
}
#: Fields that records with messages or activities have in later series only: (their mark, field, label).
_LATER_FIELDS = (
    ("message_ids", "has_message", "Has Message"), ("activity_ids", "my_activity_date_deadline", "My Activity Deadline"),
    ("activity_ids", "activity_calendar_event_id", "Next Activity Calendar Event"),
)


def write(exported, path, addon):
    """Write the template ``path`` from the terms that Odoo 14 ``exported`` and the source folder ``addon``."""
    template = polib.pofile(str(exported))
    _add_scripts(template, addon)
    _add_privileges(template, addon)
    _add_later_fields(template)
    for term, place in sorted(series_terms.of_views()):
        _add(template, term, place, "0")
    for entry in template:
        entry.msgstr = ""
        _mark_code(entry)
    _save(template, path, {"Language": ""})


def merge(catalogue, template):
    """Bring ``catalogue`` up to ``template``; what is translated stays, what is gone is deleted."""
    known = polib.pofile(str(catalogue))
    texts = {entry.msgid: entry for entry in known if not entry.obsolete}
    merged = polib.pofile(str(template))
    for entry in merged:
        old = texts.get(entry.msgid)
        entry.msgstr, entry.flags, entry.tcomment = (old.msgstr, old.flags, old.tcomment) if old else ("", [], "")
    _save(merged, catalogue, {"Language": catalogue.stem})


def _save(file, path, metadata):
    file.metadata, file.wrapwidth, file.header = dict(_HEADER, **metadata), 120, ""
    file.sort(key=lambda entry: entry.msgid)
    file.save(str(path))


def _mark_code(entry):
    places = [place for place, _line in entry.occurrences if place.startswith("code:")]
    marks = set()
    if any(place.endswith(".py") for place in places):
        marks.add(PYTHON)
    if any("/static/" in place for place in places):
        marks |= {JAVASCRIPT, WEB}
    lines = [line for line in entry.comment.splitlines() if line not in (PYTHON, JAVASCRIPT, WEB)]
    entry.comment = "\n".join(lines + sorted(marks))


def _add_scripts(template, addon):
    for path in sorted((addon / "static" / "src").rglob("*.js")):
        with path.open("rb") as file:
            terms = [message for _line, message, *_rest in extract.extract("javascript", file, {"_t": None, "_lt": None})]
        for term in terms:
            _add(template, term, "code:addons/%s/%s" % (ADDON, path.relative_to(addon).as_posix()), "0")


def _add_privileges(template, addon):
    for path in sorted((addon / "security").glob("*.xml")):
        for record in ElementTree.parse(str(path)).iter("record"):
            if record.get("model") == "res.groups.privilege":
                place = "model:res.groups.privilege,name:%s.%s" % (ADDON, record.get("id"))
                _add(template, record.find("field[@name='name']").text, place, "")


def _add_later_fields(template):
    known = [place for entry in template for place, _line in entry.occurrences]
    for mark, field, text in _LATER_FIELDS:
        beginning, end = "model:ir.model.fields,field_description:%s.field_" % ADDON, "__" + mark
        for place in known:
            if place.startswith(beginning) and place.endswith(end):
                model = place[len(beginning):-len(end)]
                _add(template, text, beginning + model + "__" + field, "0")


def _add(template, term, place, line):
    entry = template.find(term)
    if entry is None:
        entry = polib.POEntry(msgid=term, comment="module: " + ADDON)
        template.append(entry)
    if place not in [known for known, _line in entry.occurrences]:
        entry.occurrences.append((place, line))
