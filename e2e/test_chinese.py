"""The Chinese user sees Chinese, and the own company's customers only."""
import re

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_menus_and_maps_are_chinese(open_web):
    web = open_web("lina")
    web.open("action_this_week")
    assert int(web.map().get_attribute("data-count")) > 10
    menus = [text for text in web.page.locator(".o_menu_sections a, .o_menu_sections button").all_inner_texts() if text]
    assert len(menus) >= 5
    assert all(CHINESE.search(text) for text in menus), menus
    assert CHINESE.search(web.page.locator(".fvr-legend").inner_text())


def test_customers_have_chinese_names_and_addresses_and_no_one_elses(open_web):
    web = open_web("lina")
    web.open("action_customers", view_type="list")
    web.page.locator(".o_data_row").first.wait_for()
    rows = web.page.locator(".o_data_row").all_inner_texts()
    assert any("上海博物馆" in row for row in rows)
    assert not any("Helsinki" in row for row in rows)


def test_a_refusal_is_a_chinese_sentence(odoo):
    try:
        odoo.call("field.visit.plan", "submit_plan", {"date_from": "2020-01-01"}, context={"lang": "zh_CN"})
    except RuntimeError as error:
        assert CHINESE.search(str(error)), error
    else:
        raise AssertionError("a plan without reps was taken")
