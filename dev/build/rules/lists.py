"""Lists were called trees."""
import re

from ..errors import unsupported
from .nodes import archs, elements
from .registry import before

#: A step of an XPath that names the element ``list``.
LIST_STEP = re.compile(r"(?<![\w@.:$'\"-])list(?![\w.:(-])")
LIST_ATTRIBUTES_NEWER = {"open_form_view": 17, "default_view": 19}


@before(18)
def lists_become_trees(root):
    """``<list>`` becomes ``<tree>``, also in the steps of an XPath."""
    for arch in archs(root):
        for node in elements(arch, "list"):
            node.tag = "tree"
        for node in elements(arch, "xpath"):
            node.set("expr", LIST_STEP.sub("tree", node.get("expr")))


@before(18)
def list_modes(root):
    """``list`` in view modes becomes ``tree``, in records and in attributes."""
    for node in root.xpath("//record/field[@name='view_mode']"):
        if node.text is None:
            raise unsupported(node, "a view mode that is not plain text",
                              "write the modes as text, e.g. list,form")
        node.text = as_trees(node.text)
    for node in root.xpath("//field[@name='arch']//field[@mode]"):
        node.set("mode", as_trees(node.get("mode")))
    for node in root.xpath("//searchpanel[@view_types]"):
        node.set("view_types", as_trees(node.get("view_types")))


def as_trees(modes):
    """Return a comma separated list of view modes with ``tree`` for ``list``."""
    return ",".join("tree" if mode == "list" else mode
                    for mode in (part.strip() for part in modes.split(",")))
