"""Views that got their own short tags: chatter, kanban cards."""
from lxml import etree

from ..errors import unsupported
from .nodes import archs, append, elements, insert_first, retag, wrap_children
from .registry import before

CHATTER_FIELDS = ("message_follower_ids", "activity_ids", "message_ids")


@before(18)
def chatter(root):
    """``<chatter/>`` becomes the block of three fields that it stands for."""
    for arch in archs(root):
        for node in elements(arch, "chatter"):
            if node.attrib:
                raise unsupported(node, "options on the chatter", "leave them out")
            retag(node, "div", class_="oe_chatter")
            for name in CHATTER_FIELDS:
                append(node, "field", name=name)


@before(18)
def kanban_cards(root):
    """The template ``card`` becomes ``kanban-box`` with the frame that it got by itself."""
    for arch in archs(root):
        for card in arch.xpath(".//kanban//t[@t-name='card']"):
            card.set("t-name", "kanban-box")
            css = "oe_kanban_card oe_kanban_global_click " + card.attrib.pop("class", "")
            body = wrap_children(card, "div", class_=css.strip())
            kanban = next(card.iterancestors("kanban"))
            declare_fields(kanban, body)


def declare_fields(kanban, body):
    """Declare the fields of a card above its templates: ``record.x`` needs that up to 17.0."""
    declared = {node.get("name") for node in kanban.findall("field")}
    for node in elements(body, "field"):
        name = node.get("name")
        if name not in declared:
            declared.add(name)
            insert_first(kanban, "field", name=name)


@before(18)
def kanban_menu(root):
    """The template ``menu`` of a kanban card has no short older form."""
    for arch in archs(root):
        for node in arch.xpath(".//kanban//t[@t-name='menu']"):
            raise unsupported(node, "a menu on a kanban card", "offer its entries in the form")
