"""Each rule writes the newest dialect in the older one, and only where it is needed."""
import pytest
from build.errors import BuildError
from build.rules import RULES
from build_helpers import older, older_view, record, text, view

GROUPS = (
    '<record id="p" model="res.groups.privilege"><field name="name">P</field>'
    '<field name="category_id" ref="c"/></record>'
    '<record id="g" model="res.groups"><field name="privilege_id" ref="p"/>'
    '<field name="user_ids" eval="[(4, 1)]"/></record>')


def refused(content, series, construct):
    """Assert that the build stops, names the construct and the line, and gives a remedy."""
    with pytest.raises(BuildError) as caught:
        older(content, series)
    assert construct in str(caught.value)
    assert caught.value.file == "data.xml" and caught.value.line and caught.value.remedy


# ---- access ----------------------------------------------------------------------------------
def test_privileges_become_categories():
    root = older(GROUPS, 18)
    assert not root.xpath("//record[@model='res.groups.privilege']")
    assert root.find("record/field[@name='category_id']").get("ref") == "c"
    assert root.find("record/field[@name='users']") is not None


def test_privileges_stay_in_19():
    root = older(GROUPS, 19)
    assert root.find("record/field[@name='privilege_id']").get("ref") == "p"


def test_privilege_without_category_is_refused():
    refused('<record id="p" model="res.groups.privilege"><field name="name">P</field></record>',
            18, "privilege without a category")


def test_privilege_of_another_file_is_refused():
    refused(record("res.groups", '<field name="privilege_id" ref="other"/>'), 18, "'other'")


@pytest.mark.parametrize("model", ["res.users", "ir.ui.menu", "ir.actions.act_window",
                                   "ir.actions.server", "ir.actions.report", "ir.ui.view"])
def test_group_fields(model):
    source = record(model, '<field name="group_ids" eval="[]"/>')
    assert older(source, 18).find(".//field").get("name") == "groups_id"
    assert older(source, 19).find(".//field").get("name") == "group_ids"


def test_group_field_of_19_only_is_refused():
    refused(record("res.groups", '<field name="sequence">3</field>'), 18, "'sequence'")


# ---- lists ----------------------------------------------------------------------------------
def test_list_becomes_tree():
    arch = '<list><field name="name"/></list>'
    assert text(older_view(arch, 17)) == '<tree><field name="name"/></tree>'
    assert text(older_view(arch, 18)) == arch


@pytest.mark.parametrize("expression, wanted", [
    ("//list/field[last()]", "//tree/field[last()]"),
    ("//field[@name='visit_ids']/list", "//field[@name='visit_ids']/tree"),
    ("//list[@string='my list']", "//tree[@string='my list']"),
    ("//field[@name='list']", "//field[@name='list']"),
    ("//field[@name='price_list_ids']", "//field[@name='price_list_ids']"),
    ("//field[hasclass('list-item')]", "//field[hasclass('list-item')]"),
])
def test_list_in_an_xpath(expression, wanted):
    node = older_view('<data><xpath expr="%s" position="after"/></data>' % expression, 14)
    assert node.find("xpath").get("expr") == wanted


@pytest.mark.parametrize("model", ["ir.actions.act_window", "ir.actions.act_window.view"])
def test_view_mode(model):
    source = record(model, '<field name="view_mode">field_visit_map,list, form</field>')
    assert older(source, 17).find(".//field").text == "field_visit_map,tree,form"
    assert "list" in older(source, 18).find(".//field").text


def test_type_of_a_view():
    source = record("ir.ui.view", '<field name="type">list</field>')
    assert older(source, 17).find(".//field").text == "tree"
    assert older(source, 18).find(".//field").text == "list"


def test_mode_of_a_relational_field():
    arch = '<form><field name="stop_ids" mode="list,kanban"/></form>'
    assert older_view(arch, 14).find("field").get("mode") == "tree,kanban"


def test_computed_view_mode_is_refused():
    refused(record("ir.actions.act_window", '<field name="view_mode" eval="x"/>'), 14, "view mode")


def test_views_expression_is_refused():
    refused(record("ir.actions.act_window", '<field name="views" eval="[]"/>'), 14, "views")


def test_list_view_ref():
    arch = "<form><field name='a' context=\"{'list_view_ref': 'm.v'}\"/></form>"
    assert "'tree_view_ref'" in older_view(arch, 17).find("field").get("context")
    source = record("ir.actions.act_window", "<field name='context'>{'list_view_ref': 'x'}</field>")
    assert older(source, 14).find(".//field").text == "{'tree_view_ref': 'x'}"


@pytest.mark.parametrize("series, wanted", [(14, "tree,list,kanban"), (16, "list,kanban"),
                                            (19, "list,kanban")])
def test_searchpanel_modes(series, wanted):
    arch = '<search><searchpanel view_types="list,kanban"/></search>'
    assert older_view(arch, series).find("searchpanel").get("view_types") == wanted


# ---- chatter and kanban ------------------------------------------------------------------------
def names(node):
    return [field.get("name") for field in node.iter("field")]


def test_chatter():
    chatter = older_view("<form><sheet/><chatter reload_on_post='True'/></form>", 17).find("div")
    assert chatter.get("class") == "oe_chatter" and len(chatter.attrib) == 1
    assert names(chatter) == ["message_follower_ids", "activity_ids", "message_ids"]
    assert older_view("<form><chatter/></form>", 18).find("chatter") is not None


def test_chatter_without_activities():
    chatter = older_view("<form><chatter/></form>", 14, "x.plan").find("div")
    assert names(chatter) == ["message_follower_ids", "message_ids"]


def test_chatter_of_another_addons_model():
    assert "activity_ids" in names(older_view("<form><chatter/></form>", 14, "res.partner"))


def test_unknown_chatter_option_is_refused():
    refused(view('<form><chatter colour="red"/></form>'), 17, "colour")


CARD = ('<kanban><field name="state"/><templates><t t-name="card" class="p-2">'
        '<field name="name"/><field name="state"/></t></templates></kanban>')


def test_kanban_card():
    kanban = older_view(CARD, 17)
    box = kanban.find("templates/t")
    assert box.get("t-name") == "kanban-box" and box.get("class") is None
    assert box.find("div").get("class") == "oe_kanban_card oe_kanban_global_click p-2"
    assert [node.get("name") for node in kanban.findall("field")] == ["name", "state"]


def test_kanban_card_stays_in_18():
    assert text(older_view(CARD, 18)) == CARD


def test_kanban_card_that_does_not_open():
    card = older_view(CARD.replace("<kanban>", '<kanban can_open="0">'), 14)
    assert card.find("templates/t/div").get("class") == "oe_kanban_card p-2"
    assert "can_open" not in card.attrib


def test_kanban_colour():
    kanban = older_view(CARD.replace("<kanban>", '<kanban highlight_color="color">'), 17)
    css = kanban.find("templates/t/div").get("t-attf-class")
    assert css.endswith("#{kanban_color(record.color.raw_value)}")
    assert "color" in [node.get("name") for node in kanban.findall("field")]


def test_kanban_menu_is_refused():
    refused(view('<kanban><templates><t t-name="menu"/></templates></kanban>'), 17, "menu")


# ---- companies ---------------------------------------------------------------------------------
COMPANY = '<field name="company_id" groups="base.group_multi_company"/>'


def test_hidden_company_of_a_form():
    form = older_view("<form><sheet>%s</sheet></form>" % COMPANY, 17)
    first, second = form.iter("field")
    assert dict(first.attrib) == {"name": "company_id", "invisible": "1"}
    assert second.get("groups") == "base.group_multi_company"
    assert len(older_view("<form>%s</form>" % COMPANY, 18)) == 1


def test_hidden_company_of_a_list():
    arch = "<list>%s</list>" % COMPANY
    assert older_view(arch, 17)[0].get("column_invisible") == "True"
    assert older_view(arch, 14)[0].get("invisible") == "1"


def test_company_that_is_there_already():
    arch = '<form><field name="company_id" invisible="1"/>%s</form>' % COMPANY
    assert len(older_view(arch, 14)) == 2
    assert len(older_view('<search>%s</search>' % COMPANY, 14)) == 1


# ---- search ------------------------------------------------------------------------------------
def test_periods_of_date_filters():
    arch = '<search><filter name="d" date="date" default_period="month,year-1" end_month="2"/></search>'
    node = older_view(arch, 17).find("filter")
    assert node.get("default_period") == "this_month,last_year" and "end_month" not in node.attrib
    assert older_view(arch, 18).find("filter").get("default_period") == "month,year-1"


def test_unknown_period_is_refused():
    refused(view('<search><filter name="d" date="d" default_period="week"/></search>'), 17, "week")


def test_option_of_a_date_filter_is_refused():
    refused(view('<search><filter name="d" date="d"><filter name="x" domain="[]"/></filter></search>'),
            17, "option of a date filter")


# ---- records -----------------------------------------------------------------------------------
def test_cron_repeats():
    cron = older(record("ir.cron", "<field name='name'>c</field>"), 17)
    assert cron.find(".//field[@name='numbercall']").text == "-1"
    assert cron.find(".//field[@name='doall']").get("eval") == "False"
    assert "numbercall" not in text(older(record("ir.cron", "<field name='name'>c</field>"), 18))


def test_action_path_is_left_out():
    source = record("ir.actions.act_window", "<field name='path'>visits</field>")
    assert older(source, 17).find(".//field") is None
    assert older(source, 18).find(".//field") is not None


def test_report_domain_is_refused():
    refused(record("ir.actions.report", "<field name='domain'>[]</field>"), 17, "report")


def test_activity_type():
    source = record("mail.activity.type", "<field name='res_model'>x.visit</field>",
                    "<field name='default_note'>n</field>")
    root = older(source, 14)
    model = root.find(".//field[@name='res_model_id']")
    assert model.get("search") == "[('model', '=', 'x.visit')]" and model.text is None
    assert root.find(".//field[@name='default_description']").text == "n"
    assert older(source, 15).find(".//field[@name='res_model']") is not None


# ---- attributes ----------------------------------------------------------------------------------
@pytest.mark.parametrize("arch, name, known_from", [
    ('<form><button name="a" data-hotkey="q"/></form>', "data-hotkey", 18),
    ('<form><button name="a" confirm-label="Go"/></form>', "confirm-label", 19),
    ('<list><field name="a"/><header><button name="b" display="always"/></header></list>', "display", 17),
    ('<list open_form_view="True"/>', "open_form_view", 17),
    ('<list count_limit="9"/>', "count_limit", 16),
    ('<list group_create="0"/>', "group_create", 19),
    ('<graph cumulated="1"/>', "cumulated", 16),
    ('<pivot class="x"/>', "class", 19),
    ('<calendar show_date_picker="0"/>', "show_date_picker", 19),
    ('<calendar create_name_field="name"/>', "create_name_field", 16),
])
def test_comfort_attributes_are_left_out(arch, name, known_from):
    for series in (14, 15, 16, 17, 18, 19):
        assert (name + "=" in text(older_view(arch, series))) == (series >= known_from), series


@pytest.mark.parametrize("arch, name", [
    ('<list default_group_by="a"/>', "default_group_by"),
    ('<list action="a" type="object"/>', "action"),
    ('<calendar edit="0"/>', "edit"),
    ('<calendar multi_create_view="x"/>', "multi_create_view"),
    ('<activity js_class="x"/>', "js_class"),
])
def test_attributes_that_matter_are_refused(arch, name):
    refused(view(arch), 14, name)


def test_class_of_other_elements_stays():
    assert older_view('<form><div class="x"/></form>', 14).find("div").get("class") == "x"


def test_calendar_quick_create():
    assert older_view('<calendar quick_create="0"/>', 16).get("quick_add") == "0"
    assert older_view('<calendar quick_create="0"/>', 17).get("quick_create") == "0"


# ---- settings ------------------------------------------------------------------------------------
SETTINGS = (
    '<xpath expr="//form" position="inside"><app string="Visits" name="field_visit_routing">'
    '<block title="Travel" help="On the road"><setting string="Speed" help="km/h" company_dependent="1">'
    '<field name="speed"/></setting><setting><field name="group_map"/><div/></setting></block></app></xpath>')


def settings(series):
    return older_view(SETTINGS, series, "res.config.settings")


def test_settings_page():
    page = settings(16)
    assert page.get("expr") == "//div[hasclass('settings')]"
    app = page.find("div")
    assert dict(app.attrib) == {"string": "Visits", "class": "app_settings_block",
                                "data-string": "Visits", "data-key": "field_visit_routing"}
    assert [app.find("h2").text, app.find("h6").text] == ["Travel", "On the road"]
    assert app.find("div").get("class") == "row mt16 o_settings_container"
    assert settings(17).find("app") is not None


def test_setting_with_a_title():
    box = settings(14).xpath(
        ".//div[contains(@class, 'o_setting_box')]")[0]
    left, right = box
    assert (left.get("class"), len(left)) == ("o_setting_left_pane", 0)
    assert [child.tag for child in right] == ["span", "span", "div", "field"]
    assert right[0].text == "Speed" and right[2].text == "km/h"


def test_setting_with_a_yes_no_field():
    left, right = settings(14).xpath(".//div[contains(@class, 'o_setting_box')]")[1]
    assert names(left) == ["group_map"]
    assert right[0].tag == "label" and right[0].get("for") == "group_map"
    assert right[1].tag == "div"


def test_unknown_attribute_of_a_setting_is_refused():
    refused(view('<app string="a" name="b" logo="x"/>', "res.config.settings"), 16, "logo")


def test_settings_action():
    action = record("ir.actions.act_window", "<field name='res_model'>res.config.settings</field>")
    assert older(action, 18).find(".//field[@name='target']").text == "inline"
    assert older(action, 19).find(".//field[@name='target']") is None
    other = record("ir.actions.act_window", "<field name='res_model'>x.visit</field>")
    assert older(other, 18).find(".//field[@name='target']") is None


def test_settings_words_elsewhere_stay():
    assert older_view("<form><setting/></form>", 14).find("setting") is not None


# ---- styles ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("newer, wanted", [
    ("ms-2 me-auto", "ml-2 mr-auto"), ("fw-bold text-end", "font-weight-bold text-right"),
    ("badge text-bg-success", "badge badge-success"), ("items-2 same-2", "items-2 same-2"),
])
def test_bootstrap_classes(newer, wanted):
    template = '<template id="t"><p class="%s"/></template>' % newer
    assert older(template, 15).find("template/p").get("class") == wanted
    assert older(template, 16).find("template/p").get("class") == newer


def test_bootstrap_classes_in_expressions():
    template = "<template id='t'><p t-att-class=\"'text-end' if late else 'me-1'\"/></template>"
    assert older(template, 14).find("template/p").get("t-att-class") == "'text-right' if late else 'mr-1'"


def test_bootstrap_data_attributes():
    assert older('<template id="t"><a data-bs-toggle="tab"/></template>', 14).find(
        "template/a").get("data-toggle") == "tab"


def test_ribbon():
    arch = '<form><widget name="web_ribbon" bg_color="text-bg-danger"/></form>'
    assert older_view(arch, 16).find("widget").get("bg_color") == "bg-danger"
    assert older_view(arch, 17).find("widget").get("bg_color") == "text-bg-danger"


# ---- the table as a whole ----------------------------------------------------------------------------
def test_rules_are_named_once_and_documented():
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert 14 < rule.before <= 19 and rule.apply.__doc__, rule.name


def test_plain_views_pass_unchanged():
    source = '<form><sheet><group><field name="name"/></group></sheet></form>'
    for series in range(14, 20):
        assert text(older_view(source, series)) == source
