"""Try my customers: table in, customers out, all of it removable."""
import base64
import io
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, tagged

from .. import compat

CSV = """name,address,city,lat,lon,phone
Ekberg,Bulevardi 9,Helsinki,60.1650,24.9395,+358 9 1234
Fazer,Kluuvikatu 3,Helsinki,60.1683,24.9471,
Nowhere,Road 1,Helsinki,91,24.9,
"""
CHINESE = "客户名称,地址,经纬度\n上海博物馆,上海市黄浦区人民大道201号,\"121.4750,31.2284\"\n"


class TryCase(TransactionCase):
    def setUp(self):
        super().setUp()
        self.env.company.write({"visit_auto_locate": False})
        self.batches = self.env["field.visit.try.batch"].with_context(lang="en_US")

    def checked(self, text, **values):
        batch = self.batches.create(dict(values, text=text))
        batch.action_check()
        return batch

    def encoded(self, content):
        return base64.b64encode(content)


@tagged("post_install", "-at_install")
class TestRead(TryCase):
    def test_columns_and_rows_are_shown_before_anything_is_created(self):
        before = self.env["res.partner"].search_count([])
        batch = self.checked(CSV)
        self.assertEqual(batch.column_ids.mapped("target"),
                         ["name", "street", "city", "latitude", "longitude", "phone"])
        self.assertEqual((batch.row_count, batch.ok_count, batch.bad_count), (3, 2, 1))
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_a_bad_row_names_line_field_value_and_remedy_and_is_not_lost(self):
        batch = self.checked(CSV)
        problem = batch.get_problems()[0]
        self.assertEqual((problem["line"], problem["field"], problem["value"]), (4, "Latitude", "91"))
        self.assertIn("from -90 to 90", problem["message"])
        batch.action_import()
        self.assertIn("Road 1", batch.problem_ids.cells_json)

    def test_a_column_can_be_given_another_meaning(self):
        batch = self.checked("Merchant,Where\nEkberg,Bulevardi 9\n\n".replace("Merchant", "Name"))
        where = batch.column_ids.filtered(lambda column: column.header == "Where")
        self.assertFalse(where.target)
        where.target = "street"
        batch.action_import()
        self.assertEqual(batch.partner_ids.street, "Bulevardi 9")

    def test_a_table_without_names_is_refused_with_the_remedy(self):
        with self.assertRaisesRegex(UserError, "No column holds the customers' names"):
            self.checked("city,zip\nHelsinki,00100")

    def test_an_empty_table_is_refused(self):
        for text in (False, "", "  \n\n"):
            with self.assertRaisesRegex(UserError, "There is no row"):
                self.checked(text)

    def test_files_of_other_kinds_are_refused_with_their_name(self):
        for content, word in ((b"\xd0\xcf\x11\xe0rest", "old Excel"), (b"PK\x03\x04rest", "cannot be opened"),
                              (b"\x89PNG\x00\xff\x81", "neither CSV nor XLSX")):
            batch = self.batches.create({"file": self.encoded(content), "file_name": "list.bin"})
            with self.assertRaisesRegex(UserError, word):
                batch.action_check()

    def test_a_chinese_csv_of_a_spreadsheet(self):
        batch = self.batches.create({"file": self.encoded(CHINESE.encode("gb18030")), "file_name": "客户.csv"})
        batch.action_check()
        self.assertEqual(batch.column_ids.mapped("target"), ["name", "street", "position"])
        self.assertEqual(batch.coordinate_order, "lon_lat")
        self.assertFalse(batch.order_asked)

    def test_xlsx(self):
        import openpyxl

        book = openpyxl.Workbook()
        for row in (["名称", "纬度", "经度"], ["Ekberg", 60.165, 24.9395]):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        batch = self.batches.create({"file": self.encoded(stream.getvalue()), "file_name": "x.xlsx"})
        batch.action_import()
        self.assertAlmostEqual(batch.partner_ids.partner_latitude, 60.165)


@tagged("post_install", "-at_install")
class TestAsk(TryCase):
    def test_the_order_is_asked_when_the_values_leave_it_open(self):
        batch = self.checked("name,position\nEkberg,\"60.1650, 24.9395\"\n")
        self.assertTrue(batch.order_asked)
        with self.assertRaisesRegex(UserError, "whether latitude or longitude comes first"):
            batch.action_import()
        batch.coordinate_order = "lat_lon"
        batch.action_import()
        self.assertAlmostEqual(batch.partner_ids.partner_latitude, 60.165)

    def test_the_datum_is_asked_for_mainland_china_and_converted(self):
        batch = self.checked(CHINESE)
        self.assertTrue(batch.datum_asked)
        with self.assertRaisesRegex(UserError, "Choose where the coordinates come from"):
            batch.action_import()
        batch.datum = "gcj02"
        batch.action_import()
        partner = batch.partner_ids
        self.assertAlmostEqual(partner.partner_latitude, 31.2303, places=3)
        self.assertAlmostEqual(partner.partner_longitude, 121.4705, places=3)
        self.assertEqual((partner.city, partner.street), ("上海市", "黄浦区人民大道201号"))

    def test_elsewhere_no_datum_is_asked(self):
        self.assertFalse(self.checked(CSV).datum_asked)


@tagged("post_install", "-at_install")
class TestCreate(TryCase):
    def test_customers_carry_position_source_and_batch(self):
        batch = self.checked(CSV)
        batch.action_import()
        ekberg = batch.partner_ids.filtered(lambda partner: partner.name == "Ekberg")
        self.assertEqual((ekberg.geo_state, ekberg.geo_source, ekberg.street, ekberg.phone),
                         ("manual", "import", "Bulevardi 9", "+358 9 1234"))
        self.assertEqual(ekberg.country_id, batch.country_id)

    def test_duplicates_in_the_table_and_among_the_customers_are_told(self):
        self.env["res.partner"].create({"name": "Fazer", "street": "Kluuvikatu 3"})
        batch = self.checked(CSV + "Ekberg,Bulevardi 9,Helsinki,60.1650,24.9395,\n")
        self.assertEqual(batch.problem_ids.filtered(lambda line: line.state == "duplicate").mapped("name"),
                         ["Fazer", "Ekberg"])
        self.assertIn("line 2", batch.problem_ids[-1].message)
        with self.assertRaisesRegex(UserError, "No row is usable"):
            self.checked("name,address\nFazer,Kluuvikatu 3").action_import()
        batch.take_duplicates = True
        batch.action_import()
        self.assertEqual(batch.created_count, 3)

    def test_a_table_is_created_once(self):
        batch = self.checked(CSV)
        batch.action_import()
        with self.assertRaisesRegex(UserError, "created already"):
            batch.action_import()

    def test_countries_are_found_by_name_code_and_in_chinese(self):
        batch = self.checked("name,country\nA,Finland\nB,cn\nC,\n")
        batch.action_import()
        self.assertEqual([partner.country_id.code for partner in batch.partner_ids.sorted("name")],
                         ["FI", "CN", batch.country_id.code or False])

    def test_states_are_found_by_name_and_code_and_looked_up_once(self):
        state = self.env.ref("base.state_us_5")
        batch = self.checked("name,state,country\nA,%s,US\nB,%s,US\nC,Nowhere,US\nD,,US\nE,%s,US\n" % (
            state.name, state.code, state.code))
        searched = []
        search = type(state).search
        with patch.object(type(state), "search",
                          lambda self, *args, **kwargs: searched.append(1) or search(self, *args, **kwargs)):
            batch.action_import()
        self.assertEqual([partner.state_id for partner in batch.partner_ids.sorted("name")],
                         [state, state, state.browse(), state.browse(), state])
        self.assertEqual(len(searched), 3)

    def test_one_call_for_programs(self):
        result = self.batches.try_customers({"text": CSV})
        self.assertEqual(len(result["partner_ids"]), 2)
        self.assertEqual([problem["line"] for problem in result["problems"]], [4])
        with self.assertRaisesRegex(UserError, "Unknown key texts"):
            self.batches.try_customers({"texts": CSV})

    def test_the_form_opens_and_saves(self):
        with Form(self.batches) as form:
            form.text = CSV
        record = form.save()
        record.action_check()
        with Form(record) as form:
            self.assertEqual(form.bad_count, 1)


@tagged("post_install", "-at_install")
class TestRemove(TryCase):
    def imported(self):
        batch = self.checked(CSV)
        batch.action_import()
        return batch

    def test_everything_goes(self):
        batch = self.imported()
        partners = batch.partner_ids
        self.assertEqual(batch.action_remove(), {"removed": 2, "kept": []})
        self.assertFalse(partners.exists() or batch.exists())

    def test_customers_with_a_lead_are_kept_and_named(self):
        batch = self.imported()
        ekberg = batch.partner_ids.filtered(lambda partner: partner.name == "Ekberg")
        self.env["crm.lead"].create({"name": "Beans", "partner_id": ekberg.id})
        self.assertEqual(batch.action_remove(), {"removed": 1, "kept": ["Ekberg"]})
        self.assertFalse(ekberg.visit_try_batch_id)

    def test_planned_visits_go_and_made_ones_stay(self):
        batch = self.imported()
        ekberg, fazer = batch.partner_ids.sorted("name")
        planned, made = self.env["field.visit"].create([
            {"partner_id": fazer.id, "company_id": self.env.company.id},
            {"partner_id": ekberg.id, "company_id": self.env.company.id}])
        made.action_start()
        made.action_done()
        self.assertEqual(batch.action_remove(), {"removed": 1, "kept": ["Ekberg"]})
        self.assertTrue(made.exists())
        self.assertFalse(planned.exists())

    def test_planning_opens_with_the_customers_and_a_sample_rep(self):
        batch = self.imported()
        action = batch.action_plan_week()
        wizard = Form(self.env[action["res_model"]].with_context(**action["context"])).save()
        self.assertEqual(wizard.partner_ids, batch.partner_ids)
        self.assertEqual(wizard.rep_ids.try_batch_id, batch)
        self.assertAlmostEqual(batch.rep_ids.home_latitude, (60.1650 + 60.1683) / 2)
        batch.action_remove()
        self.assertFalse(self.env["field.visit.rep"].search([("user_id", "=", self.env.uid)]))


@tagged("post_install", "-at_install")
class TestRights(TryCase):
    def user(self, group):
        groups = [self.env.ref("field_visit_routing." + group).id, self.env.ref("base.group_partner_manager").id]
        return self.env["res.users"].with_context(no_reset_password=True).create({
            "name": group, "login": group, compat.USER_GROUPS: [(6, 0, groups)], "lang": "en_US"})

    def test_a_leader_sees_the_own_tables_only_and_a_manager_all(self):
        batch = self.checked(CSV)
        leader, manager = self.user("group_leader"), self.user("group_manager")
        for model in ("field.visit.try.batch", "field.visit.try.line", "field.visit.try.column"):
            records = self.env[model].search([]) if model == batch._name else self.env[model].search(
                [("batch_id", "=", batch.id)])
            self.assertFalse(records.with_user(leader).search([("id", "in", records.ids)]))
            self.assertEqual(records.with_user(manager).search([("id", "in", records.ids)]), records)

    def test_a_rep_may_not_try_tables(self):
        with self.assertRaises(AccessError):
            self.env["field.visit.try.batch"].with_user(self.user("group_rep")).create({"text": CSV})

    def test_a_leader_without_a_rep_is_told_whom_to_ask(self):
        leader = self.user("group_leader")
        batch = self.batches.with_user(leader).create({"text": CSV})
        batch.action_import()
        with self.assertRaisesRegex(UserError, "Ask a manager"):
            batch.action_plan_week()

    def test_a_leader_removes_what_the_own_table_made_and_nothing_else(self):
        leader = self.user("group_leader")
        leader.write({compat.USER_GROUPS: [(3, self.env.ref("base.group_partner_manager").id)]})
        batch = self.batches.with_user(leader).create({"text": CSV})
        batch.action_import()
        made = batch.partner_ids
        stranger = self.env["res.partner"].create({"name": "Stranger", "visit_try_batch_id": batch.id})
        visits = self.env["field.visit"].create([
            {"partner_id": partner.id, "company_id": self.env.company.id} for partner in (made[0], stranger)])
        lost = self.env["crm.lead"].create({"name": "Lost", "partner_id": made[1].id, "active": False})
        self.assertEqual(batch.action_remove(), {"removed": 1, "kept": [made[1].name]})
        self.assertEqual((made | stranger).exists(), made[1] | stranger)
        self.assertEqual((visits.exists(), lost.partner_id), (visits[1], made[1]))
        self.assertFalse(stranger.visit_try_batch_id)
