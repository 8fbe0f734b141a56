"""Until when a lead of the pool may be kept."""
from engine.territory.pool import DAY_S, IDLE, NO_DEAL, PoolRules, deadline, idle_since_s, shared_held_s
from hypothesis import given
from hypothesis import strategies as st

moments = st.integers(0, 400 * DAY_S)
days = st.integers(0, 90)


def test_without_rules_a_lead_is_kept_for_ever():
    assert deadline(PoolRules(warn_days=3), 0, None) is None


def test_a_follow_up_moves_the_end_of_idleness_not_that_of_the_deal():
    rules = PoolRules(idle_days=10, deal_days=30, warn_days=2)
    first = deadline(rules, 0, None)
    assert (first.at_s, first.reason, first.warn_from_s) == (10 * DAY_S, IDLE, 8 * DAY_S)
    assert deadline(rules, 0, 5 * DAY_S).at_s == 15 * DAY_S
    last = deadline(rules, 0, 29 * DAY_S)
    assert (last.at_s, last.reason) == (30 * DAY_S, NO_DEAL)


def test_a_follow_up_before_the_lead_was_taken_is_none_of_the_holders():
    assert idle_since_s(100, 50) == 100


def test_without_warning_days_nobody_is_warned():
    assert deadline(PoolRules(idle_days=1), 0, None).warn_from_s is None


@given(days, days, days, moments, st.none() | moments, moments)
def test_follow_ups_never_shorten_and_never_outlive_the_deal(idle, deal, warn, held, followed, later):
    rules = PoolRules(idle, deal, warn)
    before = deadline(rules, held, followed)
    after = deadline(rules, held, max(followed or 0, later))
    if before is None:
        assert after is None and not idle and not deal
        return
    assert after.at_s >= before.at_s
    assert not deal or after.at_s <= held + deal * DAY_S
    assert before.warn_from_s is None or before.warn_from_s <= before.at_s


@given(st.none() | moments, st.none() | moments)
def test_one_made_of_two_is_held_as_long_as_the_older(one, other):
    known = [moment for moment in (one, other) if moment is not None]
    assert shared_held_s(one, other) == (min(known) if known else None)
    assert shared_held_s(one, other) == shared_held_s(other, one)
