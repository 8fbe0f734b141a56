"""The settings page: ``app``, ``block`` and ``setting`` are plain blocks up to 16.0."""
from lxml import etree

from ..errors import unsupported
from .nodes import append, archs, retag, view_model
from .registry import before

APP_ATTRIBUTES = {"string", "name", "groups", "invisible"}
BLOCK_ATTRIBUTES = {"title", "name", "id", "groups", "invisible", "help"}
SETTING_ATTRIBUTES = {"string", "help", "id", "name", "groups", "invisible", "title",
                      "company_dependent"}
COMPANY_ICON = {"class": "fa fa-lg fa-building-o", "title": "Values set here are company-specific.",
                "role": "img", "aria-label": "Values set here are company-specific."}


@before(17)
def settings(root, models):
    """Write the settings page with the blocks that its tags stand for."""
    for arch in archs(root):
        if view_model(arch) != "res.config.settings":
            continue
        for node in arch.xpath(".//xpath[@expr='//form']"):
            node.set("expr", "//div[hasclass('settings')]")
        for node in list(arch.iter("app")):
            write_app(node)
        for node in list(arch.iter("block")):
            write_block(node)
        for node in list(arch.iter("setting")):
            write_setting(node, models)


def write_app(node):
    """``<app>`` becomes the page of one application."""
    check_attributes(node, APP_ATTRIBUTES)
    title = node.get("string")
    retag(node, "div", class_="app_settings_block", data_string=title,
          data_key=node.attrib.pop("name"))


def write_block(node):
    """``<block>`` becomes a heading and a row."""
    check_attributes(node, BLOCK_ATTRIBUTES)
    title, text = node.attrib.pop("title", None), node.attrib.pop("help", None)
    for tag, content in (("h2", title), ("h6", text)):
        if content:
            heading = etree.Element(tag)
            heading.text, heading.tail = content, "\n"
            copy_visibility(node, heading)
            node.addprevious(heading)
    retag(node, "div", class_="row mt16 o_settings_container")


def copy_visibility(node, heading):
    """Hide a heading when the row below it is hidden."""
    for name in ("groups", "invisible", "attrs"):
        if node.get(name):
            heading.set(name, node.get(name))


def write_setting(node, models):
    """``<setting>`` becomes a box of two panes; a leading yes/no field goes to the left one."""
    check_attributes(node, SETTING_ATTRIBUTES)
    title, text = node.attrib.pop("string", None), node.attrib.pop("help", None)
    shared = node.attrib.pop("company_dependent", None)
    left = etree.Element("div", {"class": "o_setting_left_pane"})
    right = etree.Element("div", {"class": "o_setting_right_pane"})
    first = leading_field(node)
    write_title(right, title, first)
    if shared:
        etree.SubElement(right, "span", COMPANY_ICON)
    if text:
        etree.SubElement(right, "div", {"class": "text-muted"}).text = text
    if first is not None and models.field_type("res.config.settings", first.get("name")) == "Boolean":
        left.append(first)
    right.extend(list(node))
    node.text = None
    node.extend([left, right])
    retag(node, "div", class_="col-12 col-lg-6 o_setting_box")


def leading_field(node):
    """Return the field that a setting starts with, or nothing."""
    children = [child for child in node if isinstance(child.tag, str)]
    return children[0] if children and children[0].tag == "field" else None


def write_title(pane, title, field):
    """Head a setting by its own title, or by the label of its first field."""
    if title:
        etree.SubElement(pane, "span", {"class": "o_form_label"}).text = title
    elif field is not None:
        etree.SubElement(pane, "label", {"for": field.get("name")})


def check_attributes(node, known):
    """Refuse attributes whose older form nobody has written down."""
    for name in node.attrib:
        if name not in known | {"attrs"}:
            raise unsupported(node, "attribute %r" % name, "use only " + ", ".join(sorted(known)))


@before(19)
def settings_action(root, models):
    """The settings page opens in the place of the menu's page; 19.0 does so by itself."""
    for action in root.xpath("//record[@model='ir.actions.act_window']"
                             "[field[@name='res_model']='res.config.settings']"
                             "[not(field[@name='target'])]"):
        append(action, "field", "inline", name="target")
