"""From modifier expressions (Python) to the domains of ``attrs``."""
import ast

OPERATORS = {ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">",
             ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in"}
NEGATED = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
           "in": "not in", "not in": "in"}
REMEDY = "compute a boolean field in Python and use its name"
#: The web clients before 17.0 compare strictly: 0, "" and [] are not False there.
FALSY = {"Integer": [0, False], "Float": [0, False], "Monetary": [0, False],
         "Char": ["", False], "Text": ["", False], "Html": ["", False]}
LISTS = ("One2many", "Many2many")


class Inexpressible(ValueError):
    """The expression has no equivalent as a domain."""

    remedy = REMEDY


def guess_kind(name):
    """Return the type that Odoo's naming habits give a field, or an empty string."""
    if name.endswith("_ids"):
        return "Many2many"
    return "Integer" if name.endswith("_count") else ""


def to_domain(expression, kind=guess_kind):
    """Return the domain, in prefix notation, that is true where ``expression`` is.

    Understood are ``and``, ``or``, ``not``, names, ``parent.name`` and comparisons of one of
    these with a literal.  ``kind(name)`` is the type of a field, e.g. ``"Integer"``, as far as
    it is known: it decides which values are false.

    Raises
    ------
    Inexpressible
        For everything else, naming the part that is not understood.
    """
    return Translation(kind).of(parse(expression), False)


def only_context(expression):
    """Tell whether an expression asks the context only: it reads the same in every series."""
    names = {node.id for node in ast.walk(parse(expression)) if isinstance(node, ast.Name)}
    return names == {"context"}


def names_in(expression):
    """Return the names of the fields that an expression reads, ``parent.x`` included."""
    found = set()
    for node in ast.walk(parse(expression)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add("%s.%s" % (node.value.id, node.attr))
        elif isinstance(node, ast.Name):
            found.add(node.id)
    return {name for name in found if name not in ("parent", "context", "uid")
            and not name.startswith("context.")}


def parse(expression):
    """Return the syntax tree of a modifier expression."""
    try:
        return ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as error:
        raise Inexpressible("not a Python expression") from error


class Translation:
    """Translates one expression; ``negate`` tells whether a ``not`` stands outside."""

    def __init__(self, kind):
        self.kind = kind

    def of(self, node, negate):
        """Return the domain of a part of the expression."""
        if isinstance(node, ast.BoolOp):
            return self.combination(node, negate)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self.of(node.operand, not negate)
        if isinstance(node, ast.Compare):
            return [self.comparison(node, negate)]
        return [self.truth(field_name(node), negate)]

    def combination(self, node, negate):
        """Return the domain of ``and`` and ``or``."""
        is_and = isinstance(node.op, ast.And) != negate
        parts = [self.of(value, negate) for value in node.values]
        return ["&" if is_and else "|"] * (len(parts) - 1) + sum(parts, [])

    def truth(self, name, negate):
        """Return the condition that a field has a value."""
        kind = self.kind(name)
        if kind in FALSY:
            return (name, "in" if negate else "not in", FALSY[kind])
        return (name, "=" if negate else "!=", [] if kind in LISTS else False)

    def comparison(self, node, negate):
        """Return the condition of a comparison with a literal."""
        if len(node.ops) != 1 or type(node.ops[0]) not in OPERATORS:
            raise Inexpressible("%s is not a single comparison" % ast.unparse(node))
        operator = OPERATORS[type(node.ops[0])]
        name, value = field_name(node.left), literal(node.comparators[0])
        if operator in ("in", "not in") and not isinstance(value, (tuple, list)):
            raise Inexpressible("%r is not a list of values" % (value,))
        if self.kind(name) in LISTS:
            raise Inexpressible("%s holds many records" % name)
        operator, value = self.widened(name, operator, value)
        return (name, NEGATED[operator] if negate else operator, value)

    def widened(self, name, operator, value):
        """Compare with every value that is false for the type, when with one of them."""
        falsy = FALSY.get(self.kind(name))
        if not falsy or operator not in ("=", "!=", "in", "not in"):
            return operator, value
        wanted = [value] if operator in ("=", "!=") else list(value)
        if all(wanted):
            return operator, value
        return ("in" if operator in ("=", "in") else "not in",
                [item for item in wanted if item] + falsy)


def field_name(node):
    """Return ``name`` or ``parent.name``."""
    if isinstance(node, ast.Name) and node.id not in ("uid", "context", "parent"):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.value.id == "parent":
            return "parent." + node.attr
    raise Inexpressible("%s is not the name of a field" % ast.unparse(node))


def literal(node):
    """Return a literal value; ``None`` has no equal in a domain."""
    try:
        value = ast.literal_eval(node)
    except ValueError as error:
        raise Inexpressible("%s is not a literal value" % ast.unparse(node)) from error
    if value is None or isinstance(value, (dict, set, bytes)):
        raise Inexpressible("%r cannot stand in a domain" % (value,))
    return value
