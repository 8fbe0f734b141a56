"""Lists were called trees."""
import re

from ..errors import unsupported
from .nodes import archs, elements
from .registry import before

#: A step of an XPath that names the element ``list``.
LIST_STEP = re.compile(r"(?<![\w@.:$'\"-])list(?![\w.:('\"-])")
LIST_VIEW_REF = re.compile(r"\blist_view_ref\b")


@before(18)
def lists_become_trees(root, models):
    """``<list>`` becomes ``<tree>``, also in the steps of an XPath."""
    for arch in archs(root):
        for node in elements(arch, "list"):
            node.tag = "tree"
        for node in elements(arch, "xpath"):
            node.set("expr", LIST_STEP.sub("tree", node.get("expr", "")))


@before(18)
def list_modes(root, models):
    """``list`` in view modes becomes ``tree``, in records and in attributes."""
    for node in root.xpath("//record/field[@name='view_mode']"):
        if not node.text or node.get("eval"):
            raise unsupported(node, "a view mode that is not plain text",
                              "write the modes as text, e.g. list,form")
        node.text = as_modes(node.text, "tree")
    for node in root.xpath("//record[@model='ir.ui.view']/field[@name='type'][. = 'list']"):
        node.text = "tree"
    for node in root.xpath("//field[@name='arch']//field[@mode]"):
        node.set("mode", as_modes(node.get("mode"), "tree"))
    for node in root.xpath("//record/field[@name='views']"):
        raise unsupported(node, "views of an action as an expression",
                          "use ir.actions.act_window.view records")


@before(18)
def list_references(root, models):
    """The key ``list_view_ref`` of a context is called ``tree_view_ref``."""
    for node in elements(root):
        if LIST_VIEW_REF.search(node.get("context", "")):
            node.set("context", LIST_VIEW_REF.sub("tree_view_ref", node.get("context")))
        if node.get("name") == "context" and LIST_VIEW_REF.search(node.text or ""):
            node.text = LIST_VIEW_REF.sub("tree_view_ref", node.text)


@before(16)
def searchpanel_modes(root, models):
    """The old web client compares the modes of a search panel with ``tree``, the new with ``list``."""
    for node in root.xpath("//searchpanel[@view_types]"):
        node.set("view_types", as_modes(node.get("view_types"), "tree,list"))


def as_modes(modes, list_mode):
    """Return a comma separated list of view modes with ``list_mode`` for ``list``."""
    return ",".join(list_mode if mode == "list" else mode
                    for mode in (part.strip() for part in modes.split(",")))
