"""A modifier and the domain made of it agree on every record.

The domains are judged by an evaluator that compares like the web clients up to 16.0: strictly,
so that 0, "" and [] are not False.
"""
import operator

import pytest
from build.errors import BuildError
from build.expressions import Inexpressible, names_in, only_context, to_domain
from build_helpers import older, older_view, view
from hypothesis import given, settings
from hypothesis import strategies as st

KINDS = {"flag": "Boolean", "state": "Selection", "owner": "Many2one", "count": "Integer",
         "km": "Float", "note": "Char", "stops": "One2many", "parent.flag": "Boolean",
         "parent.count": "Integer"}
VALUES = {
    "Boolean": st.booleans(),
    "Selection": st.sampled_from([False, "draft", "done", "it's"]),
    "Many2one": st.sampled_from([False, 1, 7]),
    "Integer": st.sampled_from([False, 0, 1, -2, 40]),
    "Float": st.sampled_from([0.0, 0.5, -1.25]),
    "Char": st.sampled_from([False, "", "x"]),
    "One2many": st.sampled_from([[], [3], [3, 4]]),
}
RECORDS = st.fixed_dictionaries({name: VALUES[kind] for name, kind in KINDS.items()})
LITERALS = {"Boolean": ["True", "False"], "Selection": ["'draft'", "'done'", '"it\'s"', "False"],
            "Many2one": ["False", "1", "7"], "Integer": ["0", "1", "-2", "40"],
            "Float": ["0.0", "0.5", "-1.25"], "Char": ["'x'", "'y'"]}
LISTS = {"Selection": "['draft', 'done']", "Many2one": "(1, 7)", "Integer": "[0, 1]",
         "Char": "('x',)"}


@st.composite
def conditions(draw):
    """A single condition as text."""
    name = draw(st.sampled_from(sorted(KINDS)))
    kind = KINDS[name]
    forms = ["truth"] + ["equal"] * (kind in LITERALS) + ["in"] * (kind in LISTS)
    forms += ["order"] * (kind in ("Integer", "Float"))
    form = draw(st.sampled_from(forms))
    if form == "truth":
        return name
    if form == "in":
        return "%s %s %s" % (name, draw(st.sampled_from(["in", "not in"])), LISTS[kind])
    signs = ["==", "!="] if form == "equal" else ["<", "<=", ">", ">="]
    return "%s %s %s" % (name, draw(st.sampled_from(signs)), draw(st.sampled_from(LITERALS[kind])))


def combined(inner):
    """Expressions made of smaller ones."""
    negated = inner.map("not ({})".format)
    joined = st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
        lambda parts: "(%s) %s (%s)" % parts)
    return negated | joined


EXPRESSIONS = st.recursive(conditions(), combined, max_leaves=8)


class Parent:
    """Gives the values of the outer record as attributes, as Python expressions read them."""

    def __init__(self, values):
        self.__dict__.update({name[len("parent."):]: value for name, value in values.items()
                              if name.startswith("parent.")})


def python_value(expression, values):
    """Evaluate a modifier as series from 17.0 on do."""
    return bool(eval(expression, {}, dict(values, parent=Parent(values))))


def same(left, right):
    """Compare as JavaScript's ``===`` does, lists by their items."""
    numbers = (int, float)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, numbers) and isinstance(right, numbers):
        return left == right
    return type(left) is type(right) and left == right


ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def condition_value(condition, values):
    """Evaluate one condition of a domain on the values of a record."""
    name, sign, value = condition
    own = values[name]
    if sign in ("=", "!="):
        return same(own, value) == (sign == "=")
    if sign in ("in", "not in"):
        mine = own if isinstance(own, list) else [own]
        return any(same(a, b) for a in mine for b in value) == (sign == "in")
    return ORDER[sign](own, value)


def domain_value(domain, values):
    """Evaluate a domain in prefix notation, from its end."""
    stack = []
    for item in reversed(domain):
        if item in ("&", "|"):
            left, right = stack.pop(), stack.pop()
            stack.append(left and right if item == "&" else left or right)
        else:
            stack.append(condition_value(item, values))
    result, = stack
    return result


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS, st.lists(RECORDS, min_size=1, max_size=6))
def test_domain_means_the_same(expression, records):
    domain = to_domain(expression, lambda name: KINDS[name])
    for values in records:
        assert domain_value(domain, values) == python_value(expression, values), (expression, values)


def test_the_evaluator_sees_differences():
    """A wrong translation is noticed: the test above is no tautology."""
    values = {"count": 0, "stops": [], "note": ""}
    for name in values:
        assert domain_value([(name, "!=", False)], values) != python_value(name, values)


@pytest.mark.parametrize("expression, domain", [
    ("state == 'done'", [("state", "=", "done")]),
    ("not state", [("state", "=", False)]),
    ("stop_count", [("stop_count", "not in", [0, False])]),
    ("not visit_ids", [("visit_ids", "=", [])]),
    ("parent.state in ('a', 'b') or x > -1.5",
     ["|", ("parent.state", "in", ("a", "b")), ("x", ">", -1.5)]),
    ("not (a and b == 1 and c)",
     ["|", "|", ("a", "=", False), ("b", "!=", 1), ("c", "=", False)]),
])
def test_domains(expression, domain):
    assert to_domain(expression) == domain


@pytest.mark.parametrize("expression", [
    "a + 1 > 2", "a == b", "len(stop_ids) > 1", "1 < a < 3", "a.b", "a in 'abc'", "state ==",
    "a if b else c", "uid == 1 and f(x)", "visit_ids == 3", "a == None", "lambda: 1", "'x' in a",
    "a[0]", "True", "uid",
])
def test_what_a_domain_cannot_say(expression):
    with pytest.raises(Inexpressible):
        to_domain(expression)


def test_names():
    assert names_in("a and parent.b in [1] or not context.get('c')") == {"a", "parent.b"}
    assert only_context("context.get('x')") and not only_context("context.get('x') and a")


# ---- in views ------------------------------------------------------------------------------------
def attrs(node):
    return eval(node.get("attrs"))


def test_modifiers_become_attrs():
    arch = '<form><field name="a" invisible="state == \'x\'" readonly="done" required="1"/></form>'
    field = older_view(arch, 16).find("field")
    assert attrs(field) == {"invisible": [("state", "=", "x")], "readonly": [("done", "!=", False)]}
    assert field.get("required") == "1" and field.get("invisible") is None
    assert older_view(arch, 17).find("field").get("readonly") == "done"


def test_types_of_fields_are_known():
    form = older_view('<form><div invisible="count"/><div invisible="not note"/>'
                      '<field name="stop_ids"><list><field name="km" readonly="km and parent.count"/>'
                      '</list></field><div invisible="stop_ids"/></form>', 14)
    divs = form.findall("div")
    assert attrs(divs[0])["invisible"] == [("count", "not in", [0, False])]
    assert attrs(divs[1])["invisible"] == [("note", "in", ["", False])]
    assert attrs(divs[2])["invisible"] == [("stop_ids", "!=", [])]
    assert attrs(form.find(".//tree/field"))["readonly"] == [
        "&", ("km", "not in", [0, False]), ("parent.count", "not in", [0, False])]


def test_column_invisible():
    tree = older_view('<list><field name="a" column_invisible="True"/>'
                      '<field name="b" column_invisible="parent.done"/>'
                      '<field name="c" invisible="done"/><field name="d" column_invisible="0"/></list>', 16)
    a, b, c, d = tree
    assert dict(a.attrib) == {"name": "a", "invisible": "1"}
    assert attrs(b) == {"column_invisible": [("parent.done", "!=", False)]}
    assert attrs(c) == {"invisible": [("done", "!=", False)]}
    assert dict(d.attrib) == {"name": "d"}


def test_context_is_left_alone():
    arch = '<form><field name="a" invisible="not context.get(\'x\')"/></form>'
    assert older_view(arch, 14).find("field").get("invisible") == "not context.get('x')"


@pytest.mark.parametrize("arch, construct", [
    ('<list><field name="a" invisible="1"/></list>', "always hidden"),
    ('<form><field name="a" readonly="a + b"/></form>', "readonly='a + b'"),
    ('<form><field name="a" invisible="uid"/></form>', "uid"),
    ('<field name="a" position="attributes"><attribute name="invisible">b</attribute></field>',
     "<attribute>"),
])
def test_what_is_refused_in_views(arch, construct):
    with pytest.raises(BuildError) as caught:
        older(view(arch), 16)
    assert construct in str(caught.value) and caught.value.line and caught.value.remedy
