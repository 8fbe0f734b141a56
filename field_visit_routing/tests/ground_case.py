"""Users, companies and places that the tests of positions, reps and territories share."""
from .. import compat
from .processes import end_job_processes

HELSINKI = (60.16952, 24.93545)


class GroundWorld:
    """Builds the users and companies for a test case that has an ``env``."""

    @classmethod
    def set_up_ground(cls):
        # a database made in another language knows no English
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US", **compat.NO_LOG))
        # scores are those that a test makes
        cls.env["field.visit.score.rule"].search([]).active = False
        cls.company = cls.env["res.company"].create({"name": "North Sales"})
        cls.other_company = cls.env["res.company"].create({"name": "South Sales"})
        cls.finland = cls.env.ref("base.fi")
        cls.company.country_id = cls.finland
        cls.team = cls.env["crm.team"].create({"name": "North Team", "company_id": cls.company.id})
        cls.rep_user = cls._user("rep", "group_rep")
        cls.other_rep_user = cls._user("other rep", "group_rep")
        cls.leader_user = cls._user("leader", "group_leader")
        cls.manager_user = cls._user("manager", "group_manager")
        cls.admin_user = cls._user("administrator", "group_admin")
        cls.plain_user = cls._user("clerk")
        cls.team.user_id = cls.leader_user

    @classmethod
    def _user(cls, name, group=None, company=None, extra=("base.group_partner_manager",)):
        company = company or cls.company
        user = cls.env["res.users"].create({
            "name": name.title(), "login": "ground-%s" % name, "lang": "en_US", "tz": "Europe/Helsinki",
            "company_id": company.id, "company_ids": [(6, 0, company.ids)],
        })
        groups = ["base.group_user"] + list(extra) + (["field_visit_routing." + group] if group else [])
        compat.set_groups(user, *groups)
        return user

    @classmethod
    def reader(cls):
        """A rep who may look at customers and neither create nor change them."""
        entries = cls.env["ir.model.access"].search([("model_id.model", "=", "res.partner")])
        entries.filtered(lambda e: e.group_id != cls.env.ref("base.group_system")).write({
            "perm_create": False, "perm_write": False})
        return cls._user("reader", "group_rep", extra=())

    @classmethod
    def customer(cls, **values):
        """Create a customer with an address in Helsinki unless told otherwise."""
        values = dict({
            "name": "Kahvila", "street": "Mannerheimintie 1", "zip": "00100", "city": "Helsinki",
            "country_id": cls.finland.id, "is_company": True,
        }, **values)
        return cls.env["res.partner"].create(values)

    @classmethod
    def lead(cls, **values):
        return cls.env["crm.lead"].create(dict({"name": "Interest", "type": "lead"}, **values))

    def position(self, record):
        return record.geo_state, round(record.partner_latitude, 5), round(record.partner_longitude, 5)

    def assertRefused(self, text, call, *args, **kwargs):
        """The call is refused by a sentence for users that holds ``text``."""
        from odoo.exceptions import UserError
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            call(*args, **kwargs)
        self.assertIn(text, str(caught.exception))


class GroundCase(GroundWorld, compat.TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(end_job_processes)
        cls.set_up_ground()
