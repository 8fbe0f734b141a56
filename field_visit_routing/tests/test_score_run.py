"""Runs: everybody anew, what changed, cut off and gone on with, and who may start one."""
import time
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from ..models import score_run, scoring
from .score_case import ScoreCase

SHEET_LOG = "odoo.addons.field_visit_routing.models.scoring_sheet"


@tagged("post_install", "-at_install")
class TestScoreRun(ScoreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.places = cls.env["res.partner"].concat(*[cls.customer(name="C%d" % number, color=number) for number in range(10)])
        cls.runs = cls.env["field.visit.score.run"]
        cls.runs.search([]).unlink()

    def go_on(self, seconds=100):
        return self.runs._cron_go_on(commit=False, seconds=seconds)

    def settle(self):
        """Everything is computed and an hour ago, so that the next run looks at what changed."""
        self.go_on()
        done = self.runs.search([("state", "=", "done")])
        done.write({"started_at": "2020-01-01 00:00:00"})

    def test_the_first_run_computes_everybody(self):
        self.rule()
        self.go_on()
        run = self.runs.search([])
        self.assertEqual((run.state, run.kind, run.progress, run.done), ("done", "all", 100, run.total))
        self.assertEqual(self.places.mapped("visit_score"), [10.0 * number for number in range(10)])
        self.assertIn("scored", run.text)

    def test_rankings_are_made_from_everybody_and_kept_for_later_changes(self):
        self.rule(scale="quantile")
        self.go_on()
        self.assertEqual(self.places[9].visit_score, 100)
        middle = self.places[5].visit_score
        self.places[0].color = 5
        self.assertEqual(self.places[0].visit_score, middle)

    def test_a_run_that_is_cut_off_goes_on_where_it_was(self):
        self.rule()
        with patch.object(score_run, "BATCH", 3):
            run = self.runs.create({})
            end = time.monotonic() + 100
            # the clock of this file alone: Odoo itself looks at the time as well
            with patch.object(score_run, "time", **{"monotonic.side_effect": [end - 1, end - 1, end + 1]}):
                self.assertFalse(run._go_on(end, commit=False))
            self.assertEqual((run.state, run.done), ("running", 6))
            self.assertLess(run.progress, 100)
            at = run.cursor_id
            self.assertTrue(run._go_on(commit=False))
        self.assertGreater(run.cursor_id, at)
        self.assertEqual((run.state, run.done), ("done", run.total))
        self.assertEqual(self.places[9].visit_score, 90)

    def test_only_what_changed_is_looked_at(self):
        rule = self.rule()
        self.settle()
        # past the ORM: no write_date, as if nothing had happened
        self.env.cr.execute("UPDATE res_partner SET color = 1, write_date = '2019-01-01' WHERE id = ANY(%s)", [self.places.ids])
        compat.invalidate(self.places)
        with patch.object(type(rule), "_score_changed_field", lambda this, model, since: this.env.context["changed"]):
            self.runs.with_context(changed=self.places[8:].ids)._cron_go_on(commit=False)
        run = self.runs.search([], limit=1)
        self.assertEqual(run.kind, "changed")
        self.assertEqual(self.places.mapped("visit_score")[6:], [60, 70, 10, 10])

    def test_what_was_written_in_great_number_follows_within_the_hour(self):
        self.rule()
        self.settle()
        with patch("odoo.addons.field_visit_routing.models.score_refresh.MOST_AT_ONCE", 5):
            self.places.write({"color": 3})
        self.assertEqual(self.places[9].visit_score, 90)
        self.go_on()
        self.assertEqual(self.places[9].visit_score, 30)

    def test_nothing_is_done_twice_within_the_hour(self):
        self.rule()
        self.go_on()
        self.go_on()
        self.assertEqual(len(self.runs.search([])), 1)

    def test_a_changed_rule_has_everybody_computed_anew(self):
        rule = self.rule()
        self.go_on()
        rule.high = 5
        self.assertEqual(self.runs.search([], limit=1).state, "queued")
        self.go_on()
        self.assertEqual(self.places[4].visit_score, 80)
        rule.name = "Renamed"
        self.assertEqual(self.runs.search([], limit=1).state, "done")

    def test_rules_that_fail_are_listed_and_cleared_once_mended(self):
        self.rule()
        broken = self.rule(name="Broken", kind="field", field_name="gone")
        with mute_logger(SHEET_LOG):
            self.go_on()
        run = self.runs.search([], limit=1)
        self.assertIn("rules that fail: 1", run.text)
        self.assertIn('"Broken" looks at the field "gone"', run.failing)
        self.assertEqual(broken.failure, run.failing)
        self.assertEqual(self.places[9].visit_score, 90)
        broken.field_name = "color"
        self.go_on()
        self.assertFalse(broken.failure)
        self.assertFalse(self.runs.search([], limit=1).failing)

    def test_without_weights_it_says_so_and_changes_nothing(self):
        rule = self.rule(weight=10)
        self.go_on()
        rule.weight = 0
        self.go_on()
        self.assertIn("No rule that gives points has a weight", self.runs.search([], limit=1).text)
        self.assertEqual(self.places[9].visit_score, 90)

    def test_two_runs_never_meet(self):
        self.rule()
        with patch.object(type(self.runs), "_run_lock", lambda this: score_run.contextlib.nullcontext(False)):
            self.assertFalse(self.go_on())
            status = self.runs.compute_scores()
        self.assertEqual(status["state"], "queued")

    def test_a_manager_starts_one_and_others_do_not(self):
        self.rule()
        mine = self.runs.with_user(self.manager_user)
        status = mine.compute_scores()
        self.assertEqual((status["state"], status["progress"], status["failing"]), ("done", 100, []))
        self.assertEqual(mine.action_recompute()["res_model"], "field.visit.score.run")
        self.assertEqual(self.places[9].visit_score, 90)
        for user in (self.rep_user, self.leader_user, self.plain_user):
            with self.assertRaises(AccessError):
                self.runs.with_user(user).compute_scores()
        for user in (self.rep_user, self.plain_user):
            with self.assertRaises(AccessError):
                self.runs.with_user(user).browse(status["run_id"]).get_status()
        for user in (self.manager_user, self.admin_user):
            with self.assertRaises(AccessError):
                self.runs.with_user(user).create({})

    def test_many_are_left_to_the_scheduled_action(self):
        self.rule()
        with patch.object(score_run, "AT_ONCE", 1):
            status = self.runs.with_user(self.manager_user).compute_scores()
        self.assertEqual((status["state"], status["text"]), ("queued", "Waits for the scheduled action."))
        self.assertTrue(self.go_on())
        self.assertEqual(self.runs.browse(status["run_id"]).state, "done")

    def test_the_night_has_everybody_computed(self):
        self.rule()
        self.settle()
        self.runs._cron_all(commit=False)
        last = self.runs.search([], limit=1)
        self.assertEqual((last.kind, last.state), ("all", "done"))
        self.assertGreater(last.started_at, fields.Datetime.to_datetime("2021-01-01"))

    def test_another_number_for_all_of_a_company(self):
        self.rule()
        self.go_on()
        self.computed(self.places[0], visit_learned_percent=64, visit_learned_date="2026-01-01 10:00:00")
        self.company.visit_score_use = "learned"
        self.assertEqual((self.places[0].visit_score, self.places[1].visit_score), (64, 10))
        with patch.object(scoring, "AT_ONCE", 0):
            self.company.visit_score_use = "rules"
        self.assertEqual(self.places[0].visit_score, 64)
        self.go_on()
        self.assertEqual(self.places[0].visit_score, 0)
