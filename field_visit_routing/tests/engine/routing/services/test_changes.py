"""What a planner is shown before he applies another plan."""

from engine.routing.services.changes import KINDS, counts, diff
from engine.routing.solution import LeftOut, Route, Solution, Stop
from hypothesis import given
from hypothesis import strategies as st


def plan(**routes):
    """A plan of ``shift=((id, start_s), …)``; other figures do not matter here."""
    made = tuple(
        Route(name, tuple(Stop(i, s, 0, s, s + 60, 0, 0) for i, s in stops), 0, 9_999, 0, 0)
        for name, stops in routes.items()
    )
    return Solution(made, (), 0, "test", "finished")


def told(before, after, **values):
    return [(c.kind, c.candidate_id, c.by_s) for c in diff(before, after, **values)]


def test_every_kind_of_change_with_its_size():
    before = plan(mon=[("a", 100), ("b", 500), ("c", 900)], tue=[("d", 100), ("e", 5_000)])
    after = plan(mon=[("a", 100), ("c", 400), ("n", 800)], tue=[("d", 1_000), ("b", 2_000)])
    assert told(before, after) == [
        ("dropped", "e", 0), ("added", "n", 0), ("moved", "b", 1_500),
        ("later", "d", 900), ("earlier", "c", 500),
    ]
    (moved,) = [c for c in diff(before, after) if c.kind == "moved"]
    assert (moved.from_shift, moved.to_shift, moved.from_s, moved.to_s) == ("mon", "tue", 500, 2_000)


def test_the_tolerance_counts_within_a_shift_only():
    before = plan(mon=[("a", 100), ("b", 500)])
    assert told(before, plan(mon=[("a", 160)], tue=[("b", 500)])) == [("moved", "b", 0)]
    assert told(before, plan(mon=[("a", 161), ("b", 500)])) == [("later", "a", 61)]
    assert told(before, plan(mon=[("a", 101), ("b", 500)]), tolerance_s=0) == [("later", "a", 1)]


def test_left_out_in_both_is_no_change():
    before = Solution((), (LeftOut("a", "outscored", "replace_other"),), 0, "test", "finished")
    assert diff(before, before) == ()


def test_counts_have_a_figure_for_every_kind():
    changes = diff(plan(mon=[("a", 1), ("b", 2)]), plan())
    assert counts(changes) == {"dropped": 2, "added": 0, "moved": 0, "later": 0, "earlier": 0}


PLANS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from(("mon", "tue")), st.integers(0, 9_999))
)


def _plan(spots):
    by_shift = {}
    for name, (shift, start_s) in spots.items():
        by_shift.setdefault(shift, []).append((name, start_s))
    return plan(**by_shift)


@given(PLANS, PLANS)
def test_the_way_back_is_the_mirror_image(before, after):
    mirror = {"dropped": "added", "added": "dropped", "later": "earlier", "earlier": "later",
              "moved": "moved"}
    there, back = diff(_plan(before), _plan(after)), diff(_plan(after), _plan(before))
    assert {(mirror[c.kind], c.candidate_id, c.by_s) for c in there} == {
        (c.kind, c.candidate_id, c.by_s) for c in back
    }
    assert all(c.kind in KINDS for c in there)
