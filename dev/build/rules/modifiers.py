"""Modifiers are domains in ``attrs`` up to 16.0 and Python expressions since."""
from ..errors import unsupported
from ..expressions import Inexpressible, guess_kind, only_context, to_domain
from .nodes import archs, elements, model_path
from .registry import before

MODIFIERS = ("invisible", "readonly", "required", "column_invisible")
CONSTANTS = {"1": True, "True": True, "0": False, "False": False}


@before(17)
def modifiers(root, models):
    """``invisible="state == 'done'"`` becomes ``attrs="{'invisible': [('state', '=', 'done')]}"``."""
    for arch in archs(root):
        for node in elements(arch):
            refuse_attribute_changes(node)
            write_attrs(node, lambda name, node=node: field_kind(node, name, models))


def field_kind(node, name, models):
    """Return the type of the field that an expression on ``node`` calls ``name``."""
    path = model_path(node, models)
    if name.startswith("parent."):
        path, name = path[:-1], name[len("parent."):]
    known = models.field_type(path[-1], name) if path else ""
    return known or guess_kind(name)


def write_attrs(node, kind):
    """Move the expressions of one node into ``attrs``; constants and the context stay."""
    attrs = {}
    for name in MODIFIERS:
        value = node.get(name)
        if value is None:
            continue
        if value in CONSTANTS:
            write_constant(node, name, CONSTANTS[value])
        else:
            domain = domain_of(node, name, value, kind)
            if domain is not None:
                attrs[name] = domain
                del node.attrib[name]
    if attrs:
        node.set("attrs", repr(attrs))


def write_constant(node, name, value):
    """A list hides a column by ``invisible="1"`` up to 16.0, and only the cell since."""
    in_list = node.getparent() is not None and node.getparent().tag in ("list", "tree")
    if name == "column_invisible":
        del node.attrib[name]
        if value:
            node.set("invisible", "1")
    elif name == "invisible" and value and in_list and node.tag == "field":
        raise unsupported(node, "cells of a list that are always hidden",
                          'use column_invisible="True" to hide the column')


def domain_of(node, name, expression, kind):
    """Return the domain of an expression, ``None`` when it asks the context only."""
    try:
        return None if only_context(expression) else to_domain(expression, kind)
    except Inexpressible as error:
        raise unsupported(node, "%s=%r: %s" % (name, expression, error), error.remedy) from error


def refuse_attribute_changes(node):
    """A modifier that an inheriting view sets by ``<attribute>`` would need the other ones."""
    if node.tag == "attribute" and node.get("name") in MODIFIERS:
        if (node.text or "").strip() not in CONSTANTS:
            raise unsupported(node, "an expression set by <attribute>",
                              'replace the field: <field name="…" position="replace">')
