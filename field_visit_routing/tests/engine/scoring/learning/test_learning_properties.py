"""What holds for any leads: probabilities, splits, figures, screening."""
import re

import numpy as np
import pytest
from engine.scoring.learning import BY_TIME, Options, Table, calibration, figures_of, naming
from engine.scoring.learning.blending import Blend, calibrated, logits, weights_of
from engine.scoring.learning.encoding import Encoder
from engine.scoring.learning.figures import lift
from engine.scoring.learning.picture import LETTERS, picture
from engine.scoring.learning.screening import screen
from engine.scoring.learning.splitting import drifts, folds, split
from engine.scoring.learning.table import kind_of
from engine.scoring.learning.tree import grow, sentence
from hypothesis import given, settings
from hypothesis import strategies as st

cells = st.one_of(st.none(), st.floats(-1e12, 1e12), st.integers(-5, 5), st.sampled_from(["a", "b", "Ü", ""]))


@given(st.lists(st.integers(0, 40), min_size=20, max_size=200), st.floats(0.1, 0.5))
def test_a_split_by_time_never_trains_on_the_future(moments, share):
    target = np.arange(len(moments)) % 2
    if len(set(moments)) == 1:
        return
    parts = split(target, [float(moment) for moment in moments], Options(split=BY_TIME, test_share=share))
    when = np.array(moments)
    assert when[parts.train].max() < when[parts.test].min()
    assert sorted([*parts.train, *parts.test]) == list(range(len(moments)))


def test_rows_without_a_moment_are_not_used():
    parts = split(np.array([0, 1] * 10), [float("nan"), *map(float, range(19))], Options())
    assert parts.unknown == 1 and 0 not in [*parts.train, *parts.test]


@given(st.lists(st.booleans(), min_size=30, max_size=300), st.booleans())
def test_folds_validate_on_rows_that_were_not_learned_from(answers, rolling):
    target = np.array(answers, dtype=np.int64)
    if min(target.sum(), (1 - target).sum()) < 5:
        return
    for learned, held in folds(target, rolling, 1):
        assert not set(learned) & set(held)
        assert len(held) and 0 < target[learned].sum() < len(learned)


def test_rolling_folds_learn_from_the_past_only():
    target = np.arange(400) % 2
    pairs = folds(target, True, 1)
    assert len(pairs) == 5
    assert all(learned.max() < held.min() for learned, held in pairs)


@settings(max_examples=25, deadline=None)
@given(st.lists(cells, min_size=20, max_size=60), st.lists(cells, min_size=1, max_size=10))
def test_any_column_is_encoded_alike_in_training_and_later(known, later):
    column = np.empty(len(known), dtype=object)
    column[:] = known
    table = Table({"x": column})
    encoder = Encoder({"x": kind_of(column)}, 1) if kind_of(column) != "empty" else None
    if encoder is None:
        return
    target = np.arange(len(known)) % 2
    one, two = encoder.learn(table, target), encoder.encode(Table({"x": later}))
    assert one.trees.shape[1] == two.trees.shape[1] and one.linear.shape[1] == two.linear.shape[1]
    assert np.isfinite(two.linear.toarray()).all()


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=80))
def test_figures_are_within_their_bounds(rows):
    target = np.array([answer for answer, _chance in rows], dtype=np.int64)
    chances = np.array([chance for _answer, chance in rows])
    figures = figures_of(target, chances)
    assert 0 <= figures["auc"] <= 1 and 0 <= figures["brier"] <= 1 and figures["lift_10"] >= 0
    assert sum(part["rows"] for part in calibration(target, chances)) == len(rows)


def test_lift_counts_ties_for_their_part():
    assert lift(np.array([1, 0] * 10), np.full(20, 0.5)) == pytest.approx(1.0)
    assert lift(np.array([1] * 2 + [0] * 18), np.linspace(1, 0, 20)) == pytest.approx(10.0)


def test_weights_go_to_who_is_right():
    drawn = np.random.default_rng(1)
    chances = drawn.uniform(0.05, 0.95, 4000)
    target = (drawn.random(4000) < chances).astype(int)
    said = np.column_stack([chances, drawn.uniform(0.05, 0.95, 4000)])
    weights = weights_of(said, target, np.array([0.5, 0.5]), 15.0)
    assert weights[0] > 0.9 and sum(weights) == pytest.approx(1.0)


def test_what_is_always_too_sure_is_corrected_and_what_is_right_is_left():
    drawn = np.random.default_rng(2)
    chances = drawn.uniform(0.05, 0.95, 5000)
    target = (drawn.random(5000) < chances).astype(int)
    sure = 1 / (1 + np.exp(-2 * logits(chances)))
    corrected = calibrated(Blend((1.0,)), sure[:, None], target, [1000] * 5)
    assert corrected.slope == pytest.approx(0.5, abs=0.08)


def test_what_errs_now_this_way_now_that_is_not_corrected():
    drawn = np.random.default_rng(3)
    chances = np.full(5000, 0.3)
    rates = np.repeat([0.1, 0.5, 0.1, 0.5, 0.3], 1000)
    target = (drawn.random(5000) < rates).astype(int)
    assert calibrated(Blend((1.0,)), chances[:, None], target, [1000] * 5) == Blend((1.0,))


def test_drift_is_seen_and_calm_is_not():
    drawn = np.random.default_rng(4)
    calm = Table({"x": drawn.normal(size=4000)})
    moving = Table({"x": drawn.normal(size=4000) + np.linspace(0, 1, 4000)})
    target = (drawn.random(4000) < 0.2).astype(int)
    rising = (drawn.random(4000) < np.linspace(0.1, 0.4, 4000)).astype(int)
    kinds = {"x": "number"}
    assert [drifts(calm, kinds, target), drifts(moving, kinds, target), drifts(calm, kinds, rising)] == [
        False, True, True]


@pytest.mark.parametrize("name, afterwards", [
    ("lost_reason", True), ("Lost Reason", True), ("dateClosed", True), ("date_closed", True), ("won", True),
    ("field:lost_reason_id", True), ("tag:Won", True), ("field:source_id", False), ("won:", True),
    ("source", False), ("previous_outcome", False), ("employees", False)])
def test_names_of_what_is_known_afterwards(name, afterwards):
    assert naming.is_known_afterwards(name) == afterwards


@pytest.mark.parametrize("name, personal", [
    ("age", True), ("customerAge", True), ("marital_status", True), ("page", False), ("stage", False),
    ("message", False), ("agency", False), ("BirthDate", True)])
def test_names_of_what_is_personal(name, personal):
    assert naming.is_personal(name) == personal


def test_duration_that_tells_little_is_used():
    drawn = np.random.default_rng(5)
    target = (drawn.random(1000) < 0.3).astype(int)
    loans = Table({"duration": drawn.integers(6, 60, 1000).astype(float) + 3 * target})
    calls = Table({"duration": drawn.normal(300, 100, 1000) + 200 * target})
    assert list(screen(loans, target, Options()).kinds) == ["duration"]
    assert screen(calls, target, Options()).left_out[0].reason == "known_afterwards"
    assert list(screen(calls, target, Options(keep=("duration",))).kinds) == ["duration"]


def test_the_tree_is_told_as_rules_and_drawn():
    drawn = np.random.default_rng(6)
    size = drawn.uniform(0, 100, 1000)
    source = np.array(["fair", "website"], dtype=object)[drawn.integers(2, size=1000)]
    target = ((size > 60) & (source == "fair")).astype(int)
    tree = grow(Table({"size": size, "source": source}), {"size": "number", "source": "category"}, target, 5, 1)
    best = tree.rules()[0]
    assert best["rate"] == 1.0 and best["rows"] == target.sum()
    bounds = {step["feature"]: (step["operator"], step["value"]) for step in best["conditions"]}
    assert bounds["size"] == (">", pytest.approx(60, abs=0.5))
    assert bounds["source"] in (("=", "fair"), ("!=", "website"))
    assert sentence(best).startswith("100.0 % of ") and "size is above 60" in sentence(best)
    assert tree.nodes()["rows"] == 1000 and picture(tree.nodes()).startswith("<svg ")
    assert sum(rule["rows"] for rule in tree.rules()) == 1000


def test_what_the_tree_asks_is_drawn_whole_and_within_its_box():
    leaves = {"yes": {"rows": 3, "rate": 0.5}, "no": {"rows": 1, "rate": 0.0}}
    asked = {"feature": "Days since the last purchase, in such intervals", "operator": "<=", "value": 42.718001}
    drawn = picture({"rows": 4, "rate": 0.4, "question": asked, **leaves})
    assert "&gt; 42.72<" in drawn
    named = picture({"rows": 4, "rate": 0.4, "question": {"feature": "Source", "operator": "=", "value": "x" * 90}, **leaves})
    assert all(len(line) <= LETTERS for line in re.findall(r">([^<>]+)</text>", drawn + named))
