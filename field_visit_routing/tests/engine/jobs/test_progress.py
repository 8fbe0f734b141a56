"""What a reader sees of a job under way."""

from engine.jobs.progress import TREND_POINTS, Heart, Trend
from engine.jobs.spool import Spool


def test_a_trend_is_bounded_and_keeps_its_ends():
    trend = Trend()
    for number in range(1000):
        trend.add(float(number), float(number * number))
    assert len(trend.points) <= TREND_POINTS
    assert trend.points[0] == [0.0, 0.0]
    assert trend.points[-1] == [999.0, 999.0**2]
    assert trend.points == sorted(trend.points)


def test_a_value_that_stays_is_no_point():
    trend = Trend()
    for number in range(10):
        trend.add(float(number), 5.0)
    assert trend.points == [[0.0, 5.0]]


def test_the_best_is_written_at_once_and_then_no_more_than_once_a_second(tmp_path):
    spool = Spool(tmp_path)
    heart = Heart(spool)
    assert spool.best() is None
    heart.keep({"orders": 1})
    heart.keep({"orders": 2})
    assert spool.best() == {"orders": 1}
    heart._kept -= 2
    heart.beat({})
    assert spool.best() == {"orders": 2}
