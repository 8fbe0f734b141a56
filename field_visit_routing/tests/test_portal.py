"""Customers with a login, and visitors without one, are told nothing that the house keeps about them: by no way."""
import inspect
import xmlrpc.client

from odoo.exceptions import UserError
from odoo.tests.common import HttpCase, new_test_user
from odoo.tools import mute_logger

from .. import compat
from .access_case import QUIET

ADDON = "field_visit_routing"
#: Fields of this addon that portal and public users may read, with the reason; coordinates are Odoo's own.
OPEN = {}
#: Fields of leads without groups: another module of Odoo's has them too, for the very resellers that it opens leads to.
OPEN_OF_LEADS = {"partner_latitude", "partner_longitude"}
#: Methods of ours which they may call on what they may read, with what they get.
OPEN_METHODS = {
    "action_open_feedback": "the name of a list, which is refused to them",
    "action_open_urgent": "the name of a dialog, which is refused to them",
    "has_position": "whether there are coordinates, which are Odoo's own",
    "action_open_map": "the same coordinates",
    "visit_score_refresh": "True; it computes anew, and shows nothing",
    "visit_consent": "words written for people outside of the office; nothing about customers",
    # what the house's access rules make of this very user: no role, no areas, no teams
    "visit_access_domain": "nothing", "visit_access_mode": "off", "visit_access_role": "none", "visit_agenda_domain": "all",
    "visit_lead_group_domain": "nothing", "visit_led_team_ids": "none", "visit_member_team_ids": "none",
    "visit_reach_domain": "nothing", "visit_territory_ids": "none",
}
#: Values for what a method wants to be given.
GIVEN = {"vals": {}, "values": {}, "score": 50, "model": "res.partner", "operation": "read", "company_ids": [],
         "lat": 60.0, "lon": 25.0, "text": "60, 25"}
#: What the rep, and a clerk who is no salesperson, could not read before either.
HIDDEN = {"rep": {"visit_score_parts"},
          "plain": {"visit_score_parts", "visit_learned_amount", "visit_feedback_ids"}}


def group_by(model, name, *measures):
    """Groups as programs ask for them, which is another method in 19.0."""
    if compat.SERIES >= 19:
        return called(model, "formatted_read_group", [], [name], list(measures) or ["__count"])
    return called(model, "read_group", [], list(measures) or [name], [name])


def called(record, method, *arguments):
    """A call by its name, as it comes from programs: what one test asks for is a method of some series only."""
    return getattr(record, method)(*arguments)


def leaf(record, name, path=""):
    """A domain that holds for some values of a field: Odoo leaves out what always holds, as that tells nothing."""
    field = record._fields[name]
    wanted = {"integer": (">", 3), "float": (">", 3), "boolean": ("=", True), "date": (">", "2020-01-01"),
              "datetime": (">", "2020-01-01 00:00:00"), "selection": ("=", "rules")}
    return [(path + name, *wanted.get(field.type, ("in", [1]) if field.relational else ("=", "some")))]


#: Ways to ask for a field; the second half only goes with columns.
WAYS = {
    "read": lambda record, name: record.read([name]),
    "search_read": lambda record, name: record.search_read([("id", "in", record.ids)], [name]),
    "search": lambda record, name: record.search(leaf(record, name)),
    "search_count": lambda record, name: record.search_count(leaf(record, name)),
    "name_search": lambda record, name: record.name_search("", leaf(record, name)),
    "path": lambda record, name: record.env["res.users"].search(leaf(record, name, path_to(record))),
}
# newer series do not let programs call these
if compat.SERIES < 19:
    WAYS.update({
        "mapped": lambda record, name: record.mapped(name),
        "filtered": lambda record, name: record.filtered(name),
        "filtered_domain": lambda record, name: record.filtered_domain(leaf(record, name)),
        "sorted": lambda record, name: record.sorted(name),
    })
# nor whoever may not write the record call this
if compat.SERIES < 17:
    WAYS["onchange"] = lambda record, name: record.onchange({}, [], {name: ""})
COLUMN_WAYS = {
    "order": lambda record, name: record.search([], order=name + " desc"),
    "groups": lambda record, name: group_by(record, name),
    "measure": lambda record, name: group_by(record, "create_uid", name + ":count_distinct"),
}


def path_to(record):
    return {"res.partner": "partner_id.", "res.users": "partner_id.user_ids.", "res.company": "company_id."}[record._name]


class PortalWorld:

    @classmethod
    def set_up_strangers(cls):
        cls.customer = new_test_user(cls.env, login="fv_portal", password="fv_portal_pw1", groups="base.group_portal")
        cls.customer.partner_id.write({"visit_score": 77, "visit_interval_days": 14})
        compat.flush(cls.customer)

    def our_fields(self, *, of_all=()):
        """``{model: names}`` of the fields that only this addon adds to models that the customer may look into.

        :param of_all: models that count whether the customer may look into them or not
        """
        known = self.env["ir.model.data"].search([("module", "=", ADDON), ("model", "=", "ir.model.fields")])
        found = {}
        for field in self.env["ir.model.fields"].browse(known.mapped("res_id")).exists():
            model = self.env[field.model]
            ours = field.modules.split(", ") == [ADDON] and field.name not in ("id", "display_name")
            if ours and not model._abstract and (field.model in of_all or self.is_readable(model)):
                found.setdefault(field.model, set()).add(field.name)
        return found

    def is_readable(self, model):
        strangers = (self.customer, self.env.ref("base.public_user"))
        with mute_logger(*QUIET):
            return any(compat.has_access(model.with_user(user).browse(), "read") for user in strangers)


class TestPortal(PortalWorld, compat.TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_strangers()

    def record_of(self, model, user):
        return {"res.partner": user.partner_id, "res.users": user, "res.company": user.company_id}[model].with_user(user)

    def ways(self, user, model, name):
        """All of them for the customer's own record and company, a few for the users, which pass them on."""
        if user != self.customer or model == "res.users":
            return {way: WAYS[way] for way in ("read", "search", "path")}
        field = self.env[model]._fields[name]
        return dict(WAYS, **(COLUMN_WAYS if field.store and field.column_type else {}))

    def told(self, user, model, name):
        """The ways by which this field is told; some fields nobody can search by, which tells nothing either."""
        record, told = self.record_of(model, user), []
        # Odoo itself looks at the user with all rights, which fills the cache
        record.sudo().read([name])
        for way, ask in self.ways(user, model, name).items():
            try:
                told.append((way, ask(record, name)))
            except (UserError, ValueError):
                continue
        return told

    def leads_to_open(self, record, name):
        """Whether the user may read what a field leads to: otherwise Odoo refuses the field, too."""
        link = record._fields[name].comodel_name
        return not link or compat.has_access(record.env[link].browse(), "read")

    def test_which_models(self):
        """What they can look into; another model that shows up here needs a look at what it tells."""
        self.assertEqual(set(self.our_fields()), {"res.partner", "res.users", "res.company"})
        self.assertIn("visit_score", self.our_fields()["res.partner"])

    def test_leads(self):
        """Nobody from outside reads leads, until a module of Odoo's opens them to resellers."""
        names = self.our_fields(of_all=["crm.lead"])["crm.lead"]
        self.assertIn("visit_pool_state", names)
        self.assertEqual({name for name in names if not self.env["crm.lead"]._fields[name].groups}, OPEN_OF_LEADS)

    def test_a_reseller_works_on_his_lead(self):
        """What is closed is not needed for what is open."""
        self.env["ir.model.access"].create({
            "name": "resellers", "model_id": self.env["ir.model"]._get("crm.lead").id, "perm_read": True, "perm_write": True,
            "group_id": self.env.ref("base.group_portal").id})
        lead = self.env["crm.lead"].create({"name": "Reseller's", "user_id": self.env.uid})
        compat.flush(lead)
        own = lead.with_user(self.customer)
        own.write({"description": "called", "priority": "2"})
        self.assertEqual(own.read(["priority"])[0]["priority"], "2")
        own.write({"street": "Aleksanterinkatu 1", "city": "Helsinki", "phone": "+358 9 12345", "contact_name": "Aino"})
        self.assertEqual((lead.city, lead.geo_queued), ("Helsinki", lead._visit_auto_locate()))
        for name in ("visit_pool_state", "visit_pool_return_text", "visit_hours_ids", "field_visit_ids"):
            with self.subTest(field=name), mute_logger(*QUIET), self.assertRaises(UserError):
                own.read([name])

    def test_no_field_is_told(self):
        for user in (self.customer, self.env.ref("base.public_user")):
            for model, names in sorted(self.our_fields().items()):
                for name in sorted(names - set(OPEN.get(model, ()))):
                    with self.subTest(user=user.login, field="%s.%s" % (model, name)), mute_logger(*QUIET):
                        self.assertEqual(self.told(user, model, name), [])
                described = self.env[model].with_user(user).fields_get()
                self.assertEqual(names & set(described), set(OPEN.get(model, ())))

    def test_these_ways_do_tell_open_fields(self):
        """Otherwise a refusal above would say nothing."""
        with mute_logger(*QUIET):
            asked = {way for way, _answer in self.told(self.customer, "res.partner", "name")}
        self.assertEqual(asked, set(WAYS) | set(COLUMN_WAYS))

    def test_sums_of_all_fields(self):
        """Groups of which no field is asked tell none of ours."""
        if compat.SERIES < 19:
            rows = called(self.customer.partner_id.with_user(self.customer), "read_group", [], [], ["create_uid"])
            self.assertFalse(self.our_fields()["res.partner"] & set(rows[0]))

    def test_methods(self):
        answered = set()
        for model, names in self.our_fields().items():
            record = self.record_of(model, self.customer)
            for name, method in our_methods(type(record)):
                wanted = [key for key, one in list(inspect.signature(method).parameters.items())[1:] if one.default is one.empty]
                record.sudo().read(sorted(names))  # as above: it is all in the cache
                try:
                    with mute_logger(*QUIET):
                        called(record, name, *[GIVEN[key] for key in wanted])
                except UserError:  # AccessError is one
                    continue
                answered.add(name)
        self.assertEqual(answered - set(OPEN_METHODS), set())

    def test_staff_reads_as_before(self):
        for kind, groups in (("rep", ADDON + ".group_rep"), ("plain", "base.group_user")):
            user = new_test_user(self.env, login="fv_portal_" + kind, groups=groups)
            for model, names in sorted(self.our_fields().items()):
                record = self.record_of(model, user)
                for name in sorted(names):
                    if name not in HIDDEN[kind] and self.leads_to_open(record, name):
                        with self.subTest(kind=kind, field="%s.%s" % (model, name)):
                            self.assertIn(name, record.read([name])[0])
                self.assertEqual(names - set(record.fields_get()), names & HIDDEN[kind])


def our_methods(model):
    """Public methods that this addon adds to a model, not those of Odoo that it extends."""
    for name in sorted(dir(model)):
        classes = [cls for cls in model.__mro__ if name in vars(cls)]
        ours = [cls for cls in classes if ADDON in cls.__module__]
        if not name.startswith("_") and ours and ours == classes and callable(getattr(model, name)):
            yield name, getattr(model, name)


class TestPortalByPrograms(PortalWorld, HttpCase):

    def setUp(self):
        super().setUp()
        # up to 14.0 an HttpCase has its environment per test, not per class
        type(self).env = self.env
        self.set_up_strangers()
        for model in ("res.users", "res.partner"):
            compat.flush(self.env[model])

    def call(self, model, method, *arguments, **keywords):
        return compat.xmlrpc_models(self).execute_kw(
            self.env.cr.dbname, self.customer.id, "fv_portal_pw1", model, method, list(arguments), keywords)

    def calls(self, name):
        """``(model, method, arguments)``: ways to ask by programs for the own record."""
        own = self.customer.partner_id.ids
        calls = [
            ("res.partner", "read", [own, [name]]), ("res.partner", "search_read", [[], [name]]),
            ("res.partner", "search", [[(name, ">", 50)]]), ("res.partner", "search_count", [[(name, ">", 50)]]),
            ("res.partner", "search", [[], 0, 1, name]), ("res.partner", "name_search", ["", [(name, ">", 50)]]),
            ("res.users", "search", [[(name, ">", 50)]]), ("res.users", "search", [[("partner_id." + name, ">", 50)]]),
            ("res.users", "read", [self.customer.ids, [name]]), ("res.partner", "export_data", [own, [name]]),
            ("res.partner", "filtered_domain", [own, [(name, ">", 50)]]), ("res.partner", "mapped", [own, name]),
            ("res.partner", "onchange", [own, {}, [], {name: {} if compat.SERIES >= 17 else ""}]),
            ("res.partner", "web_search_read", [[], {name: {}} if compat.SERIES >= 17 else [name]]),
            ("res.partner", "copy_data", [own])]
        if compat.SERIES >= 19:
            return calls + [("res.partner", "formatted_read_group", [[], [name], ["__count"]]),
                            ("res.partner", "web_read", [own, {name: {}}])]
        return calls + [("res.partner", "read_group", [[], [name], [name]]),
                        ("res.partner", "read_group", [[], [name + ":max"], ["create_uid"]])]

    def test_open_fields_of_the_own_record(self):
        """The calls below fail for the field they ask for; some are not for the customer at all, or return records."""
        not_theirs = {"export_data", "onchange", "copy_data", "filtered_domain"} | ({"mapped"} if compat.SERIES >= 19 else set())
        for model, method, arguments in self.calls("color"):
            if method not in not_theirs:
                with self.subTest(model=model, method=method):
                    self.assertIsNotNone(self.call(model, method, *arguments))

    def test_own_record(self):
        for name in ("visit_score", "visit_urgency"):
            for model, method, arguments in self.calls(name):
                with self.subTest(model=model, method=method, field=name), mute_logger(*QUIET):
                    with self.assertRaises(xmlrpc.client.Fault) as caught:
                        self.call(model, method, *arguments)
                    self.assertNotIn("Traceback", caught.exception.faultString)
