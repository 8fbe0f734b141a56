"""What distinguishes a group: known answers, and chance is not taken for a finding."""
import numpy as np
import pytest
from engine.scoring.profile import profile


def by_name(traits):
    return {(trait.name, trait.value): trait for trait in traits}


def test_mean_of_the_group_beside_everybody():
    inside = np.array([True] * 50 + [False] * 150)
    score = np.concatenate([np.tile([70.0, 90.0], 25), np.tile([30.0, 50.0], 75)])
    (trait,) = profile({"score": score}, {}, inside)
    assert (trait.inside, trait.everybody, trait.count, trait.sure) == (80.0, 50.0, 50, True)
    assert trait.effect == pytest.approx(40 / 10.03, rel=0.01)
    assert trait.ratio == pytest.approx(1.6)


def test_share_of_a_category_and_its_lift():
    inside = np.array([True] * 40 + [False] * 160)
    cities = [["Espoo"]] * 30 + [["Vantaa"]] * 10 + [["Espoo"]] * 30 + [["Vantaa"]] * 130
    found = by_name(profile({}, {"city": cities}, inside))
    espoo, vantaa = found["city", "Espoo"], found["city", "Vantaa"]
    assert (espoo.inside, espoo.everybody, espoo.ratio, espoo.sure) == (0.75, 0.3, 2.5, True)
    assert vantaa.effect < 0 < espoo.effect


def test_tags_count_each_and_none_counts_nowhere():
    inside = np.array([True] * 10 + [False] * 10)
    tags = [["a", "b"]] * 10 + [["b"]] * 5 + [[]] * 5
    found = by_name(profile({}, {"tags": tags}, inside))
    assert (found["tags", "a"].inside, found["tags", "a"].everybody) == (1.0, 0.5)
    assert (found["tags", "b"].inside, found["tags", "b"].everybody) == (1.0, 0.75)


def test_the_strongest_comes_first_and_chance_last():
    rng = np.random.default_rng(3)
    inside = np.arange(2000) < 400
    numbers = {"noise": rng.normal(size=2000), "weak": rng.normal(size=2000) + 0.4 * inside,
               "strong": rng.normal(size=2000) + 1.5 * inside}
    traits = profile(numbers, {}, inside)
    assert [trait.name for trait in traits] == ["strong", "weak", "noise"]
    assert [trait.sure for trait in traits] == [True, True, False]


def test_chance_alone_is_seldom_sure():
    """Bonferroni: of 100 profiles of 20 columns of noise about 5 have anything."""
    rng = np.random.default_rng(5)
    inside = np.arange(300) < 100
    wrong = sum(any(trait.sure for trait in profile({str(k): rng.normal(size=300) for k in range(20)}, {}, inside))
                for _run in range(100))
    assert wrong <= 12


def test_missing_values_few_members_and_constants():
    inside = np.array([True] * 6 + [False] * 6)
    constant = np.array([2.0] * 6 + [1.0] * 6)
    missing = np.array([np.nan] * 5 + [1.0] * 7)
    (trait,) = profile({"constant": constant, "same": np.ones(12), "missing": missing}, {}, inside)[:1]
    assert (trait.name, trait.sure) == ("constant", True)
    assert "missing" not in {item.name for item in profile({"missing": missing}, {}, inside)}
    assert profile({"x": np.arange(3.0)}, {"y": [["a"]] * 3}, np.array([True, False, False])) == []
    assert profile({}, {}, np.array([], dtype=bool)) == []
