"""What the Python source says about models, read without importing Odoo."""
import ast
from collections import defaultdict
from typing import Dict, List, NamedTuple, Set

NUMERIC = {"Integer", "Float", "Monetary"}
RELATIONAL = {"Many2one", "One2many", "Many2many"}


class Model(NamedTuple):
    """One model as far as this addon defines or extends it."""

    fields: Dict[str, str]
    comodels: Dict[str, str]
    inherits: Set[str]
    defined: List[str]


class Models:
    """The models of an addon by name, with the fields of the mixins that it defines."""

    def __init__(self):
        self.by_name = defaultdict(lambda: Model({}, {}, set(), []))

    @classmethod
    def read(cls, folder):
        """Return the models of all Python files below ``folder``."""
        models = cls()
        for path in sorted(folder.rglob("*.py")):
            if "tests" not in path.relative_to(folder).parts:
                models.add(path.read_text(encoding="utf-8"))
        return models

    def add(self, source):
        """Add the model classes of one Python file."""
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                self._add_class(node)

    def _add_class(self, node):
        names = assigned(node)
        inherited = as_names(names.get("_inherit"))
        model_name = (as_names(names.get("_name")) or inherited[:1] or [""])[0]
        if not model_name:
            return
        model = self.by_name[model_name]
        model.inherits.update(name for name in inherited if name != model_name)
        if "_name" in names and model_name not in inherited:
            model.defined.append(node.name)
        for name, value in names.items():
            kind = field_type(value)
            if kind:
                model.fields[name] = kind
                if kind in RELATIONAL:
                    model.comodels[name] = comodel(value)

    def ours(self, model):
        """Tell whether the addon defines ``model`` itself, so that all its fields are known."""
        return bool(self.by_name[model].defined)

    def ancestors(self, model):
        """Return ``model`` and all models that it inherits from, as far as they are known."""
        found, waiting = set(), [model]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.by_name[name].inherits
        return found

    def field_type(self, model, name):
        """Return the type of a field (``"Integer"``), or an empty string when it is not known."""
        for ancestor in sorted(self.ancestors(model)):
            if name in self.by_name[ancestor].fields:
                return self.by_name[ancestor].fields[name]
        return ""

    def comodel(self, model, name):
        """Return the model that a relational field points to, or an empty string."""
        for ancestor in sorted(self.ancestors(model)):
            if name in self.by_name[ancestor].comodels:
                return self.by_name[ancestor].comodels[name]
        return ""


def assigned(node):
    """Return the simple assignments in the body of a class, by name."""
    return {target.id: item.value for item in node.body if isinstance(item, ast.Assign)
            for target in item.targets if isinstance(target, ast.Name)}


def as_names(value):
    """Return a model name, or a list of them, as a list."""
    if value is None:
        return []
    try:
        found = ast.literal_eval(value)
    except ValueError:
        return []
    return [found] if isinstance(found, str) else list(found or [])


def field_type(value):
    """Return ``"Integer"`` for ``fields.Integer(…)``, nothing for other values."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        if isinstance(value.func.value, ast.Name) and value.func.value.id == "fields":
            return value.func.attr
    return ""


def comodel(value):
    """Return the comodel named in a call like ``fields.Many2one("res.partner")``."""
    candidates = list(value.args[:1])
    candidates += [word.value for word in value.keywords if word.arg == "comodel_name"]
    names = [node.value for node in candidates if isinstance(node, ast.Constant)]
    return names[0] if names and isinstance(names[0], str) else ""
