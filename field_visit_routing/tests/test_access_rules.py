"""Each rule as each kind of user, over XML-RPC: read, write, delete, group, search by name, export, and the map."""
from odoo.tests import tagged

from .. import compat
from .access_case import MODELS, AccessByPrograms

EVERYTHING = {"harbour", "hill", "wood", "coast", "island", "nobody", "mine", "theirs"}
#: Who may see and change what; "plain" stands for a user outside of the app's groups.
REACH = {
    "rep": {"harbour", "wood", "nobody", "mine"},
    "other rep": {"hill", "wood", "nobody"},
    "leader": {"harbour", "hill", "wood", "nobody", "mine"},
    "west rep": {"coast", "nobody", "mine", "theirs"},
    "west leader": {"coast", "nobody", "mine", "theirs"},
    "manager": EVERYTHING,
    "admin": EVERYTHING,
}
POSITION = ("partner_latitude", "partner_longitude")


@tagged("post_install", "-at_install")
class TestRulesByPrograms(AccessByPrograms):
    def ids(self, model, names):
        return [self.records[model][name].id for name in names]

    def among(self, model):
        return [["id", "in", self.ids(model, EVERYTHING)]]

    def names_of(self, model, ids):
        return {name for name in EVERYTHING if self.records[model][name].id in ids}

    def each(self):
        for kind, reach in REACH.items():
            for model in MODELS:
                with self.subTest(kind=kind, model=model):
                    yield kind, model, reach

    def test_search_and_count(self):
        for kind, model, reach in self.each():
            found = self.call_as(kind, model, "search", self.among(model))
            self.assertEqual(self.names_of(model, found), reach)
            self.assertEqual(self.call_as(kind, model, "search_count", self.among(model)), len(reach))

    def test_read(self):
        for kind, model, reach in self.each():
            rows = self.call_as(kind, model, "read", self.ids(model, reach), ["name"])
            self.assertEqual(len(rows), len(reach))
            for name in EVERYTHING - reach:
                said = self.fault(kind, model, "read", self.ids(model, [name]), ["name"])
                self.assertIn("outside of your territories", said)
                self.assertNotIn("Member", said)

    def test_write(self):
        for kind, model, reach in self.each():
            self.assertTrue(self.call_as(kind, model, "write", self.ids(model, reach), {"function": kind}))
            for name in EVERYTHING - reach:
                self.fault(kind, model, "write", self.ids(model, [name]), {"function": kind})
                self.assertNotEqual(self.records[model][name].function, kind)

    def test_delete(self):
        partners = self.ids("res.partner", EVERYTHING)
        for kind, reach in (("rep", REACH["rep"]), ("west leader", REACH["west leader"])):
            for name in EVERYTHING - reach:
                self.fault(kind, "res.partner", "unlink", self.ids("res.partner", [name]))
        self.assertTrue(self.call_as("rep", "res.partner", "unlink", self.ids("res.partner", ["nobody"])))
        self.assertEqual(len(self.env["res.partner"].browse(partners).exists()), len(partners) - 1)
        for name in EVERYTHING - REACH["leader"]:
            self.fault("leader", "crm.lead", "unlink", self.ids("crm.lead", [name]))

    def test_groups(self):
        method = "read_group" if compat.SERIES < 19 else "formatted_read_group"
        for kind, model, reach in self.each():
            arguments = [["territory_id"], ["territory_id"]] if compat.SERIES < 19 else [["territory_id"], ["__count"]]
            rows = self.call_as(kind, model, method, self.among(model), *arguments)
            count = "territory_id_count" if compat.SERIES < 19 else "__count"
            self.assertEqual(sum(row[count] for row in rows), len(reach))

    def test_search_by_name(self):
        for kind, model, reach in self.each():
            found = self.call_as(kind, model, "name_search", "Member", self.among(model))
            self.assertEqual(self.names_of(model, [row[0] for row in found]), reach)

    def test_export(self):
        group = self.env.ref("base.group_allow_export")
        for user in self.users.values():
            user.write({compat.USER_GROUPS: [(4, group.id)]})
        for kind, model, reach in self.each():
            rows = self.call_as(kind, model, "export_data", self.ids(model, reach), ["name"])["datas"]
            self.assertEqual(len(rows), len(reach))
            for name in EVERYTHING - reach:
                said = self.fault(kind, model, "export_data", self.ids(model, [name]), ["name"])
                self.assertNotIn("Member", said)

    def test_the_map(self):
        for model in MODELS:
            for number, name in enumerate(sorted(EVERYTHING)):
                self.records[model][name].set_position(60.1 + number / 100, 24.9)
            compat.flush(self.env[model])
        circle = {"type": "Circle", "coordinates": [24.9, 60.1], "radius_m": 50_000}
        for kind, model, reach in self.each():
            data = self.call_as(kind, "field.visit.map", "get_map_data", model, self.among(model), *POSITION)
            self.assertEqual(self.names_of(model, data["ids"]), reach)
            inside = self.call_as(kind, "field.visit.map", "select_in_shape", model, circle, self.among(model), *POSITION)
            self.assertEqual(self.names_of(model, inside["ids"]), reach)
            found = self.call_as(kind, "field.visit.map", "search_records", model, "Member", self.among(model), *POSITION)
            self.assertEqual(self.names_of(model, [row["id"] for row in found]), reach)
            for name in EVERYTHING - reach:
                said = self.fault(kind, "field.visit.map", "get_details", model, self.records[model][name].id)
                self.assertNotIn("Member", said)

    def test_users_outside_the_groups_and_the_other_settings(self):
        for mode in ("forbid", "warn", "off"):
            self.company.visit_access_mode = mode
            compat.flush(self.env["res.company"])
            for kind in ("plain", "rep", "leader"):
                found = self.call_as(kind, "res.partner", "search", self.among("res.partner"))
                expected = REACH[kind] if mode == "forbid" and kind != "plain" else EVERYTHING
                self.assertEqual(self.names_of("res.partner", found), expected, (mode, kind))

    def test_people_of_the_house_are_always_admitted(self):
        contact = self.env["res.partner"].create({"name": "Porter", "parent_id": self.company.partner_id.id})
        home = self.env["res.partner"].create({"name": "Home", "parent_id": self.west_rep.partner_id.id, "type": "other"})
        client = self.env["res.partner"].create({
            "name": "Buyer", "parent_id": self.records["res.partner"]["coast"].id})
        compat.flush(self.env["res.partner"])
        house = contact | home | self.company.partner_id | self.west_rep.partner_id
        for kind in REACH:
            rows = self.call_as(kind, "res.partner", "read", house.ids, ["name"])
            self.assertEqual(len(rows), 4, kind)
            seen = self.call_as(kind, "res.partner", "search_count", [["id", "=", client.id]])
            self.assertEqual(bool(seen), "coast" in REACH[kind], kind)

    def test_nobodys_records_may_be_closed_to_reps(self):
        self.company.visit_access_nobodys = False
        compat.flush(self.env["res.company"])
        for kind in ("rep", "leader"):
            found = self.call_as(kind, "res.partner", "search", self.among("res.partner"))
            self.assertEqual("nobody" in self.names_of("res.partner", found), kind == "leader")
        number = self.call_as("rep", "res.partner", "create", {"name": "My find"})
        self.assertEqual(self.env["res.partner"].browse(number).user_id, self.rep_user)

    def test_customers_of_own_visits_and_leads_may_be_looked_up_not_changed(self):
        customer = self.records["res.partner"]["theirs"]
        rep = self.env["field.visit.rep"].create({"user_id": self.rep_user.id, "company_id": self.company.id})
        self.env["field.visit"].create({"partner_id": customer.id, "rep_id": rep.id, "company_id": self.company.id})
        compat.flush(self.env["field.visit"])
        self.assertTrue(self.call_as("rep", "res.partner", "read", customer.ids, ["name"]))
        self.assertTrue(self.call_as("leader", "res.partner", "read", customer.ids, ["name"]))
        self.fault("rep", "res.partner", "write", customer.ids, {"function": "x"})
        self.fault("other rep", "res.partner", "read", customer.ids, ["name"])
        self.records["crm.lead"]["harbour"].partner_id = self.records["res.partner"]["coast"]
        compat.flush(self.env["crm.lead"])
        self.assertTrue(self.call_as("rep", "res.partner", "read", self.ids("res.partner", ["coast"]), ["name"]))

    def test_contacts_are_not_taken_from_others(self):
        hidden = self.records["res.partner"]["coast"]
        link = {"child_ids": [[4, hidden.id, 0]]}
        self.fault("rep", "res.partner", "write", self.ids("res.partner", ["harbour"]), link)
        self.fault("rep", "res.partner", "create", dict(link, name="x"))
        self.assertFalse(hidden.parent_id)

    def test_another_companys_customers(self):
        foreign = self.env["res.partner"].create({
            "name": "Foreign", "company_id": self.other_company.id, "user_id": self.rep_user.id})
        compat.flush(self.env["res.partner"])
        for kind in REACH:
            self.fault(kind, "res.partner", "read", foreign.ids, ["name"])
        self.rep_user.company_ids |= self.other_company
        compat.flush(self.env["res.users"])
        self.assertTrue(self.call_as("rep", "res.partner", "read", foreign.ids, ["name"]))
        self.fault("rep", "res.partner", "read", foreign.ids, ["name"],
                   context={"allowed_company_ids": self.company.ids})
