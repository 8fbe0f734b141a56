"""References between the data files: every id exists, and before it is used.

Also: fields that a modifier reads are in the same view, and fields of the addon's own models
exist.  Odoo finds these mistakes too, but only at installation.
"""
import csv
import re
from pathlib import Path

from . import manifest
from .errors import BuildError
from .expressions import Inexpressible, names_in
from .models import Models
from .rules.modifiers import CONSTANTS, MODIFIERS
from .rules.nodes import archs, elements, holds_view, view_model
from .xmlfile import parse

IN_TEXT = re.compile(r"%\(([\w.]+)\)d|ref\('([\w.]+)'\)")
ID_ATTRIBUTES = ("ref", "parent", "action", "inherit_id", "t-call", "groups")
DEFINING = ("record", "template", "menuitem")
#: Fields that Odoo gives to every model.
MAGIC = {"id", "display_name", "create_uid", "create_date", "write_uid", "write_date"}


class References:
    """Checks the data files of an addon in the order of its manifest."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.name = self.folder.name
        self.models = Models.read(self.folder)
        self.defined = {"model_" + model.replace(".", "_") for model in self.models.by_name}
        self.errors = []

    def check(self):
        """Return the errors of all data files."""
        for path in manifest.read(self.folder).get("data", []):
            file = self.folder / path
            if not file.is_file():
                self.errors.append(BuildError("no such file", "correct the manifest", path))
            elif path.endswith(".csv"):
                self.check_csv(file)
            elif path.endswith(".xml"):
                self.check_xml(file)
        return self.errors

    def report(self, file, line, construct, remedy):
        """Note an error."""
        self.errors.append(BuildError(construct, remedy, str(file), line))

    def check_csv(self, file):
        """Check the ids that a table refers to, and learn its own."""
        with file.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), start=2):
                self.defined.add(row["id"])
                for column, value in row.items():
                    if column.endswith(":id") or column.endswith("/id"):
                        self.need(value or "", file, number)

    def check_xml(self, file):
        """Check one XML file from top to bottom."""
        root = parse(file.read_bytes(), str(file)).getroot()
        for node in elements(root):
            own = node.get("id", "") if node.tag in DEFINING else ""
            if own and self.ours(own):
                self.defined.add(own.split(".")[-1])
            for name in self.names(node):
                self.need(name, file, node.sourceline)
        for arch in archs(root):
            self.check_view(arch, file)

    def names(self, node):
        """Return the ids that an element refers to."""
        found = [match[0] or match[1] for text in [node.text or "", *node.attrib.values()]
                 for match in IN_TEXT.findall(text)]
        for name in ID_ATTRIBUTES:
            value = node.get(name, "")
            if name == "t-call" and ("{" in value or "." not in value):
                continue
            if name == "action" and node.tag != "menuitem":
                continue
            found += [part.strip().lstrip("!") for part in value.split(",") if part.strip()]
        return found

    def ours(self, name):
        """Tell whether an id belongs to this addon."""
        return "." not in name or name.split(".", 1)[0] == self.name

    def need(self, name, file, line):
        """Note an id of this addon that no earlier line defines."""
        short = name.split(".", 1)[-1] if self.ours(name) else ""
        if short and short not in self.defined:
            self.report(file, line, "id %r is not defined up to here" % name,
                        "define it, or load its file earlier in the manifest")

    # ---- views ----------------------------------------------------------------------------------
    def check_view(self, arch, file):
        """Check the fields of a view that stands alone; an inheriting one lacks the rest."""
        if arch.getparent().find("field[@name='inherit_id']") is None and len(arch):
            self.check_fields(arch, view_model(arch), [], file)

    def check_fields(self, top, model, outer, file):
        """Check one level of a view: its fields, its modifiers, then the views inside."""
        nodes, inner = level(top)
        present = {node.get("name") for node in nodes if node.tag == "field"}
        for node in nodes:
            if node.tag == "field" and self.models.ours(model):
                self.check_field(node, model, file)
            self.check_modifiers(node, present, outer, file)
        for node in inner:
            self.check_fields(node, self.models.comodel(model, node.get("name")),
                              outer + [present], file)

    def check_field(self, node, model, file):
        """Note a field that a model of this addon does not have."""
        name = node.get("name", "")
        if name in MAGIC or self.models.field_type(model, name):
            return
        if all(self.models.ours(parent) for parent in self.models.ancestors(model)):
            self.report(file, node.sourceline, "%s has no field %r" % (model, name),
                        "correct the name")

    def check_modifiers(self, node, present, outer, file):
        """Note the fields that modifiers read although the view does not hold them."""
        for name in MODIFIERS:
            value = node.get(name)
            if value is None or value in CONSTANTS:
                continue
            try:
                read = names_in(value)
            except Inexpressible:
                continue
            for field in sorted(read - {"id"}):
                holder = present
                if field.startswith("parent."):
                    holder, field = (outer[-1] if outer else set()), field[len("parent."):]
                if field not in holder:
                    self.report(file, node.sourceline, "%s=%r reads %r" % (name, value, field),
                                'add <field name="%s" invisible="1"/> to the view' % field)


def level(top):
    """Return the elements of one view, and its fields that hold a view of their own."""
    nodes, inner = [], []
    waiting = list(top)
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node.tag, str):
            continue
        nodes.append(node)
        if node.tag == "field" and holds_view(node):
            inner.append(node)
        else:
            waiting = list(node) + waiting
    return nodes, inner
