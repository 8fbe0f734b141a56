"""The check of the catalogues."""
import sys
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from i18n import problems


def _catalogue(*pairs):
    catalogue = polib.POFile()
    catalogue.extend(polib.POEntry(msgid=source, msgstr=text) for source, text in pairs)
    return catalogue


def test_missing_untranslated_and_different_placeholders_are_told():
    template = _catalogue(("Route", ""), ("Plan", ""), ("%(count)s visits", ""), ("Map", ""))
    catalogue = _catalogue(("Route", ""), ("%(count)s visits", "%s 次拜访"), ("Map", "地图"))
    assert problems(template, catalogue) == [
        "untranslated: 'Route'", "missing: 'Plan'", "placeholders differ: '%(count)s visits'"]


def test_a_lone_percent_sign_is_text():
    assert problems(_catalogue(("100 % done", "")), _catalogue(("100 % done", "完成 100 %"))) == []
