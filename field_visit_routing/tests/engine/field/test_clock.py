"""Clocks of phones: whatever they show, an event happened between the last word of the server and its arrival."""
from datetime import datetime, timedelta

from engine.field.clock import ON_THE_WAY_S, happened
from hypothesis import example, given
from hypothesis import strategies as st

NOW = datetime(2026, 3, 2, 12, 0, 0)
MOMENTS = st.datetimes()
AHEAD = st.integers(-2_000_000_000, 2_000_000_000)


@given(hours=st.integers(0, 48), ahead_s=st.integers(-10 ** 7, -ON_THE_WAY_S - 1) | st.integers(0, 10 ** 7))
def test_a_clock_that_is_wrong_all_the_time_does_not_matter(hours, ahead_s):
    truth = NOW - timedelta(hours=hours)
    assert happened(truth + timedelta(seconds=ahead_s), ahead_s, NOW) == truth


@given(ago_s=st.integers(0, 10 ** 6), way_s=st.integers(0, ON_THE_WAY_S))
def test_a_batch_that_was_long_on_its_way_changes_no_time(ago_s, way_s):
    """A right clock that said when the batch was sent seems to be behind when it arrives."""
    truth = NOW - timedelta(seconds=ago_s + way_s)
    assert happened(truth, -way_s, NOW) == truth


@given(minutes=st.integers(1, 600), ahead_s=st.integers(3600, 10 ** 7))
def test_a_clock_put_right_on_the_way_does_not_matter(minutes, ahead_s):
    """As long as the event would otherwise be in the future."""
    truth = NOW - timedelta(seconds=min(60 * minutes, ahead_s - 1))
    assert happened(truth + timedelta(seconds=ahead_s), 0, NOW, ahead_before_s=ahead_s) == truth


@given(at=MOMENTS, ahead_s=AHEAD, since=st.none() | MOMENTS, before=st.none() | AHEAD)
@example(at=datetime.max, ahead_s=-2_000_000_000, since=None, before=None)
@example(at=datetime.min, ahead_s=2_000_000_000, since=datetime.max, before=0)
def test_the_moment_is_always_possible(at, ahead_s, since, before):
    moment = happened(at, ahead_s, NOW, since, before)
    assert moment <= NOW
    if since is not None:
        assert moment >= min(since, NOW)
