"""A decision tree as an SVG picture: boxes from left to right, wide lines where many rows go."""

from __future__ import annotations

from typing import Any, List, Mapping, Tuple
from xml.sax.saxutils import escape

BOX_WIDTH, BOX_HEIGHT = 190, 44
STEP_X, STEP_Y = 240, 56
MARGIN = 12
LONGEST = 28
_WORDS = {">": ">", "<=": "≤", "=": "=", "!=": "≠"}


def picture(root: Mapping[str, Any]) -> str:
    """Return the picture of nested nodes (see :meth:`.tree.ExplainedTree.nodes`)."""
    drawing = _Drawing(root)
    return drawing.text()


class _Drawing:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self._rows = max(1, int(root["rows"]))
        self._lines: List[str] = []
        self._boxes: List[str] = []
        self._leaves = 0
        self._deepest = 0
        self._place(root, 0)

    def text(self) -> str:
        """Return the SVG."""
        width = 2 * MARGIN + self._deepest * STEP_X + BOX_WIDTH
        height = 2 * MARGIN + self._leaves * STEP_Y
        head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d"' % (
            width, height, width, height)
        style = ' font-family="sans-serif" font-size="12" role="img">'
        return head + style + "".join(self._lines) + "".join(self._boxes) + "</svg>"

    def _place(self, node: Mapping[str, Any], depth: int) -> Tuple[float, float]:
        """Draw a node and what is below it; return where its left middle is."""
        self._deepest = max(self._deepest, depth)
        x = MARGIN + depth * STEP_X
        if "question" not in node:
            y = MARGIN + (self._leaves + 0.5) * STEP_Y
            self._leaves += 1
        else:
            ends = [(answer, node[answer], self._place(node[answer], depth + 1)) for answer in ("yes", "no")]
            y = sum(end[1] for _answer, _child, end in ends) / 2
            for answer, child, end in ends:
                self._line(x + BOX_WIDTH, y, end, answer, int(child["rows"]))
        self._box(x, y, node)
        return x, y

    def _line(self, x: float, y: float, end: Tuple[float, float], answer: str, rows: int) -> None:
        middle = (x + end[0]) / 2
        curve = "M%.0f %.0f C%.0f %.0f %.0f %.0f %.0f %.0f" % (x, y, middle, y, middle, end[1], end[0], end[1])
        wide = 1 + 9 * rows / self._rows
        self._lines.append('<path d="%s" fill="none" stroke="#c3cad3" stroke-width="%.1f"/>' % (curve, wide))
        self._boxes.append('<text x="%.0f" y="%.0f" text-anchor="end" fill="#5b6673">%s</text>' % (
            end[0] - 4, end[1] - 6, answer))

    def _box(self, x: float, y: float, node: Mapping[str, Any]) -> None:
        rate, rows = float(node["rate"]), int(node["rows"])
        first = _question(node["question"]) if "question" in node else "%.1f %%" % (100 * rate)
        second = "%.1f %% of %d" % (100 * rate, rows) if "question" in node else "of %d" % rows
        self._boxes.append(
            '<g><rect x="%.0f" y="%.0f" width="%d" height="%d" rx="6" fill="%s" stroke="#8a96a3"/>'
            '<text x="%.0f" y="%.0f" font-weight="600" fill="#1f2933">%s</text>'
            '<text x="%.0f" y="%.0f" fill="#1f2933">%s</text></g>' % (
                x, y - BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT, _colour(rate),
                x + 8, y - 3, escape(first), x + 8, y + 14, escape(second)))


def _question(asked: Mapping[str, Any]) -> str:
    yes = {"<=": ">", "!=": "="}.get(asked["operator"], asked["operator"])
    value = asked["value"]
    text = "%s %s %s" % (asked["feature"], _WORDS[yes], "%g" % value if isinstance(value, float) else value or "?")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _colour(rate: float) -> str:
    """From white, nobody, to a green that text is still read on, everybody."""
    low, high = (255, 255, 255), (126, 201, 143)
    parts = [round(begin + (end - begin) * min(1.0, rate)) for begin, end in zip(low, high)]
    return "#%02x%02x%02x" % (parts[0], parts[1], parts[2])
