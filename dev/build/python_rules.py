"""Python that some series does not have, or has with another meaning.

The addon's Python is shipped as it is to all six series.  What differs goes through
``compat.py``; this check keeps everything else free of it.
"""
import ast
from typing import List, NamedTuple

from .errors import BuildError

OLDEST_PYTHON = (3, 9)
#: Methods that must not be defined: renamed, or replaced by something else.
METHODS = {
    "name_get": "store a computed name and set _rec_name",
    "_name_search": "store a computed name and set _rec_name",
    "fields_view_get": "change the view by an inheriting view",
    "_sql_constraints": "use compat.unique_index and @api.constrains",
}
#: Attributes and methods that must not be used.
ATTRIBUTES = {
    "name_get": "read display_name",
    "read_group": "use compat.count_by, sum_by or max_by",
    "_read_group": "use compat.count_by, sum_by or max_by",
    "fields_view_get": "use compat.view_arch",
    "get_view": "use compat.view_arch",
    "user_has_groups": "use env.user.has_group",
    "flush_model": "use compat.flush",
    "flush_all": "use compat.flush",
    "invalidate_cache": "use compat.invalidate",
    "invalidate_model": "use compat.invalidate",
    "check_access_rights": "use compat.check_access",
    "check_access_rule": "use compat.check_access",
    "_check_recursion": "use compat.has_cycle",
    "_has_cycle": "use compat.has_cycle",
    "create_unique_index": "use compat.unique_index",
    "_render_qweb_html": "use compat.render_html",
    "_render_qweb_pdf": "use compat.render_pdf",
    "_trigger": "use compat.trigger_cron",
    "groups_id": "use compat.USER_GROUPS or compat.set_groups",
    "_context": "write env.context",
    "_cr": "write env.cr",
    "_uid": "write env.uid",
    "_sql_constraints": "use compat.unique_index and @api.constrains",
}
DECORATORS = {"ondelete": "override unlink", "private": "start the name with an underscore"}
FIELD_TYPES = {"Json": "use Text", "Properties": "use Text", "PropertiesDefinition": "use Text"}
KEYWORDS = {
    "states": "use readonly= in the view and check in Python",
    "group_operator": "use **compat.aggregator(…)",
    "aggregator": "use **compat.aggregator(…)",
    "unaccent": "use **compat.PARENT_PATH",
}
MODULES = {"odoo.osv": "use compat.all_of and any_of", "odoo.osv.expression": "use compat.all_of and any_of"}
NAMES = {"Command": "write (4, id) and the like", "SavepointCase": "use compat.TransactionCase"}
CONSTRAINTS = {"Constraint": "use @api.constrains", "UniqueIndex": "use compat.unique_index",
               "Index": "create it in init()"}
ROUTE_TYPES = ("json", "jsonrpc")


class Finding(NamedTuple):
    """One construct in one place."""

    line: int
    construct: str
    remedy: str


def check_folder(folder):
    """Return the errors of all Python files of the addon but ``compat.py`` and its test."""
    errors = []
    for path in sorted(folder.rglob("*.py")):
        if path.name not in ("compat.py", "test_compat.py"):
            inside = path.relative_to(folder).parts
            for finding in check(path.read_text(encoding="utf-8"), engine="engine" in inside):
                errors.append(BuildError(finding.construct, finding.remedy, str(path), finding.line))
    return errors


def check(source, engine=False) -> List[Finding]:
    """Return what must not stand in a Python file; the engine only has to be valid Python 3.9."""
    try:
        tree = ast.parse(source, feature_version=OLDEST_PYTHON)
    except SyntaxError as error:
        return [Finding(error.lineno or 1, "not valid in Python 3.9: %s" % error.msg,
                        "write it for Python 3.9")]
    if engine:
        return []
    handed_on = {id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef)
                 for node in overridden(function)}
    return sorted(finding for node in ast.walk(tree) if id(node) not in handed_on for finding in findings(node))


def overridden(function):
    """Yield ``super().<name>`` within a method of that name: an override that is called where the series has it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr == function.name and isinstance(node.value, ast.Call) \
                and isinstance(node.value.func, ast.Name) and node.value.func.id == "super":
            yield node


def findings(node):
    """Yield what is wrong with one node of the syntax tree."""
    if isinstance(node, ast.FunctionDef) and node.name in METHODS:
        yield Finding(node.lineno, "def %s" % node.name, METHODS[node.name])
    elif isinstance(node, ast.Assign):
        yield from assignment(node)
    elif isinstance(node, ast.Attribute):
        yield from attribute(node)
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from imports(node)
    elif isinstance(node, ast.Call):
        yield from call(node)
    elif isinstance(node, ast.Dict):
        yield from action(node)


def assignment(node):
    """Yield forbidden class attributes."""
    for target in node.targets:
        if isinstance(target, ast.Name) and target.id in METHODS:
            yield Finding(node.lineno, target.id, METHODS[target.id])


def attribute(node):
    """Yield forbidden attributes, e.g. ``model.read_group`` or ``fields.Json``."""
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    if owner == "compat":
        return
    tables = {"fields": FIELD_TYPES, "models": CONSTRAINTS, "api": DECORATORS}
    remedy = tables.get(owner, ATTRIBUTES).get(node.attr)
    if remedy is None and owner in ("fields", "Form"):
        remedy = NAMES.get(node.attr)
    if remedy:
        yield Finding(node.lineno, ".%s" % node.attr, remedy)


def imports(node):
    """Yield forbidden modules and names."""
    module = getattr(node, "module", None) or ""
    for alias in node.names:
        full = "%s.%s" % (module, alias.name) if module else alias.name
        remedy = MODULES.get(module) or MODULES.get(full)
        if module.startswith("odoo"):
            remedy = remedy or NAMES.get(alias.name)
        if remedy:
            yield Finding(node.lineno, "import of %s" % full, remedy)


def call(node):
    """Yield forbidden keywords of fields and routes."""
    function = node.func
    if not isinstance(function, ast.Attribute):
        return
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    for keyword in node.keywords:
        if owner == "fields" and keyword.arg in KEYWORDS:
            yield Finding(node.lineno, "%s= of a field" % keyword.arg, KEYWORDS[keyword.arg])
        if function.attr == "route" and keyword.arg == "type" and constant(keyword.value) in ROUTE_TYPES:
            yield Finding(node.lineno, "type=%r of a route" % constant(keyword.value),
                          "write type=compat.JSON")


def action(node):
    """Yield view modes of actions that are written out."""
    for key, value in zip(node.keys, node.values):
        modes = constant(value)
        if constant(key) == "view_mode" and isinstance(modes, str):
            if {"list", "tree"} & set(modes.replace(" ", "").split(",")):
                yield Finding(value.lineno, "view_mode %r" % modes,
                              "write compat.view_mode(%r)" % modes.replace("tree", "list"))
        if constant(key) == "views":
            yield from views(value)


def views(value):
    """Yield modes of lists in the ``views`` of an action."""
    for node in ast.walk(value):
        if constant(node) in ("list", "tree") and not isinstance(value, ast.Call):
            yield Finding(node.lineno, "views with %r" % constant(node), "write compat.views(…)")


def constant(node):
    """Return the value of a constant, nothing for other nodes."""
    return node.value if isinstance(node, ast.Constant) else None
