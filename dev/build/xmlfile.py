"""One data file: read, rewritten by the rules, written only when a rule changed something."""
from lxml import etree

from . import forbidden
from .errors import BuildError
from .models import Models
from .rules import rules_for


def rewrite(content, series, file, models=None):
    """Return the bytes of an XML data file for ``series``; unchanged bytes where no rule fires.

    ``models`` is what is known about the models of the addon.

    Raises
    ------
    BuildError
        When the file is not well-formed or holds what no rule can express.
    """
    tree = parse(content, file)
    before = etree.tostring(tree)
    try:
        for rule in rules_for(series):
            rule.apply(tree.getroot(), models or Models())
        forbidden.check(tree.getroot(), series)
    except BuildError as error:
        raise error.at(file) from error
    if etree.tostring(tree) == before:
        return content
    return etree.tostring(tree, encoding="utf-8", xml_declaration=True) + b"\n"


def parse(content, file):
    """Return the tree of an XML file with the author's layout."""
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False)).getroottree()
    except etree.XMLSyntaxError as error:
        raise BuildError("not well-formed XML: %s" % error.msg, "mend the file", file=file,
                         line=error.lineno) from error
