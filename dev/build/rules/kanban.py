"""Kanban cards."""
from ..errors import unsupported
from .nodes import archs, elements, insert_first, wrap_children
from .registry import before

FALSE = ("0", "False", "false")
RECORD_COLOR = "#{kanban_color(record.%s.raw_value)}"


@before(18)
def kanban_cards(root, models):
    """The template ``card`` becomes ``kanban-box`` with the frame that it got by itself."""
    for arch in archs(root):
        for kanban in elements(arch, "kanban"):
            opens = kanban.attrib.pop("can_open", "1") not in FALSE
            color = kanban.attrib.pop("highlight_color", "")
            for card in kanban.xpath(".//t[@t-name='card']"):
                write_card(kanban, card, opens, color)


def write_card(kanban, card, opens, color):
    """Write one card: its frame, its colour, and the fields it uses."""
    css = ["oe_kanban_card"] + ["oe_kanban_global_click"] * opens + [card.attrib.pop("class", "")]
    css = " ".join(name for name in css if name)
    card.set("t-name", "kanban-box")
    body = wrap_children(card, "div", class_=css)
    names = [node.get("name") for node in elements(body, "field")]
    if color:
        body.set("t-attf-class", "%s %s" % (body.attrib.pop("class"), RECORD_COLOR % color))
        names.append(color)
    declare_fields(kanban, names)


def declare_fields(kanban, names):
    """Declare the fields of a card above its templates: ``record.x`` needs that up to 17.0."""
    declared = {node.get("name") for node in kanban.findall("field")}
    for name in reversed(names):
        if name not in declared:
            declared.add(name)
            insert_first(kanban, "field", name=name)


@before(18)
def kanban_menu(root, models):
    """The template ``menu`` of a kanban card has no short older form."""
    for arch in archs(root):
        for node in arch.xpath(".//kanban//t[@t-name='menu']"):
            raise unsupported(node, "a menu on a kanban card", "offer its entries in the form")
