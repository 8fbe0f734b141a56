"""The summary tells the truth: nothing that went wrong is closed with success."""
from fvr_dev.testing import junit, summary
from fvr_dev.testing.junit import Counts
from fvr_dev.testing.policy import unexpected_skips
from fvr_dev.testing.summary import Result

REPORT = """<testsuites><testsuite>
<testcase classname="t" name="good"/>
<testcase classname="t" name="bad"><failure message="m"/></testcase>
<testcase classname="t" name="broken"><error message="m"/></testcase>
<testcase classname="t" name="left_out"><skipped message="websocket-client is missing"/></testcase>
<testcase name="bare"><skipped/></testcase>
</testsuite></testsuites>"""


def test_counts_are_read_from_the_report(tmp_path):
    path = tmp_path / "r.xml"
    path.write_text(REPORT)
    counts = junit.read(path)
    assert (counts.passed, counts.failed, counts.total) == (1, 2, 5)
    assert counts.skips == ("t.left_out: websocket-client is missing", "bare: no reason given")


def test_no_report_means_that_nothing_ran(tmp_path):
    assert junit.read(tmp_path / "none").total == 0
    assert Result("odoo").problems() == ["no test ran"]


def test_good_run():
    results = [Result("engine", Counts(3)), Result("lint", counts_tests=False)]
    assert summary.is_good(results)
    assert summary.text(results).splitlines()[-1] == "3 passed, 0 failed, 0 skipped"


def test_no_stage_at_all_is_not_good():
    assert not summary.is_good([])


def test_skip_fails_the_run():
    result = Result("odoo", Counts(3, 0, ("TestTour: no browser",)))
    assert result.problems() == ["unexpected skip: TestTour: no browser"]
    assert summary.closing_line([result]) == "3 passed, 1 failed, 1 skipped"


def test_expected_skip_is_let_through():
    allowed = ((r"needs a second machine", "there is only one in continuous integration"),)
    assert unexpected_skips(["a: needs a second machine", "b: other"], allowed) == ["b: other"]


def test_only_skipped_tests_count_as_nothing():
    assert "no test ran" in Result("odoo", Counts(0, 0, ("a: b",))).problems()


def test_log_findings_crash_and_error_fail_the_run():
    assert not summary.is_good([Result("odoo", Counts(3), log_findings=("ERROR x",))])
    assert not summary.is_good([Result("odoo", Counts(3), exit_code=2)])
    assert not summary.is_good([Result("odoo", Counts(3), error="cannot run")])
    assert summary.closing_line([Result("e2e", error="cannot run")]) == "0 passed, 1 failed, 0 skipped"


def test_failures_are_counted_once():
    result = Result("odoo", Counts(3, 2), exit_code=1)
    assert result.problems() == ["2 failed"]
    assert summary.closing_line([result]) == "3 passed, 2 failed, 0 skipped"
