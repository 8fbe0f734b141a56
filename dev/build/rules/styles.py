"""Bootstrap 5 came with 16.0."""
import re

from .nodes import archs, elements
from .registry import before

BOOTSTRAP_4 = {
    "fw-bold": "font-weight-bold", "fw-normal": "font-weight-normal", "fw-light": "font-weight-light",
    "fst-italic": "font-italic", "text-end": "text-right", "text-start": "text-left",
    "float-end": "float-right", "float-start": "float-left", "visually-hidden": "sr-only",
    "form-select": "custom-select", "border-start": "border-left", "border-end": "border-right",
}
for _color in ("primary", "secondary", "success", "info", "warning", "danger", "light", "dark"):
    BOOTSTRAP_4["text-bg-" + _color] = "badge-" + _color
for _side, _older in (("s", "l"), ("e", "r")):
    for _space in "mp":
        for _size in ("0", "1", "2", "3", "4", "5", "auto"):
            BOOTSTRAP_4["%s%s-%s" % (_space, _side, _size)] = "%s%s-%s" % (_space, _older, _size)
CLASS_NAME = re.compile(r"(?<![\w-])[a-z][\w-]*(?![\w-])")
RIBBON = "text-bg-"


@before(16)
def bootstrap_classes(root, models):
    """Classes and data attributes that Bootstrap 5 renamed get the names of Bootstrap 4."""
    for node in elements(root):
        for name in ("class", "t-att-class", "t-attf-class"):
            if name in node.attrib:
                older = CLASS_NAME.sub(lambda m: BOOTSTRAP_4.get(m[0], m[0]), node.get(name))
                if older != node.get(name):
                    node.set(name, older)
        for name in [name for name in node.attrib if name.startswith("data-bs-")]:
            node.set("data-" + name[len("data-bs-"):], node.attrib.pop(name))


@before(17)
def ribbons(root, models):
    """The colour of a ribbon is a background only."""
    for arch in archs(root):
        for node in elements(arch, "widget"):
            if node.get("bg_color", "").startswith(RIBBON):
                node.set("bg_color", "bg-" + node.get("bg_color")[len(RIBBON):])
