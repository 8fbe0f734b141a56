"""The map's texts: the server translates every one that the component knows, and no other."""
import re
import unittest
from pathlib import Path

from .. import compat

CHECKOUT = Path(__file__).resolve().parents[2]
LABELS = CHECKOUT / "frontend" / "src" / "labels"
#: A key with its English text at the beginning of a line, or the text on the next one.
ENTRY = re.compile(r'^  (\w+):\s+(["\'])(.*?)\2,$', re.MULTILINE)


def component_labels():
    """Return ``{key: English text}`` of the component's source files."""
    found = {}
    for path in sorted(LABELS.glob("*.ts")):
        if path.name != "index.ts":
            for key, _quote, text in ENTRY.findall(path.read_text(encoding="utf-8")):
                found[key] = text
    return found


@unittest.skipUnless(LABELS.is_dir(), "a released addon comes without the component's sources")
class TestMapLabels(compat.TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.component = component_labels()
        cls.server = cls.env["field.visit.map.config"]._map_labels()

    def test_both_sides_know_the_same_texts(self):
        self.assertGreater(len(self.component), 40)
        self.assertEqual(set(self.component) - set(self.server), set(), "missing on the server")
        self.assertEqual(set(self.server) - set(self.component), set(), "unknown to the component")

    def test_each_has_a_place_for_the_same_values(self):
        for key, text in self.component.items():
            self.assertEqual(self.server[key].count("%s"), text.count("%s"), key)
            self.assertTrue(self.server[key].strip(), key)
