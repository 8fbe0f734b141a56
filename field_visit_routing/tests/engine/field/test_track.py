"""Thinning of positions keeps every way, every stop and every gap, in whatever portions they arrive."""
from dataclasses import replace

import pytest
from engine.field import track
from engine.field.track import Fix, Kept
from hypothesis import given
from hypothesis import strategies as st

#: Some hundred metres around one place, in steps of 11 m.
NEAR = st.integers(-40, 40).map(lambda step: 60.0 + step * 1e-4)
FIXES = st.lists(st.builds(
    Fix, at_s=st.integers(0, 4000), lat=NEAR, lon=st.integers(-40, 40).map(lambda step: 24.0 + step * 2e-4),
    accuracy_m=st.sampled_from([-1.0, 5.0, 80.0, 400.0]), speed_ms=st.sampled_from([-1.0, 0.0, 0.3, 1.0, 9.0]),
    mark=st.sampled_from(["", "", "", "check_in"])), max_size=40, unique_by=lambda fix: fix.at_s)


@given(FIXES)
def test_what_is_left_out_was_near_what_is_kept(fixes):
    kept, _last = track.thin(fixes)
    for fix in fixes:
        holder = max((item for item in kept if item.fix.at_s <= fix.at_s), key=lambda item: item.fix.at_s)
        assert fix.at_s <= holder.until_s
        assert fix == holder.fix or (
            track.distance_m(holder.fix, fix) < max(track.STEP_M, min(fix.accuracy_m, track.NOISE_M)) and not fix.mark)


@given(FIXES, st.integers(0, 40))
def test_portions_make_no_difference(fixes, cut):
    ordered = sorted(fixes, key=lambda fix: fix.at_s)
    whole, _none = track.thin(ordered)
    first, _none = track.thin(ordered[:cut])
    second, confirmed = track.thin(ordered[cut:], first[-1] if first else None)
    if first:
        first[-1] = confirmed
    assert first + second == whole


@given(FIXES)
def test_a_portion_that_comes_again_adds_nothing(fixes):
    kept, _last = track.thin(fixes)
    for item in kept:
        again, _last = track.thin([item.fix], item)
        assert again == []
    known = {item.fix for item in kept}
    ordered = sorted(fixes, key=lambda fix: fix.at_s)
    for first in range(len(ordered)):
        # the server looks up the row that holds the first position of a batch
        before = max((item for item in kept if item.fix.at_s <= ordered[first].at_s), key=lambda item: item.fix.at_s)
        again, _last = track.thin(ordered[first:], before)
        assert {item.fix for item in again} <= known


@given(FIXES)
def test_the_order_of_arrival_makes_no_difference(fixes):
    assert track.thin(reversed(fixes)) == track.thin(fixes)


@given(FIXES)
def test_gaps_stay_gaps(fixes):
    kept, _last = track.thin(fixes)
    times = sorted(fix.at_s for fix in fixes)
    gaps = sum(after - before > track.GAP_S for before, after in zip(times, times[1:]))
    assert sum(track.is_gap(*pair) for pair in zip(kept, kept[1:])) == gaps


@given(FIXES)
def test_the_way_is_no_shorter_than_the_straight_line(fixes):
    kept, _last = track.thin(fixes)
    followed, across = track.length_m(kept)
    straight = track.distance_m(kept[0].fix, kept[-1].fix) if kept else 0.0
    assert followed >= 0 and across >= 0 and followed + across >= straight - 1e-6


@pytest.mark.parametrize("fix, reason", [
    (Fix(100, 60, 24), ""), (Fix(100, 0.0, 24), ""), (Fix(100, 60, 0.0), ""), (Fix(100, 0, 0, 5000), "no_fix"),
    (Fix(100, 0, 0, 5), "no_fix"), (Fix(100, 60, 24, 5000), "imprecise"), (Fix(100, 91, 24), "unreadable"),
    (Fix(100, 60, float("nan")), "unreadable"), (Fix(100 + 600, 60, 24), "future"), (Fix(9, 60, 24), "old"),
])
def test_what_is_believed(fix, reason):
    assert track.judge(fix, now_s=100, oldest_s=10) == reason


def test_a_jump_there_and_back_is_left_out():
    way = [Fix(0, 60.0, 24), Fix(10, 61.0, 24), Fix(20, 60.001, 24)]
    assert track.without_jumps(way) == [way[0], way[2]]


#: Places far from each other, within seconds: some can be reached, some cannot.
JUMPING = st.lists(st.builds(
    Fix, at_s=st.integers(0, 900), lat=st.sampled_from([60.0, 60.001, 60.1, 60.45, 61.0]), lon=st.sampled_from([24.0, 24.9]),
    accuracy_m=st.sampled_from([-1.0, 10.0, 900.0])), max_size=12, unique_by=lambda fix: fix.at_s)


def in_portions(portions, last=None):
    """What is believed when the one that was dropped last comes along with each next portion; and that one."""
    known, waiting = [last] if last else [], []
    for portion in portions:
        known, waiting = one_more(portion, known, waiting) if portion else (known, waiting)
    return [fix for fix in known if fix is not last], waiting


def one_more(portion, known, waiting):
    """What is known after one more portion, by time, and what is in doubt then."""
    end_s = known[-1].at_s if known else float("-inf")
    way = track.joined(portion, waiting, end_s)
    before = [fix for fix in known if fix.at_s <= way[0].at_s]
    found = track.without_jumps(way, before[-1] if before else None)
    if way[-1].at_s >= end_s:
        waiting = [] if found and found[-1] is way[-1] else way[-1:]
    return sorted([*known, *found], key=lambda fix: fix.at_s), waiting


@given(JUMPING, st.lists(st.integers(0, 12), max_size=4), st.one_of(st.none(), st.just(Fix(0, 60.45, 24.0))))
def test_single_positions_and_batches_tell_the_same(fixes, cuts, last):
    way = sorted(fixes, key=lambda fix: fix.at_s)
    bounds = [0, *sorted(cuts), len(way)]
    whole, waiting = in_portions([way], last)
    assert in_portions([[fix] for fix in way], last) == (whole, waiting)
    assert in_portions([way[low:high] for low, high in zip(bounds, bounds[1:])], last) == (whole, waiting)


@given(JUMPING, JUMPING, st.integers(1, 12))
def test_a_late_portion_changes_nothing_of_what_follows(fixes, others, cut):
    way = sorted(fixes, key=lambda fix: fix.at_s)
    begun, _waiting = in_portions([way[:cut]])
    late = sorted((fix for fix in others if begun and fix.at_s < begun[-1].at_s), key=lambda fix: fix.at_s)
    rest = [[fix] for fix in way[cut:]]
    believed, waiting = in_portions([way[:cut], *rest])
    together, waits = in_portions([way[:cut], late, *rest])
    end_s = begun[-1].at_s if begun else 0
    assert [fix for fix in together if fix.at_s >= end_s] == [fix for fix in believed if fix.at_s >= end_s]
    assert waits == waiting


@given(JUMPING, st.integers(0, 900))
def test_the_one_in_doubt_may_be_later_than_the_next_portion(fixes, start_s):
    """As long as nothing is known from after its beginning, all is as if it had come in one."""
    way = [replace(fix, at_s=fix.at_s + 1) for fix in sorted(fixes, key=lambda fix: fix.at_s)]
    known, jump = [Fix(0, 60.0, 24.0)], Fix(start_s + 1, 80.0, 24.0)
    if way and start_s + 1 not in [fix.at_s for fix in way]:
        known, waiting = one_more([jump], known, [])
        assert waiting == [jump]
        assert one_more(way, known, waiting) == one_more(sorted([*way, jump], key=lambda fix: fix.at_s), known, [])


def test_two_wrong_ones_do_not_keep_out_single_ones():
    wrong, right = [Fix(0, 60.45, 24), Fix(10, 60.45, 24)], [Fix(20 + 10 * step, 60.0, 24) for step in range(5)]
    assert in_portions([wrong, *[[fix] for fix in right]]) == (wrong + right, [])


def test_the_same_one_sent_again_confirms_nothing():
    jump = Fix(10, 61.0, 24)
    assert track.without_jumps([jump, jump], Fix(0, 60.0, 24)) == []
    assert track.without_jumps([jump, jump, Fix(20, 60.0, 24)], Fix(0, 60.0, 24)) == [Fix(20, 60.0, 24)]


def test_who_stood_somewhere_was_there_until_the_last_confirmation():
    stood = Kept(Fix(0, 60.0, 24), 3000)
    assert track.without_jumps([Fix(3010, 61.0, 24)], track.latest(stood, 3010)) == []
    assert track.latest(stood, 2000) == stood.fix


def test_a_wrong_beginning_does_not_swallow_the_rest():
    way = [Fix(10, 60.0, 24), Fix(20, 60.001, 24), Fix(30, 60.002, 24)]
    assert track.without_jumps(way, last=Fix(0, 10.0, 24)) == way


def test_a_plane_is_no_jump():
    way = [Fix(0, 60.0, 24), Fix(3600, 62.0, 24)]
    assert track.without_jumps(way) == way


def test_begin_and_end_of_a_movement_are_kept():
    kept, _last = track.thin([Fix(0, 60, 24, 5, 0.0), Fix(10, 60, 24, 5, 5.0), Fix(20, 60, 24, 5, 1.0), Fix(30, 60, 24, 5, 0.1)])
    assert [item.fix.at_s for item in kept] == [0, 10, 30]


def test_a_weak_signal_that_wanders_is_no_movement():
    kept, last = track.thin([Fix(10, 60.0012, 24, 180.0)], Kept(Fix(0, 60.0, 24, 10.0), 0))
    assert (kept, last.until_s) == ([], 10)
