"""The Chinese catalogue of the installed addon: fields, views, code, web client, and the language of a reader."""
from odoo.exceptions import UserError

from .. import compat
from ..models import plan_messages
from .planning_case import PlanningCase


class TestChinese(PlanningCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        module = cls.env["ir.module.module"].search([("name", "=", "field_visit_routing")])
        module._update_translations("zh_CN", overwrite=True)
        cls.chinese = cls.env(context=dict(cls.env.context, lang="zh_CN"))

    def test_fields_and_selections(self):
        fields = self.chinese["field.visit"].fields_get(["state", "planned_start"], ["string", "selection"])
        self.assertEqual(fields["planned_start"]["string"], "计划开始时间")
        self.assertEqual(dict(fields["state"]["selection"])["planned"], "待拜访")
        self.assertEqual(dict(fields["state"]["selection"])["in_progress"], "拜访中")

    def test_views_and_menus(self):
        arch = compat.view_arch(self.chinese["field.visit"], "form")
        self.assertIn("拜访情况", arch)
        self.assertNotIn("What happened", arch)
        self.assertEqual(self.chinese.ref("field_visit_routing.menu_root").name, "外勤拜访")

    def test_settings_are_chinese_in_the_form_of_this_series(self):
        arch = compat.view_arch(self.chinese["res.config.settings"], "form", self.env.ref(
            "field_visit_routing.settings_form").id)
        self.assertIn("绕行系数", arch)
        self.assertNotIn("Detour factor", arch)

    def test_map_labels(self):
        labels = self.chinese["field.visit.map.labels"]._map_labels()
        self.assertEqual(labels["legend"], "图例")
        self.assertEqual(labels["stop"], "第 %s 站")

    def test_functions_speak_the_language_of_their_environment(self):
        self.assertEqual(compat.translator(self.chinese)("Break"), "休息")
        self.assertEqual(compat.translator(self.env)("Break"), "Break")
        self.assertEqual(plan_messages.Sentences(self.chinese).remedy("locate", {}), "请定位其地址，或在地图上手动设置位置。")

    def test_a_refused_request_is_told_in_the_callers_language(self):
        with self.assertRaises(UserError) as caught:
            self.chinese["field.visit.plan"].submit_plan(self.request(rep_ids=[]))
        self.assertIn("没有选择销售代表", caught.exception.args[0])
