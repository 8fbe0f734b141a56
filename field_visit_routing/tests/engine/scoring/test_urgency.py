"""How urgent a visit is on a day: known answers, and what must hold for all of them."""
from datetime import date, timedelta

import pytest
from engine.scoring import Standing, dueness, judge, prize_of, urgency_at
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 3, 16)


def days_ago(days):
    return TODAY - timedelta(days=days)


def judged(due_from=0.7, rest_days=14, **known):
    return judge(Standing(**known), TODAY, due_from, rest_days)


@pytest.mark.parametrize("passed, state, urgency", [
    (0, "visited", 0.0), (13, "visited", 0.65), (14, "due", 0.7), (20, "due", 1.0), (21, "overdue", 1.05),
    (60, "overdue", 3.0)])
def test_from_a_share_of_the_interval_on_a_visit_is_due_and_past_it_overdue(passed, state, urgency):
    answer = judged(wanted_days=20, last=days_ago(passed))
    assert (answer.state, answer.urgency) == (state, pytest.approx(urgency))
    assert answer.due_date == days_ago(passed) + timedelta(days=14)


def test_who_was_never_visited_is_due_at_once():
    answer = judged(wanted_days=20)
    assert (answer.state, answer.urgency, answer.due_date) == ("due", 1.0, None)


def test_without_a_wanted_interval_nothing_is_due():
    assert judged().state == "none"
    assert judged(last=days_ago(400)).state == "visited"
    assert judged(last=days_ago(400)).urgency == 0.0


def test_a_visit_under_way_counts_before_all_else_and_a_missed_plan_is_overdue():
    assert judged(wanted_days=5, last=days_ago(50), in_visit=True).state == "in_visit"
    assert judged(planned=days_ago(1)).state == "overdue"
    assert judged(planned=TODAY).state == "due"
    assert judged(planned=TODAY + timedelta(days=1)).state == "none"


def test_a_signal_raises_the_urgency_and_makes_due():
    answer = judged(wanted_days=20, last=days_ago(10), signals=((days_ago(3), 0.25),))
    assert (answer.urgency, answer.state, answer.raised) == (pytest.approx(0.75), "due", 0.25)
    assert answer.due_date == days_ago(3)
    assert judged(signals=((days_ago(3), 0.3),)).state == "due", "also where no interval is wanted"
    assert judged(signals=((days_ago(3), 0.1),)).state == "none", "0.5 + 0.1 is below 0.7"


def test_a_signal_that_was_there_at_the_last_visit_rests():
    signal = ((days_ago(30), 0.5),)
    assert judged(wanted_days=60, last=days_ago(13), signals=signal).signal_count == 0
    assert judged(wanted_days=60, last=days_ago(14), signals=signal).signal_count == 1
    assert judged(wanted_days=60, last=days_ago(13), signals=((days_ago(12), 0.5),)).signal_count == 1


@given(st.integers(0, 400), st.integers(0, 800), st.floats(0, 2), st.floats(0.05, 1))
def test_later_is_never_less_urgent_and_due_agrees_with_the_day(wanted, passed, raised, due_from):
    signals = ((TODAY, raised),) if raised else ()
    now, later = (judge(Standing(wanted, days_ago(days), signals=signals), TODAY, due_from, 14)
                  for days in (passed, passed + 1))
    assert later.urgency >= now.urgency
    is_due = bool(now.due_date and now.due_date <= TODAY)
    assert (now.state in ("due", "overdue")) == is_due
    assert is_due == ((wanted > 0 or bool(signals)) and now.urgency >= due_from - 1e-9)


@given(st.floats(0, 100), st.floats(0, 100), st.integers(0, 90), st.integers(0, 400), st.floats(0, 3))
def test_prize_is_within_its_documented_bounds_and_never_falls_with_the_score(low, high, wanted, passed, raised):
    low, high = sorted((low, high))
    urgency = urgency_at(wanted, passed, raised)
    assert 0 <= urgency <= 2
    assert prize_of(low, urgency) <= prize_of(high, urgency)
    assert max(1, round(0.5 * high)) <= prize_of(high, urgency) <= max(1, round(2.5 * high))
    assert urgency >= dueness(wanted, passed)


def test_known_prizes():
    assert prize_of(80, urgency_at(0, None)) == 80
    assert prize_of(80, urgency_at(30, 30)) == 120
    assert prize_of(80, urgency_at(30, 30, 0.5)) == 160
    assert prize_of(80, urgency_at(30, 300, 2.0)) == 200
    assert prize_of(0, 2.0) == 1
