"""Training on leads whose truth is known: figures, refusals, what never may be used."""
import json

import numpy as np
import pytest
from engine.errors import EngineError
from engine.scoring.learning import AT_RANDOM, BY_ORDER, Options, Table, figures_of, loads, train
from engine.scoring.learning.samples import sample


@pytest.fixture(scope="module")
def leads():
    return sample(2000, seed=4)


@pytest.fixture(scope="module")
def trained(leads):
    return train(leads.table, leads.target, leads.when, Options(seed=3))


def test_comes_near_to_the_truth_on_rows_it_never_saw(leads, trained):
    held = trained.held_out
    truth = figures_of(held.target, leads.chances[held.rows])
    found = trained.card["figures"]["blend"]
    assert found == figures_of(held.target, held.probabilities)
    assert found["auc"] > truth["auc"] - 0.06
    assert found["brier"] < truth["brier"] + 0.006
    assert found["average_precision"] > 1.5 * found["rate"]


def test_the_latest_rows_are_held_out(leads, trained):
    held, split = trained.held_out, trained.card["split"]
    learned = np.setdiff1d(np.arange(len(leads.when)), held.rows)
    assert leads.when[learned].max() == split["until"] < split["after"] == leads.when[held.rows].min()
    assert (split["train_rows"], split["test_rows"]) == (1500, 500)


def test_answers_of_held_out_rows_change_nothing_but_the_figures(leads):
    options = Options(refit=False)
    turned = leads.target.copy()
    turned[1500:] = 1 - turned[1500:]
    one, other = (train(leads.table, answers, leads.when, options) for answers in (leads.target, turned))
    assert (one.held_out.probabilities == other.held_out.probabilities).all()
    assert one.card["features"] == other.card["features"]


def test_rows_that_are_predicted_do_not_influence_each_other(leads, trained):
    alone = trained.predict(leads.table.take(np.array([7])))
    assert alone[0] == pytest.approx(trained.predict(leads.table)[7], abs=1e-12)


def test_the_same_seed_gives_the_same_model(leads, trained):
    again = train(leads.table, leads.target, leads.when, Options(seed=3))
    assert (again.predict(leads.table) == trained.predict(leads.table)).all()
    assert again.card == trained.card


def test_personal_attributes_wait_for_permission(leads, trained):
    assert {"name": "age", "reason": "personal", "auc": 0.0} in trained.card["left_out"]
    allowed = train(leads.table, leads.target, leads.when, Options(personal=True, refit=False))
    assert "age" in [feature["name"] for feature in allowed.card["features"]]


def test_contributions_add_up_to_the_probability(leads, trained):
    rows = leads.table.take(np.arange(5))
    for chance, parts in zip(trained.predict(rows), trained.explain(rows)):
        assert sum(part.points for part in parts) == pytest.approx(100 * (chance - trained.average), abs=1e-6)
        assert {part.name for part in parts} == {feature["name"] for feature in trained.card["features"]}


def test_kept_as_bytes_it_predicts_the_same(leads, trained):
    copy = loads(trained.dumps(b"secret"), b"secret")
    assert (copy.predict(leads.table) == trained.predict(leads.table)).all()
    assert copy.card == trained.card


@pytest.mark.parametrize("spoil", [
    lambda content: content[:-1], lambda content: content[:40] + b"x" + content[41:], lambda content: b""])
def test_bytes_that_were_changed_are_refused(trained, spoil):
    with pytest.raises(EngineError, match="model_signature"):
        loads(spoil(trained.dumps(b"secret")), b"secret")


def test_a_foreign_key_is_refused(trained):
    with pytest.raises(EngineError, match="model_signature"):
        loads(trained.dumps(b"secret"), b"other")


def test_bytes_of_another_library_are_refused(trained, monkeypatch):
    content = trained.dumps(b"secret")
    monkeypatch.setattr("sklearn.__version__", "9.9.9")
    with pytest.raises(EngineError, match="model_version"):
        loads(content, b"secret")


def test_the_card_is_json(trained):
    assert json.loads(json.dumps(trained.card)) == trained.card


def test_columns_may_lack_or_be_unknown(leads, trained):
    few = Table({"source": ["referral", "never heard of", None], "other": [1, 2, 3]})
    chances = trained.predict(few)
    assert chances.shape == (3,) and ((0 < chances) & (chances < 1)).all()
    assert trained.predict(Table({"source": []})).shape == (0,)


def refused(columns, target, **options):
    with pytest.raises(EngineError) as caught:
        train(Table(columns), target, None, Options(split=BY_ORDER, **options))
    return caught.value


def test_bad_input_has_a_code():
    numbers = [float(number % 7) for number in range(100)]
    mixed = [number % 2 for number in range(100)]
    assert refused({"a": numbers[:20]}, mixed[:20]).code == "too_few"
    assert refused({"a": numbers}, [0] * 100).code == "one_class"
    assert refused({"a": numbers}, [1] * 5 + [0] * 95).as_dict() == {
        "code": "too_few_of_a_class", "params": {"rows": 5, "wanted": 10}}
    assert refused({"a": [None] * 100}, mixed).code == "all_missing"
    assert refused({"a": [1.0] * 100}, mixed).code == "no_features"
    assert refused({}, mixed[:0]).code == "too_few"


def test_columns_of_other_length_are_refused():
    with pytest.raises(ValueError, match="length"):
        Table({"a": [1], "b": [1, 2]})
    with pytest.raises(ValueError, match="target"):
        train(Table({"a": [1.0]}), [1, 0])


def test_a_split_at_random_is_the_same_for_a_seed(leads):
    table = leads.table.take(np.arange(400))
    one, two, other = (
        train(table, leads.target[:400], None, Options(split=AT_RANDOM, seed=seed, refit=False)).held_out.rows
        for seed in (1, 1, 2))
    assert one.tolist() == two.tolist() != other.tolist()
