"""The source holds nothing that some series lacks, and its references lead somewhere."""
import pytest
from build import cli, python_rules, references
from build_helpers import SOURCE


def test_python_of_the_addon():
    assert [str(error) for error in python_rules.check_folder(SOURCE)] == []


def test_references_of_the_addon():
    assert [str(error) for error in references.References(SOURCE).check()] == []


def test_command(capsys):
    assert cli.main(["--check"]) == 0
    assert "0 mistakes in the source; built for 14.0" in capsys.readouterr().out


# ---- Python ------------------------------------------------------------------------------------
@pytest.mark.parametrize("source, construct", [
    ("class A:\n  def name_get(self): pass", "def name_get"),
    ("class A:\n  def _name_search(self): pass", "def _name_search"),
    ("class A:\n  _sql_constraints = []", "_sql_constraints"),
    ("self.read_group([], [], [])", ".read_group"),
    ("self.env['a']._read_group([], [])", "._read_group"),
    ("def f(self):\n  return super().read_group([], [], [])", ".read_group"),
    ("a.check_access_rights('read')", ".check_access_rights"),
    ("tools.create_unique_index(cr)", ".create_unique_index"),
    ("self.flush_model()", ".flush_model"),
    ("self._cr.execute('')", "._cr"),
    ("x = user.groups_id", ".groups_id"),
    ("x = fields.Json()", ".Json"),
    ("x = models.UniqueIndex('(a)')", ".UniqueIndex"),
    ("@api.ondelete(at_uninstall=False)\ndef f(self): pass", ".ondelete"),
    ("from odoo.osv import expression", "import of odoo.osv.expression"),
    ("from odoo.osv.expression import AND", "import of odoo.osv.expression.AND"),
    ("from odoo import Command", "import of odoo.Command"),
    ("from odoo.tests.common import SavepointCase", "SavepointCase"),
    ("x = fields.Char(states={})", "states= of a field"),
    ("x = fields.Float(aggregator='avg')", "aggregator= of a field"),
    ("@http.route('/a', type='json')\ndef f(self): pass", "type='json' of a route"),
    ("x = {'view_mode': 'form,list'}", "view_mode 'form,list'"),
    ("x = {'view_mode': 'tree'}", "view_mode 'tree'"),
    ("x = {'views': [(False, 'list')]}", "views with 'list'"),
    ("match x:\n  case 1: pass", "not valid in Python 3.9"),
])
def test_forbidden_python(source, construct):
    finding, = python_rules.check(source)
    assert construct in finding.construct and finding.line and finding.remedy


@pytest.mark.parametrize("source", [
    "file.flush()", "compat.read_group", "x = {'view_mode': 'form'}", "x = {'view_mode': modes}",
    "x = {'views': compat.views(('list', False))}", "@http.route('/a', type='http')\ndef f(self): pass",
    "x = fields.Float(**compat.aggregator('avg'))", "x = self.env['a'].search_count([])",
    "import json", "x = {'mode': 'list'}",
    "def _read_group(self, *args):\n  return super()._read_group(*args)",
])
def test_python_that_every_series_reads(source):
    assert python_rules.check(source) == []


def test_the_engine_only_has_to_be_old_python():
    assert python_rules.check("queue.read_group()", engine=True) == []
    assert python_rules.check("type X = int", engine=True)


# ---- references ------------------------------------------------------------------------------
MODEL = '''
class Visit(models.Model):
    _name = "x.visit"
    state = fields.Char()
    stop_ids = fields.One2many("x.stop", "visit_id")

class Stop(models.Model):
    _name = "x.stop"
    km = fields.Float()
'''
FORM = ('<record id="form" model="ir.ui.view"><field name="model">x.visit</field>'
        '<field name="arch" type="xml"><form>%s</form></field></record>')


def check(folder, data, table="id,model_id:id,group_id:id\n"):
    """Return the mistakes of an addon with one data file and one table."""
    source = folder / "small_addon"
    source.mkdir()
    facts = {"name": "Small", "version": "1.0.0", "data": ["data.xml", "access.csv"]}
    (source / "__manifest__.py").write_text(repr(facts))
    (source / "models.py").write_text(MODEL)
    (source / "data.xml").write_text("<odoo>%s</odoo>" % data)
    (source / "access.csv").write_text(table)
    return [str(error) for error in references.References(source).check()]


@pytest.mark.parametrize("data, mistake", [
    ('<record id="a" model="m"><field name="f" ref="nowhere"/></record>', "id 'nowhere'"),
    ('<record id="a" model="m"><field name="f" ref="small_addon.b"/></record>'
     '<record id="b" model="m"/>', "id 'small_addon.b' is not defined up to here"),
    ('<record id="a" model="m"><field name="f" eval="[(4, ref(\'gone\'))]"/></record>', "id 'gone'"),
    ('<menuitem id="m" parent="gone"/>', "id 'gone'"),
    ('<menuitem id="m" action="gone"/>', "id 'gone'"),
    ('<menuitem id="m" groups="base.group_user,gone"/>', "id 'gone'"),
    ('<template id="t"><t t-call="small_addon.gone"/></template>', "id 'small_addon.gone'"),
    (FORM % '<button name="%(gone)d"/>', "id 'gone'"),
    (FORM % '<field name="colour"/>', "x.visit has no field 'colour'"),
    (FORM % '<div invisible="state == 1"/>', "reads 'state'"),
    (FORM % '<field name="stop_ids"><list><field name="kilo"/></list></field>', "x.stop has no field"),
    (FORM % '<field name="stop_ids"><list><field name="km" readonly="parent.state"/></list></field>',
     "reads 'state'"),
])
def test_mistakes_in_data(tmp_path, data, mistake):
    found = check(tmp_path, data.replace("%%", "%"))
    assert len(found) == 1 and mistake in found[0] and "Remedy: " in found[0]


def test_mistake_in_a_table(tmp_path):
    found = check(tmp_path, "", "id,model_id:id,group_id:id\na,model_x_visit,base.group_user\n"
                                "b,model_x_gone,\n")
    assert len(found) == 1 and "access.csv:3" in found[0] and "'model_x_gone'" in found[0]


def test_missing_file(tmp_path):
    source = tmp_path / "small_addon"
    source.mkdir()
    (source / "__manifest__.py").write_text("{'data': ['gone.xml']}")
    assert "no such file" in str(references.References(source).check()[0])


def test_what_is_right(tmp_path):
    assert check(tmp_path, (
        '<record id="a" model="m"><field name="f" ref="base.main"/></record>'
        '<record id="b" model="m"><field name="f" ref="a"/><field name="m" ref="model_x_visit"/></record>'
        '<menuitem id="m" groups="base.group_user"/><menuitem id="n" parent="m"/>')
        + FORM % ('<field name="state"/><div invisible="state and id"/><field name="stop_ids"><list>'
                  '<field name="km" column_invisible="parent.state"/></list></field>')) == []
