"""Every helper of ``compat`` does on this series what its docstring says."""
import json
import os
import threading
from unittest.mock import patch

from lxml import etree
from odoo import api
from odoo.exceptions import AccessError, ValidationError
from odoo.service import server
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .. import compat


class CompatCase(compat.TransactionCase):
    """Three partners of two countries, and a plain user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, **compat.NO_LOG))
        cls.finland, cls.china = cls.env.ref("base.fi"), cls.env.ref("base.cn")
        cls.partners = cls.env["res.partner"].create([
            {"name": "Aino", "country_id": cls.finland.id, "color": 1},
            {"name": "Eino", "country_id": cls.finland.id, "color": 2},
            {"name": "Li", "country_id": cls.china.id, "color": 4},
            {"name": "Nowhere", "country_id": False, "color": 8},
        ])
        cls.domain = [("id", "in", cls.partners.ids)]
        cls.user = new_test_user(cls.env, login="compat_user", groups="base.group_user")


class TestRecords(CompatCase):
    """Counting, searching and uniqueness."""

    def test_count_by_many2one(self):
        counts = compat.count_by(self.env["res.partner"], self.domain, "country_id")
        self.assertEqual(counts, {self.finland.id: 2, self.china.id: 1})

    def test_count_by_plain_field(self):
        counts = compat.count_by(self.env["res.partner"], self.domain, "name")
        self.assertEqual(counts, {"Aino": 1, "Eino": 1, "Li": 1, "Nowhere": 1})

    def test_count_of_nothing(self):
        counts = compat.count_by(self.env["res.partner"], [("id", "=", 0)], "country_id")
        self.assertEqual(counts, {})

    def test_sums_and_largest(self):
        sequences = self.env["ir.sequence"].create([
            {"name": "A", "code": "compat.a", "padding": 2, "number_increment": 3},
            {"name": "B", "code": "compat.a", "padding": 5, "number_increment": 4},
            {"name": "C", "code": "compat.b", "padding": 1, "number_increment": 1}])
        domain = [("id", "in", sequences.ids)]
        sums = compat.sum_by(self.env["ir.sequence"], domain, "code", "padding", "number_increment")
        self.assertEqual(sums, {"compat.a": (7, 7), "compat.b": (1, 1)})
        largest = compat.max_by(self.env["ir.sequence"], domain, "code", "padding")
        self.assertEqual(largest, {"compat.a": 5, "compat.b": 1})

    def test_domains(self):
        name, country = [("name", "=", "Aino")], [("country_id", "=", self.china.id)]
        search = self.env["res.partner"].search
        self.assertFalse(search(compat.all_of(name, country, self.domain)))
        found = search(compat.all_of(compat.any_of(name, country), self.domain))
        self.assertEqual(set(found.mapped("name")), {"Aino", "Li"})

    def test_search_flag(self):
        for operator, value, wanted in (
                ("=", True, True), ("=", False, False), ("!=", True, False), ("!=", False, True),
                ("in", [True], True), ("in", {False}, False), ("not in", [True], False)):
            self.assertIs(compat.search_flag(operator, value), wanted, (operator, value))
        with self.assertRaises(ValueError):
            compat.search_flag("ilike", "x")
        with self.assertRaises(ValueError):
            compat.search_flag("in", [True, False])

    def test_has_cycle(self):
        child = self.env["res.partner"].create({"name": "Child", "parent_id": self.partners[0].id})
        self.assertFalse(compat.has_cycle(child))

    def test_flush_and_invalidate(self):
        aino = self.partners[0]
        aino.comment = "by the ORM"
        compat.flush(self.env["res.partner"], ["comment"])
        self.env.cr.execute("SELECT comment FROM res_partner WHERE id = %s", [aino.id])
        self.assertIn("by the ORM", self.env.cr.fetchone()[0])
        self.env.cr.execute("UPDATE res_partner SET function = 'by SQL' WHERE id = %s", [aino.id])
        compat.invalidate(self.env["res.partner"], ["function"])
        self.assertEqual(aino.function, "by SQL")

    def test_flush_writes_what_waits_in_any_model_unless_fields_are_named(self):
        self.partners[0].function = "waits"
        compat.flush(self.env["res.country"])
        self.env.cr.execute("SELECT function FROM res_partner WHERE id = %s", [self.partners[0].id])
        self.assertEqual(self.env.cr.fetchone(), ("waits",))

    def test_search_rows_are_what_search_finds(self):
        partners, names = self.env["res.partner"], ["id", "name", "color"]
        self.partners[0].color = 16  # not yet in the database
        self.partners[1].active = False
        found = partners.search(self.domain, order="id")
        rows = compat.search_rows(partners, self.domain, names)
        self.assertEqual(rows, [(record.id, record.name, record.color) for record in found])
        self.assertEqual([row[1] for row in rows], ["Aino", "Li", "Nowhere"])
        self.partners[2].comment = "asked for, not yet in the database"
        rows = compat.search_rows(partners, self.domain + [("comment", "like", "asked for")], names)
        self.assertEqual([row[1] for row in rows], ["Li"])
        self.assertEqual(compat.search_rows(partners, [("id", "=", 0)], names), [])
        self.assertEqual(compat.search_rows(partners, [(0, "=", 1)], names), [])

    def test_search_rows_of_a_model_that_searches_for_itself(self):
        partners = self.env["res.partner"]
        for ids, expected in (([self.partners[3].id, self.partners[0].id], ["Aino", "Nowhere"]), ([], [])):
            with patch.object(type(partners), "_search", lambda *_args, found=ids, **_options: found):
                rows = compat.search_rows(partners, [], ["id", "name"])
            self.assertEqual([row[1] for row in rows], expected)

    def test_search_rows_follow_rules_and_rights(self):
        self.env["ir.rule"].create({
            "name": "no Li", "model_id": self.env["ir.model"]._get("res.partner").id,
            "domain_force": "[('name', '!=', 'Li')]"})
        partners = self.env["res.partner"].with_user(self.user)
        rows = compat.search_rows(partners, self.domain, ["name"])
        self.assertEqual([row[0] for row in rows], ["Aino", "Eino", "Nowhere"])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            compat.search_rows(self.env["ir.config_parameter"].with_user(self.user), [], ["key"])

    def test_parent_path(self):
        field = self.env["field.visit.territory"]._fields["parent_path"]
        self.assertTrue(field.index)
        self.assertFalse(set(compat.PARENT_PATH) - set(dir(field)))

    def test_plain(self):
        self.assertEqual(compat.plain(self.partners[0], "country_id"), self.finland.id)
        self.assertEqual(compat.plain(self.partners[0], "name"), "Aino")


class TestUniqueness(CompatCase):
    """The database refuses, the constraint explains."""

    def setUp(self):
        super().setUp()
        self.banks = self.env["res.bank"]
        self.banks.create({"name": "First", "bic": "COMPATFIHH"})

    def index(self, **options):
        compat.unique_index(self.banks, ["bic"], where="bic LIKE 'COMPAT%'", **options)

    def test_database_refuses_a_second_row(self):
        compat.flush(self.banks)
        self.index()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.banks.create({"name": "Second", "bic": "COMPATFIHH"})
                compat.flush(self.banks)

    def test_where_limits_the_index(self):
        compat.flush(self.banks)
        self.index()
        self.banks.create([{"name": "Third", "bic": "X"}, {"name": "Fourth", "bic": "X"}])
        compat.flush(self.banks)

    def test_changed_definition_replaces_the_index(self):
        compat.flush(self.banks)
        self.index(name="compat_bank_uniq")
        self.index(name="compat_bank_uniq")
        compat.unique_index(self.banks, ["bic", "name"], name="compat_bank_uniq")
        self.banks.create({"name": "Other name", "bic": "COMPATFIHH"})
        compat.flush(self.banks)

    def test_check_unique_explains(self):
        twin = self.banks.create({"name": "Twin", "bic": "COMPATFIHH"})
        with self.assertRaisesRegex(ValidationError, "Twin has the code of another bank"):
            compat.check_unique(twin, ["bic"], lambda bank: bank.name + " has the code of another bank")

    def test_check_unique_accepts_differences(self):
        other = self.banks.create({"name": "Other", "bic": "COMPATSEXX"})
        compat.check_unique(other, ["bic"], lambda bank: bank.name)


class TestAccess(CompatCase):
    """Rights, rules and groups."""

    def test_check_access(self):
        parameter = self.env["ir.config_parameter"].search([], limit=1).with_user(self.user)
        with self.assertRaises(AccessError):
            compat.check_access(parameter, "write")
        compat.check_access(self.partners.with_user(self.user), "read")

    def test_has_access(self):
        partners = self.partners.with_user(self.user)
        self.assertTrue(compat.has_access(partners, "read"))
        self.assertFalse(compat.has_access(self.env["ir.cron"].with_user(self.user), "unlink"))

    def test_groups(self):
        compat.set_groups(self.user, "base.group_user", "base.group_partner_manager")
        self.assertTrue(self.user.has_group("base.group_partner_manager"))
        compat.set_groups(self.user, "base.group_user")
        self.assertFalse(self.user.has_group("base.group_partner_manager"))
        self.assertIn(self.user, compat.group_users(self.env.ref("base.group_user")))
        self.assertIn(self.env.ref("base.group_user"), self.user[compat.USER_GROUPS])


class TestViews(CompatCase):
    """Names of views and actions."""

    def test_view_mode(self):
        modes = compat.view_mode("list,form,calendar")
        self.assertEqual(modes, compat.LIST + ",form,calendar")
        self.assertEqual(compat.views(("list", False), ("form", 7)),
                         [(False, compat.LIST), (7, "form")])

    def test_list_mode_is_known(self):
        known = dict(self.env["ir.ui.view"]._fields["type"].selection)
        self.assertIn(compat.LIST, known)

    def test_view_arch(self):
        arch = etree.fromstring(compat.view_arch(self.env["res.partner"], "list"))
        self.assertEqual(arch.tag, compat.LIST)
        self.assertTrue(arch.xpath(".//field[@name]"))

    def test_aggregator_is_a_field_keyword(self):
        (keyword, value), = compat.aggregator("avg").items()
        self.assertEqual(value, "avg")
        self.assertTrue(hasattr(self.env["res.partner"]._fields["color"], keyword))


class TestReports(CompatCase):
    """Reports and answers of routes."""

    def setUp(self):
        super().setUp()
        self.env["ir.ui.view"].create({
            "name": "compat_report", "key": "field_visit_routing.compat_report", "type": "qweb",
            "arch": '<t t-name="field_visit_routing.compat_report"><html><body>'
                    '<p t-foreach="docs" t-as="doc" t-esc="doc.name"/></body></html></t>'})
        self.report = self.env["ir.actions.report"].create({
            "name": "Compat", "model": "res.partner", "report_type": "qweb-pdf",
            "report_name": "field_visit_routing.compat_report"})

    def test_render_html(self):
        html = compat.render_html(self.report, self.partners[0].ids)
        self.assertIn(b"Aino", html)

    def test_render_pdf_gives_bytes(self):
        self.assertIsInstance(compat.render_pdf(self.report, self.partners[0].ids), bytes)

    def test_json_response(self):
        response = compat.json_response({"name": "李"}, status=202)
        self.assertEqual(response.status_code, 202)
        self.assertIn("application/json", response.headers["Content-Type"])
        self.assertEqual(json.loads(response.get_data(as_text=True)), {"name": "李"})


class TestLife(CompatCase):
    """Hooks and what happens after a commit."""

    def test_hook_takes_an_environment(self):
        hook = compat.hook(lambda env: env["res.partner"].browse(self.partners[0].id).name)
        self.assertEqual(hook(self.env), "Aino")

    def test_hook_takes_a_cursor(self):
        hook = compat.hook(lambda env: env.uid)
        self.assertEqual(hook(self.env.cr, self.env.registry), 1)

    def test_after_commit(self):
        calls = []
        compat.after_commit(self.env, lambda: calls.append(1))
        self.assertEqual(calls, [])
        compat.run_after_commit(self.env)
        self.assertEqual(calls, [1])

    def test_trigger_cron(self):
        cron = self.env["ir.cron"].search([], limit=1)
        self.assertTrue(cron)
        compat.trigger_cron(cron)

    def test_a_thread_may_have_environments(self):
        found = []

        def work():
            with compat.thread_environments():
                found.append(api.Environment(self.env.cr, 1, {})["res.partner"].browse(
                    self.partners[0].id).exists().id)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        self.assertEqual(found, self.partners[0].ids)

    def test_a_server_that_forks_serves_no_requests_itself(self):
        self.assertFalse(compat.is_no_worker())
        parent = server.PreforkServer.__new__(server.PreforkServer)
        for pid, expected in ((os.getpid(), True), (os.getpid() + 1, False)):
            parent.pid = pid
            with patch.object(server, "server", parent):
                self.assertEqual(compat.is_no_worker(), expected)

    def test_unknown_name(self):
        with self.assertRaises(AttributeError):
            compat.no_such_helper  # noqa: B018
