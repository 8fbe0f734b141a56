"""Bootstrap 5 came with 16.0."""
from .nodes import elements
from .registry import before

BOOTSTRAP_4 = {
    "fw-bold": "font-weight-bold", "fw-normal": "font-weight-normal", "fst-italic": "font-italic",
    "text-end": "text-right", "text-start": "text-left",
    "float-end": "float-right", "float-start": "float-left",
    "visually-hidden": "sr-only", "form-select": "custom-select",
    "text-bg-primary": "badge-primary", "text-bg-secondary": "badge-secondary",
    "text-bg-success": "badge-success", "text-bg-info": "badge-info",
    "text-bg-warning": "badge-warning", "text-bg-danger": "badge-danger",
    "rounded-pill": "badge-pill",
}
for side, older in (("s", "l"), ("e", "r")):
    for space in "mp":
        for size in ("0", "1", "2", "3", "4", "5", "auto"):
            BOOTSTRAP_4["%s%s-%s" % (space, side, size)] = "%s%s-%s" % (space, older, size)


@before(16)
def bootstrap_classes(root):
    """Classes that Bootstrap 5 renamed get the names of Bootstrap 4."""
    for node in elements(root):
        names = node.get("class", "").split()
        older = [BOOTSTRAP_4.get(name, name) for name in names]
        if older != names:
            node.set("class", " ".join(older))
