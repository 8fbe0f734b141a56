"""Fields that the web client needs although the user may not see them."""
from lxml import etree

from .nodes import archs, elements
from .registry import before

HIDDEN = {"form": ("invisible", "1"), "list": ("column_invisible", "True"),
          "tree": ("column_invisible", "True")}


@before(18)
def hidden_companies(root, models):
    """A company shown to some groups only is needed by the domains of other fields for all users.

    From 18.0 on Odoo adds the field by itself.
    """
    for arch in archs(root):
        for node in elements(arch, "field"):
            if node.get("name") == "company_id" and node.get("groups"):
                outer = next((up for up in node.iterancestors() if up.tag in HIDDEN), None)
                if outer is not None and not has_company(outer):
                    add_hidden(node, *HIDDEN[outer.tag])


def has_company(outer):
    """Tell whether a view shows or holds the company for all users."""
    return any(node.get("name") == "company_id" and not node.get("groups")
               for node in elements(outer, "field"))


def add_hidden(node, attribute, value):
    """Put a hidden company before ``node``."""
    twin = etree.Element("field", {"name": "company_id", attribute: value})
    parent = node.getparent()
    twin.tail = node.getprevious().tail if node.getprevious() is not None else parent.text
    node.addprevious(twin)
