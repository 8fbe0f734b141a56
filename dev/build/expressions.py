"""From modifier expressions (Python) to the domains of ``attrs``."""
import ast

OPERATORS = {ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">",
             ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in"}
NEGATED = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
           "in": "not in", "not in": "in"}
REMEDY = "compute a boolean field in Python and use its name"


class Inexpressible(ValueError):
    """The expression has no equivalent as a domain."""

    remedy = REMEDY


def to_domain(expression):
    """Return the domain, in prefix notation, that is true where ``expression`` is.

    Understood are ``and``, ``or``, ``not``, names, ``parent.name`` and comparisons of one of
    these with a literal.

    Raises
    ------
    Inexpressible
        For everything else, naming the part that is not understood.
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError as error:
        raise Inexpressible("not a Python expression") from error
    return _domain(tree.body, False)


def only_context(expression):
    """Tell whether an expression asks the context only: it reads the same in every series."""
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError:
        return False
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names == {"context"}


def _domain(node, negate):
    if isinstance(node, ast.BoolOp):
        return _combination(node, negate)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _domain(node.operand, not negate)
    if isinstance(node, ast.Compare):
        return [_comparison(node, negate)]
    return [(_name(node), "=" if negate else "!=", False)]


def _combination(node, negate):
    is_and = isinstance(node.op, ast.And) != negate
    parts = [_domain(value, negate) for value in node.values]
    return ["&" if is_and else "|"] * (len(parts) - 1) + sum(parts, [])


def _comparison(node, negate):
    if len(node.ops) != 1 or type(node.ops[0]) not in OPERATORS:
        raise Inexpressible("%s is not a single comparison" % ast.unparse(node))
    operator = OPERATORS[type(node.ops[0])]
    value = _literal(node.comparators[0])
    if operator in ("in", "not in") and not isinstance(value, (tuple, list)):
        raise Inexpressible("%r is not a list of values" % (value,))
    return (_name(node.left), NEGATED[operator] if negate else operator, value)


def _name(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.value.id == "parent":
            return "parent." + node.attr
    raise Inexpressible("%s is not the name of a field" % ast.unparse(node))


def _literal(node):
    try:
        return ast.literal_eval(node)
    except ValueError as error:
        raise Inexpressible("%s is not a literal value" % ast.unparse(node)) from error
