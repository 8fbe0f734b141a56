"""Terms of the views as the later series have them: a setting, say, is built differently from 17.0 on."""
import sys
import tempfile
from pathlib import Path

from lxml import etree

from . import process
from .paths import ADDON, CHECKOUT, DEV

#: 14.0 itself is exported by Odoo.
LATER = ("15.0", "16.0", "17.0", "18.0", "19.0")


def of_views():
    """Return ``{(term, place)}`` of all views of all later series."""
    found = set()
    with tempfile.TemporaryDirectory() as folder:
        for series in LATER:
            process.run([sys.executable, DEV / "build", "--series", series, "--out", Path(folder) / series], cwd=CHECKOUT,
                        what="Building the %s addon" % series)
            for path in sorted((Path(folder) / series / ADDON).rglob("*.xml")):
                if "static" not in path.parts:
                    found |= set(_of_file(path))
    return found


def _of_file(path):
    root = etree.parse(str(path), etree.XMLParser(remove_comments=True)).getroot()
    for view in root.iter("template", "record"):
        if view.tag == "template":
            view.tag = "t"
            archs = [view]
        elif view.get("model") == "ir.ui.view":
            archs = view.xpath("field[@name='arch']/*")
        else:
            continue
        place = "model_terms:ir.ui.view,arch_db:%s.%s" % (ADDON, view.get("id"))
        for arch in archs:
            for term in _terms(arch):
                yield term, place


def _terms(arch):
    """Return what Odoo translates in ``arch``; later series cut the text in the same way."""
    from odoo.tools.translate import xml_translate
    terms = []
    arch.tail = None
    xml_translate(terms.append, etree.tostring(arch, encoding="unicode"))
    # The newest series also translate the text of a link.
    terms += [node.get("text") for node in arch.iter("field")]
    return [term for term in terms if term]
