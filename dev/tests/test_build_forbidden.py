"""What no rule rewrote is found by the table of forbidden constructs."""
import pytest
from build import forbidden
from build.errors import BuildError
from build_helpers import older_view, record, view
from lxml import etree

#: One example per row of the table, in its order.
EXAMPLES = [
    record("res.groups.privilege"),
    record("res.groups", '<field name="privilege_id"/>'),
    view("<list/>"),
    view("<form><chatter/></form>"),
    view('<kanban><templates><t t-name="card"/></templates></kanban>'),
    record("ir.actions.act_window", '<field name="view_mode">form,list</field>'),
    record("ir.actions.act_window", '<field name="path">x</field>'),
    view('<tree><field name="a" column_invisible="1"/></tree>'),
    view('<form><field name="a" readonly="b"/></form>'),
    view("<form><app/></form>", "res.config.settings"),
    view('<form><field name="a" widget="daterange"/></form>'),
    '<template id="t"><p t-out="x"/></template>',
    '<template id="t"><p t-raw="x"/></template>',
    '<template id="t"><p t-out="x"/></template>',
    '<report id="r"/>',
    view('<form><button states="draft"/></form>'),
    record("ir.ui.view", '<field name="inherit_id" ref="x"/>', '<field name="group_ids"/>'),
    view('<search><filter name="w" domain="[(1, \'=\', context_today().weekday())]"/></search>'),
    view('<form><field name="a" attrs="{}"/></form>'),
    view("<tree/>"),
    view('<form><div class="oe_chatter"/></form>'),
    view('<kanban><templates><t t-name="kanban-box"/></templates></kanban>'),
    record("ir.cron", '<field name="numbercall">-1</field>'),
    record("ir.actions.act_window", '<field name="view_mode">tree,form</field>'),
    record("res.users", '<field name="groups_id"/>'),
    record("res.groups", '<field name="users"/>'),
    view('<search><group expand="0"/></search>'),
    record("ir.actions.act_window", '<field name="target">inline</field>'),
]


def test_every_row_has_an_example():
    assert len(EXAMPLES) == len(forbidden.FORBIDDEN)


@pytest.mark.parametrize("row, content", zip(forbidden.FORBIDDEN, EXAMPLES),
                         ids=lambda value: getattr(value, "what", ""))
def test_row(row, content):
    root = etree.fromstring("<odoo>%s</odoo>" % content)
    for series in (row.first, row.last):
        with pytest.raises(BuildError) as caught:
            forbidden.check(root, series)
        assert caught.value.remedy and caught.value.line
    assert root.xpath(row.xpath)


@pytest.mark.parametrize("series", range(14, 20))
def test_what_every_series_reads(series):
    form = ('<form><header/><sheet><field name="a" readonly="1" invisible="context.get(\'x\')" '
            'widget="badge"/><widget name="web_ribbon"/></sheet></form>')
    assert older_view(form, series).tag == "form"


@pytest.mark.parametrize("arch", ['<form><field name="a" widget="gauge9"/></form>',
                                  '<form><widget name="documentation_link"/></form>'])
def test_widgets_that_not_every_series_has(arch):
    with pytest.raises(BuildError, match="not every series has"):
        older_view(arch, 19)
