"""The clock of one route, against a search over every second of a small grid."""

from itertools import product

from engine.routing.timing import FOREVER, earliest_end, merge, timetable
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Break, Window, shift


def slow_end(day, openings, services, legs):
    """Return the earliest end by stepping second by second, with at most one break."""
    states = {(day.start_s, 0, legs[0], taken) for taken in _before(day)}
    ends = []
    for _step in range(400):
        following = set()
        for state in states:
            ends += _end(day, state, len(services))
            following |= _step_on(day, state, openings, services, legs)
        states = following
    return min(ends, default=None)


def _before(day):
    """Without a break there is nothing to take; else it may be taken before the start."""
    if not day.breaks:
        return {True}
    pause = day.breaks[0]
    return {True, False} if pause.earliest_s + pause.duration_s <= day.start_s else {False}


def _end(day, state, count):
    now, at, left, taken = state
    arrived = at == count and left == 0
    return [now] if arrived and (taken or now <= day.breaks[0].latest_s) else []


def _step_on(day, state, openings, services, legs):
    now, at, left, taken = state
    found = {(now + 1, at, max(0, left - 1), taken)} if left else {(now + 1, at, 0, taken)}
    if not taken:
        pause = day.breaks[0]
        if pause.earliest_s <= now <= pause.latest_s:
            found.add((now + pause.duration_s, at, left, True))
    if left == 0 and at < len(services):
        if any(w.start_s <= now <= w.end_s for w in openings[at]):
            found.add((now + services[at], at + 1, legs[at + 1], taken))
    return {item for item in found if item[0] <= 60}


@st.composite
def small_routes(draw):
    count = draw(st.integers(1, 3))
    small = st.integers(0, 6)
    openings = []
    for _visit in range(count):
        windows = draw(st.lists(st.builds(lambda b, n: Window(b, b + n), st.integers(0, 25), small),
                                min_size=1, max_size=2))
        openings.append(merge(windows))
    services = [draw(st.integers(1, 5)) for _visit in range(count)]
    legs = [draw(small) for _leg in range(count + 1)]
    pauses = ()
    if draw(st.booleans()):
        early = draw(st.integers(0, 20))
        pauses = (Break(early, early + draw(small), draw(st.integers(1, 4))),)
    return shift(start_s=draw(small), breaks=pauses), openings, services, legs


@settings(max_examples=120)
@given(small_routes())
def test_ends_as_early_as_possible(route):
    day, openings, services, legs = route
    assert earliest_end(day, openings, services, legs) == slow_end(day, openings, services, legs)


@settings(max_examples=120)
@given(small_routes())
def test_the_timetable_ends_when_the_fast_look_says(route):
    day, openings, services, legs = route
    table = timetable(day, openings, services, legs, FOREVER)
    assert (table and table.end_s) == earliest_end(day, openings, services, legs)


def test_merge_joins_what_overlaps_or_touches():
    windows = [Window(50, 60), Window(0, 10), Window(11, 20), Window(15, 18)]
    assert merge(windows) == (Window(0, 20), Window(50, 60))
    for order in product(windows, repeat=2):
        assert merge(order) == merge(order[::-1])
