"""A decision tree as an SVG picture: boxes from left to right, wide lines where many rows go.

It has no words of its own, only those of the features, so it needs no translation.
"""

from __future__ import annotations

import textwrap
from typing import Any, List, Mapping, Tuple
from xml.sax.saxutils import escape

BOX_WIDTH, LINE_HEIGHT = 176, 16
STEP_X, STEP_Y = 216, 56
MARGIN = 12
#: Letters of a line that fit into a box; Chinese ones are as wide as two.
LETTERS, FIRST_WIDE = 22, "\u2e80"
_WORDS = {">": ">", "<=": "≤", "=": "=", "!=": "≠"}
_ANSWERS = {"yes": "✓", "no": "✗"}


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
        style = ' font-family="sans-serif" font-size="12" style="max-width: 100%; height: auto;" role="img">'
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
            end[0] - 6, end[1] + (-8 if answer == "yes" else 18), _ANSWERS[answer]))

    def _box(self, x: float, y: float, node: Mapping[str, Any]) -> None:
        rate, rows = "%.1f %%" % (100 * float(node["rate"])), "n = %d" % int(node["rows"])
        lines = [*_question(node["question"]), "%s (%s)" % (rate, rows)] if "question" in node else [rate, rows]
        strong = len(lines) - 2  # what is asked, or the rate of a leaf
        height = len(lines) * LINE_HEIGHT + 10
        top = y - height / 2
        self._boxes.append('<rect x="%.0f" y="%.0f" width="%d" height="%d" rx="6" fill="%s" stroke="#8a96a3"/>' % (
            x, top, BOX_WIDTH, height, _colour(float(node["rate"]))))
        for at, line in enumerate(lines):
            weight = ' font-weight="600"' if at == strong else ""
            self._boxes.append('<text x="%.0f" y="%.0f" fill="#1f2933"%s>%s</text>' % (
                x + 8, top + 1 + (at + 1) * LINE_HEIGHT, weight, escape(line)))


def _question(asked: Mapping[str, Any]) -> List[str]:
    """Return the feature on one or two lines, and on a line of its own what it is compared with."""
    yes = {"<=": ">", "!=": "="}.get(asked["operator"], asked["operator"])
    feature, value = str(asked["feature"]), asked["value"]
    condition = "%s %s" % (_WORDS[yes], number_text(value) if isinstance(value, float) else value or "?")
    room = _letters(condition) - 2  # it is written bold
    return textwrap.wrap(feature, _letters(feature), max_lines=2, placeholder="…") + [
        condition if len(condition) <= room else condition[: room - 1] + "…"]


def _letters(text: str) -> int:
    return LETTERS // 2 if any(letter >= FIRST_WIDE for letter in text) else LETTERS


def number_text(value: float) -> str:
    """Return a border of the tree for readers: whole from 1,000 on, with four digits below."""
    return "%.0f" % value if abs(value) >= 1000 else "%.4g" % value


def _colour(rate: float) -> str:
    """From white, nobody, to a green that text is still read on, everybody."""
    low, high = (255, 255, 255), (126, 201, 143)
    parts = [round(begin + (end - begin) * min(1.0, rate)) for begin, end in zip(low, high)]
    return "#%02x%02x%02x" % (parts[0], parts[1], parts[2])
