"""Simple ``opening_hours`` texts of OpenStreetMap as windows per weekday.

Only weekdays with clock times are understood (``Mo-Fr 09:00-17:00; Sa 10:00-14:00; PH off``). Anything
else (seasons, comments, open ends) is refused with :class:`NotUnderstood`: a wrong window would send a
rep to a closed door, no window only plans a visit at any time.
"""
import re
from typing import Dict, List, Sequence, Tuple

Window = Tuple[int, int]

DAY_S = 24 * 3600
DAYS = {"Mo": 0, "Tu": 1, "We": 2, "Th": 3, "Fr": 4, "Sa": 5, "Su": 6}
TIME_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
#: A comma between a time and a weekday separates two rules ("Mo-Fr 9:00-17:00, Sa 10:00-14:00").
RULE_BORDER = re.compile(r";|(?<=\d),\s*(?=(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b)")
RULE = re.compile(r"(?P<days>[A-Za-z][A-Za-z,\- ]*?)?\s*(?P<times>\d.*|off|closed)")


class NotUnderstood(ValueError):
    """The text is outside the simple grammar of this module."""


def parse(text: str) -> Dict[int, List[Window]]:
    """Return ``{weekday: [(start_s, end_s), …]}``, Monday 0; a weekday without windows is left out.

    Hours past midnight end at 24:00: a visit after midnight is nobody's plan.

    Raises
    ------
    NotUnderstood
        When any part of the text is not a weekday list with clock times, "off" or "24/7".
    """
    if text.strip() == "24/7":
        return {day: [(0, DAY_S)] for day in range(7)}
    week: Dict[int, List[Window]] = {}
    for rule in filter(None, (part.strip() for part in RULE_BORDER.split(text))):
        days, windows = _rule(rule)
        for day in days:
            week[day] = windows
    return {day: windows for day, windows in week.items() if windows}


def _rule(text: str) -> Tuple[Sequence[int], List[Window]]:
    match = RULE.fullmatch(text)
    if not match:
        raise NotUnderstood(text)
    days_text, times = match.group("days"), match.group("times")
    if days_text in ("PH", "SH") and times in ("off", "closed"):
        return (), []
    days = _days(days_text) if days_text else range(7)
    return days, [] if times in ("off", "closed") else _windows(times)


def _days(text: str) -> List[int]:
    days: List[int] = []
    for part in text.split(","):
        ends = [DAYS.get(name.strip()) for name in part.split("-")]
        if None in ends or len(ends) > 2:
            raise NotUnderstood(text)
        first, last = ends[0], ends[-1]
        days += [(first + offset) % 7 for offset in range((last - first) % 7 + 1)]
    return days


def _windows(text: str) -> List[Window]:
    windows = []
    for span in text.split(","):
        match = TIME_SPAN.fullmatch(span.strip())
        if not match:
            raise NotUnderstood(text)
        windows.append(_window(*map(int, match.groups())))
    return sorted(windows)


def _window(start_h: int, start_min: int, end_h: int, end_min: int) -> Window:
    start_s, end_s = (hour * 3600 + minute * 60 for hour, minute in ((start_h, start_min), (end_h, end_min)))
    if start_min > 59 or end_min > 59 or start_s >= DAY_S or end_s > 2 * DAY_S:
        raise NotUnderstood(f"{start_h}:{start_min:02}-{end_h}:{end_min:02}")
    return start_s, DAY_S if end_s <= start_s else min(end_s, DAY_S)
