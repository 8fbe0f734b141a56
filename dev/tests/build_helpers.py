"""Short ways to run the rules on a snippet."""
from pathlib import Path

from build.models import Models
from build.xmlfile import rewrite
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "field_visit_routing"

MODELS = Models()
MODELS.add('''
class Visit(models.Model):
    _name = "x.visit"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    count = fields.Integer()
    state = fields.Selection([])
    note = fields.Char()
    done = fields.Boolean()
    stop_ids = fields.One2many("x.stop", "visit_id")

class Stop(models.Model):
    _name = "x.stop"
    km = fields.Float()

class Plan(models.Model):
    _name = "x.plan"
    _inherit = "mail.thread"

class Settings(models.TransientModel):
    _inherit = "res.config.settings"
    group_map = fields.Boolean()
    speed = fields.Float()
''')


def view(arch, model="x.visit"):
    """Return the record of a view."""
    return ('<record id="v" model="ir.ui.view"><field name="name">v</field>'
            '<field name="model">%s</field><field name="arch" type="xml">%s</field></record>'
            % (model, arch))


def record(model, *fields):
    """Return a record with the given ``<field/>`` texts."""
    return '<record id="r" model="%s">%s</record>' % (model, "".join(fields))


def older(content, series):
    """Return the tree of a data file with ``content`` as ``series`` gets it."""
    source = ("<odoo>%s</odoo>" % content).encode()
    return etree.fromstring(rewrite(source, series, "data.xml", MODELS))


def older_view(arch, series, model="x.visit"):
    """Return the root of a view as ``series`` gets it."""
    return older(view(arch, model), series).find(".//field[@name='arch']")[0]


def text(node):
    """Return an element as text, without what follows it."""
    return etree.tostring(node, encoding="unicode", with_tail=False)
