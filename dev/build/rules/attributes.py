"""Attributes of views that older series do not know and whose absence changes no behaviour."""
from typing import NamedTuple, Tuple

from ..errors import unsupported
from .nodes import archs, elements
from .registry import before


class Attribute(NamedTuple):
    """An attribute that appeared in one series: left out before, or refused with a remedy."""

    tags: Tuple[str, ...]
    name: str
    remedy: str = ""


def every_view(*names):
    """Return attributes of any element that only add comfort."""
    return [Attribute((), name) for name in names]


#: By the first series that knows them.
APPEARED = {
    19: every_view("confirm-label", "cancel-label", "confirm-title") + [
        Attribute(("list",), "group_create"), Attribute(("list",), "group_edit"),
        Attribute(("list",), "group_delete"), Attribute(("calendar",), "aggregate"),
        Attribute(("calendar",), "show_date_picker"), Attribute(("calendar",), "month_overflow"),
        Attribute(("calendar",), "multi_create_view", "leave multiple creation out"),
        Attribute(("pivot", "graph"), "class"),
    ],
    18: every_view("data-hotkey") + [
        Attribute(("calendar",), "edit", "protect records by access rights instead"),
    ],
    17: every_view("display") + [
        Attribute(("list",), "open_form_view"),
        Attribute(("list",), "default_group_by", "group by a filter that the action's context turns on"),
        Attribute(("calendar",), "quick_create_view_id", "leave quick creation out"),
    ],
    16: every_view("add-label", "filter_field") + [
        Attribute(("list",), "count_limit"), Attribute(("graph",), "cumulated"),
        Attribute(("calendar",), "create_name_field"),
        Attribute(("list",), "action", "open records by their form"),
        Attribute(("list",), "type", "open records by their form"),
        Attribute(("activity",), "js_class", "leave it out"),
    ],
}
#: The tag of a list is an older one once the rules of 18.0 have run.
OLDER_TAGS = {"tree": "list"}


def leave_out(root, attributes):
    """Remove the attributes from all views, or refuse those that change what a view does."""
    for arch in archs(root):
        for node in elements(arch):
            tag = OLDER_TAGS.get(node.tag, node.tag)
            for attribute in attributes:
                if attribute.name in node.attrib and (not attribute.tags or tag in attribute.tags):
                    leave_out_one(node, attribute)


def leave_out_one(node, attribute):
    """Remove one attribute, or refuse it."""
    if attribute.remedy:
        raise unsupported(node, "attribute %r" % attribute.name, attribute.remedy)
    del node.attrib[attribute.name]


@before(19)
def attributes_of_19(root, models):
    """Leave out what views know since 19.0."""
    leave_out(root, APPEARED[19])


@before(18)
def attributes_of_18(root, models):
    """Leave out what views know since 18.0."""
    leave_out(root, APPEARED[18])


@before(17)
def attributes_of_17(root, models):
    """Leave out what views know since 17.0."""
    leave_out(root, APPEARED[17])


@before(16)
def attributes_of_16(root, models):
    """Leave out what views know since 16.0."""
    leave_out(root, APPEARED[16])


@before(17)
def calendar_quick_create(root, models):
    """``quick_create`` of a calendar was called ``quick_add``."""
    for arch in archs(root):
        for node in elements(arch, "calendar"):
            if "quick_create" in node.attrib:
                node.set("quick_add", node.attrib.pop("quick_create"))
