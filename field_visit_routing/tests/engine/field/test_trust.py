"""What a check-in proves: known cases, and what must hold for all of them."""
import math
from dataclasses import replace

import pytest
from engine.field.trust import (
    CHECK_IN,
    CHECK_OUT,
    INVALID,
    UNVERIFIED,
    VERIFIED,
    Fix,
    Former,
    Limits,
    Moved,
    Step,
    combine,
    judge,
)
from engine.geo import EARTH_RADIUS_M, great_circle_m
from hypothesis import given
from hypothesis import strategies as st

PLACE = (60.17, 24.94)
LIMITS = Limits(dwell_s=300.0)


def north(metres, place=PLACE):
    """The position so many metres north of ``place``."""
    return place[0] + math.degrees(metres / EARTH_RADIUS_M), place[1]


def step(metres=20, kind=CHECK_IN, accuracy_m=10.0, age_s=5.0, **changes):
    fix = Fix(*north(metres), accuracy_m=accuracy_m, age_s=age_s)
    return replace(Step(kind, fix, PLACE, radius_m=150.0), **changes)


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


def judged(*arguments, **changes):
    verdict = judge(step(*arguments, **changes), LIMITS)
    return verdict.result, codes(verdict)


def test_a_good_position_at_the_customer_verifies():
    assert judged(20) == (VERIFIED, ["near"])


def test_the_accuracy_is_in_favour_of_the_rep():
    assert judged(155, accuracy_m=10.0) == (VERIFIED, ["near"])
    assert judged(165, accuracy_m=10.0) == (INVALID, ["far"])


def test_a_good_position_elsewhere_is_invalid_at_check_in_and_open_at_check_out():
    assert judged(3000) == (INVALID, ["far"])
    assert judged(3000, kind=CHECK_OUT, dwell_s=900.0) == (UNVERIFIED, ["left_far"])


@pytest.mark.parametrize("changes, code", [
    ({"fix": None}, "no_position"),
    ({"fix": Fix(0.0, 0.0, 5000.0, 1.0)}, "no_position"),
    ({"accuracy_m": 900.0}, "weak_signal"),
    ({"accuracy_m": None}, "no_accuracy"),
    ({"age_s": 1200.0}, "old_position"),
    ({"age_s": -1200.0}, "future_position"),
    ({"place": None}, "no_place"),
    ({"drift_s": -7200.0}, "clock"),
])
def test_what_a_phone_cannot_know_leaves_it_open(changes, code):
    result, found = judged(**changes)
    assert result == UNVERIFIED and code in found


@pytest.mark.parametrize("changes", [{"accuracy_m": 900.0}, {"age_s": 1200.0}, {"accuracy_m": None}])
def test_a_weak_position_far_away_is_no_proof_against_anybody(changes):
    result, found = judged(30_000, **changes)
    assert result == UNVERIFIED and "maybe_far" in found and "far" not in found


def test_zero_degrees_are_a_place_for_who_is_there():
    at_zero = Step(CHECK_IN, Fix(0.0, 0.0, 10.0, 1.0), (0.0, 0.0), 150.0)
    assert judge(at_zero, LIMITS).result == VERIFIED


def test_a_position_made_up_by_a_program_is_invalid():
    assert judged(is_mocked=True) == (INVALID, ["mocked", "near"])


def test_a_stay_that_is_too_short_is_open():
    assert judged(kind=CHECK_OUT, dwell_s=60.0) == (UNVERIFIED, ["short", "near"])
    assert judged(kind=CHECK_OUT, dwell_s=301.0) == (VERIFIED, ["near"])


@pytest.mark.parametrize("passed_s, result, found", [
    (3600.0, VERIFIED, ["near"]), (900.0, UNVERIFIED, ["fast", "near"]), (60.0, INVALID, ["fast", "near"])])
def test_speed_since_the_position_before(passed_s, result, found):
    former = Former(*north(100_000), accuracy_m=10.0, passed_s=passed_s)
    assert judged(former=former) == (result, found)


def test_a_jump_of_the_receiver_is_no_speed():
    former = Former(*north(450), accuracy_m=10.0, passed_s=1.0)
    assert judged(former=former) == (VERIFIED, ["near"])
    vague = Former(*north(20_000), accuracy_m=25_000.0, passed_s=1.0)
    assert judged(former=vague) == (VERIFIED, ["near"])


def test_a_place_that_was_moved_proves_nothing():
    assert judged(20, moved=Moved(738_000)) == (UNVERIFIED, ["moved", "near"])
    assert judged(20, moved=Moved(738_000, north(5000), 150.0)) == (UNVERIFIED, ["moved", "near"])
    assert judged(5000, moved=Moved(738_000)) == (INVALID, ["far", "moved"])
    assert judged(fix=None, moved=Moved(738_000, PLACE, 150.0)) == (UNVERIFIED, ["no_position", "moved"])


def test_who_would_have_been_met_at_the_place_before_has_moved_nobody():
    assert judged(20, moved=Moved(738_000, north(120), 150.0)) == (VERIFIED, ["near"])
    assert judged(20, moved=Moved(738_000, north(3000), 10_000.0)) == (VERIFIED, ["near"])
    assert judged(5000, moved=Moved(738_000, north(5000), 150.0)) == (INVALID, ["far"])
    assert judged(place=None, moved=Moved(738_000)) == (UNVERIFIED, ["no_place"])


def verdict(*arguments, **changes):
    return judge(step(*arguments, **changes), LIMITS)


def test_one_good_position_verifies_a_visit():
    good, none = verdict(), verdict(fix=None)
    out = verdict(kind=CHECK_OUT, dwell_s=900.0)
    assert combine(good, None) == combine(good, none) == combine(none, out) == VERIFIED
    assert combine(none, None) == combine(none, none) == UNVERIFIED
    assert combine(None, None) == "none"


def test_a_stay_too_short_or_an_invalid_step_takes_it_back():
    assert combine(verdict(), verdict(kind=CHECK_OUT, dwell_s=10.0)) == UNVERIFIED
    assert combine(verdict(5000), verdict(kind=CHECK_OUT, dwell_s=900.0)) == INVALID


# ---- what holds for all ---------------------------------------------------------------------
FIXES = st.one_of(st.none(), st.builds(
    Fix, st.floats(-90, 90), st.floats(-180, 180), st.none() | st.floats(0, 50_000), st.none() | st.floats(-1e5, 1e6)))
FORMERS = st.one_of(st.none(), st.builds(
    Former, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 50_000), st.floats(-1e5, 1e6)))
STEPS = st.builds(
    Step, st.sampled_from([CHECK_IN, CHECK_OUT]), FIXES,
    st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)), st.floats(0, 20_000), st.floats(-1e6, 1e6),
    st.none() | st.floats(0, 1e6), FORMERS, st.booleans())
MOVES = st.builds(Moved, st.integers(1, 3_000_000), st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
                  st.floats(0, 1e5))
ORDER = (INVALID, UNVERIFIED, VERIFIED)
#: What may make a step invalid; all else is no accusation.
GRAVE = {"far", "fast", "mocked"}


@given(STEPS)
def test_verified_needs_a_good_position_near_the_customer(given_step):
    verdict = judge(given_step, LIMITS)
    assert verdict.reasons
    if verdict.result == VERIFIED:
        assert verdict.is_exact and not given_step.is_mocked
        assert verdict.distance_m <= given_step.radius_m + LIMITS.accuracy_m


@given(STEPS)
def test_invalid_has_a_grave_reason_and_a_position(given_step):
    verdict = judge(given_step, LIMITS)
    if verdict.result == INVALID:
        assert given_step.fix and GRAVE & set(codes(verdict))


@given(STEPS, st.floats(201, 1e6))
def test_a_weaker_signal_never_proves_and_never_accuses_by_distance(given_step, accuracy_m):
    if given_step.fix:
        weak = replace(given_step, fix=replace(given_step.fix, accuracy_m=accuracy_m))
        verdict = judge(weak, LIMITS)
        assert verdict.result != VERIFIED and "far" not in codes(verdict)


@given(STEPS, st.floats(0, 20_000))
def test_a_larger_radius_never_does_harm(given_step, more):
    wider = replace(given_step, radius_m=given_step.radius_m + more)
    assert ORDER.index(judge(wider, LIMITS).result) >= ORDER.index(judge(given_step, LIMITS).result)


@given(STEPS, MOVES)
def test_a_place_that_was_moved_never_makes_a_result_better_and_never_accuses(given_step, moved):
    plain, after = judge(given_step, LIMITS), judge(replace(given_step, moved=moved), LIMITS)
    assert ORDER.index(after.result) <= ORDER.index(plain.result)
    assert after.result != INVALID or plain.result == INVALID
    assert [code for code in codes(after) if code != "moved"] == codes(plain)


@given(STEPS, MOVES)
def test_verified_after_a_move_needs_the_place_before_too(given_step, moved):
    verdict = judge(replace(given_step, moved=moved), LIMITS)
    if verdict.result == VERIFIED:
        fix = given_step.fix
        away = great_circle_m(fix.latitude, fix.longitude, *moved.place)
        assert away <= moved.radius_m + LIMITS.accuracy_m


@given(STEPS, STEPS)
def test_a_visit_is_verified_only_by_a_verified_step(first, second):
    arrival, leaving = judge(first, LIMITS), judge(second, LIMITS)
    result = combine(arrival, leaving)
    assert result in (VERIFIED, UNVERIFIED, INVALID)
    assert result != VERIFIED or VERIFIED in (arrival.result, leaving.result)
