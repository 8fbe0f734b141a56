"""Warnings and errors in Odoo's log fail the run, with the lines that belong to them."""
from fvr_dev.testing.log_scanner import findings, scan
from fvr_dev.testing.policy import ALLOWED_LOG_LINES, ALLOWED_SKIPS, is_allowed_log_line

LOG = """\
2026-11-21 10:00:00,001 4711 INFO db odoo.modules: loading
2026-11-21 10:00:00,002 4711 ERROR db odoo.sql_db: bad query
Traceback (most recent call last):
  File "x.py", line 1
ValueError: no
2026-11-21 10:00:00,003 4711 INFO db odoo.modules: WARNING is only a word here
2026-11-21 10:00:00,004 4711 WARNING ? odoo.fields: something odd
""".splitlines(keepends=True)


def test_finds_warnings_and_errors_with_their_traceback():
    found = findings(LOG)
    assert len(found) == 2
    assert found[0].splitlines()[0] == "ERROR db odoo.sql_db: bad query"
    assert found[0].splitlines()[-1] == "ValueError: no"
    assert found[1] == "WARNING ? odoo.fields: something odd"


def test_allowed_lines_are_left_out():
    assert findings(LOG, is_allowed=lambda line: "odd" in line or "bad" in line) == []


CLASH = """\
2026-11-21 10:00:00,001 4711 ERROR db odoo.sql_db: bad query: UPDATE "field_visit_route" SET "end_at"='x'
ERROR: could not serialize access due to concurrent update
2026-11-21 10:00:00,003 4711 INFO db odoo.addons.base.models.ir_cron: Job done.
2026-11-21 10:00:00,004 4711 INFO db odoo.service.model: SERIALIZATION_FAILURE, retry 1/5 in 0.0887 sec...
""".splitlines(keepends=True)


def test_a_clash_that_is_tried_again_is_no_fault():
    assert findings(CLASH) == []
    assert len(findings(CLASH[:2] + CLASH)) == 1
    assert len(findings(CLASH[:3])) == 1
    other = [line.replace("could not serialize access", "null value") for line in CLASH]
    assert len(findings(other)) == 1


def test_missing_log_has_no_findings(tmp_path):
    assert scan(tmp_path / "none") == []


def test_deprecation_in_a_library_is_expected():
    assert is_allowed_log_line("WARNING ? py.warnings: /x/y.py:1: DeprecationWarning: old")
    assert not is_allowed_log_line("WARNING db odoo.addons.field_visit_routing.models.x: trouble")
    assert not is_allowed_log_line("ERROR db py.warnings: DeprecationWarning")


def test_unpatched_wkhtmltopdf_is_expected_but_not_its_failure():
    start = "WARNING db odoo.addons.base.models.ir_actions_report: wkhtmltopdf: "
    assert is_allowed_log_line(start + "The switch --header-html, is not support using unpatched qt")
    assert not is_allowed_log_line(start + "Exit with code 1 due to network error")


def test_old_rpc_on_the_newest_series_is_expected():
    text = "The /xmlrpc, /xmlrpc/2 and /jsonrpc endpoints are deprecated in Odoo 19"
    assert is_allowed_log_line("WARNING db odoo.addons.rpc.controllers.xmlrpc: " + text)


def test_refusals_that_browser_tests_provoke_are_expected_but_no_others():
    line = "2026-11-21 10:00:00,123 4711 WARNING e2e odoo.http: %s\n"
    assert findings([line % "date_from: 2026-11-19 is in the past. Choose 2026-11-22 or a later day. "]) == []
    assert findings([line % "Latitude: 91 is out of range. Latitude goes from -90 to 90"]) == []
    assert len(findings([line % "date_from: the column does not exist"])) == 1


def test_every_exception_has_a_reason():
    for pattern, reason in [*ALLOWED_LOG_LINES, *ALLOWED_SKIPS]:
        assert pattern and len(reason.split()) >= 4
