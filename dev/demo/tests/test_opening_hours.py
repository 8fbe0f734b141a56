"""The small grammar of opening hours."""
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from opening_hours import NotUnderstood, parse

NINE_TO_FIVE = [(9 * 3600, 17 * 3600)]


@pytest.mark.parametrize("text, expected", [
    ("Mo-We 09:00-17:00", {day: NINE_TO_FIVE for day in range(3)}),
    ("Mo,Fr 9:00-17:00; PH off", {0: NINE_TO_FIVE, 4: NINE_TO_FIVE}),
    ("Sa-Mo 09:00-17:00", {5: NINE_TO_FIVE, 6: NINE_TO_FIVE, 0: NINE_TO_FIVE}),
    ("Mo-Tu 09:00-17:00; Tu off", {0: NINE_TO_FIVE}),
    ("Mo 09:00-17:00, Tu 09:00-17:00", {0: NINE_TO_FIVE, 1: NINE_TO_FIVE}),
    ("Mo 11:00-14:00,17:00-00:00", {0: [(39600, 50400), (61200, 86400)]}),
    ("Fr 22:00-04:00", {4: [(79200, 86400)]}),
    ("24/7", {day: [(0, 86400)] for day in range(7)}),
    ("09:00-17:00", {day: NINE_TO_FIVE for day in range(7)}),
    ("closed", {}),
])
def test_simple_texts(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["Seasonal, only summer time", "Mo-Fr 16:00-", "Mo-Fr 08:00-19:00 || \"on appointment\"",
                                  "Jun-Aug: Su-Sa 09:00-24:00", "Mo-Fr 7:00-21", "Mon - Fri 11am - 11pm", "Mo 25:00-26:00"])
def test_anything_else_is_refused(text):
    with pytest.raises(NotUnderstood):
        parse(text)
