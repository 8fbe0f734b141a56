"""Export of areas as GeoJSON, for map programs and for an import elsewhere."""
from odoo import _, models
from odoo.exceptions import AccessError, UserError

from .. import compat
from ..engine.territory import files


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    def export_areas(self, parts=True):
        """Return these territories as a file.

        :param bool parts: whether everything that is part of them comes along
        :return: dict with ``name`` (of the file), ``type`` (MIME), ``content`` (text), ``count`` (areas) and ``outlines``
            (how many of them have one)
        :raises AccessError: for users without Odoo's right to export
        :raises UserError: when there is nothing to export
        """
        if not self.env["field.visit.map"]._select_may_export():
            raise AccessError(_("You may not export. Ask your administrator for the right “Access to export feature”."))
        compat.check_access(self, "read")
        areas = self.search([("id", "child_of", self.ids)]) if parts else self.sorted("complete_name")
        if not areas:
            raise UserError(_("There is no territory to export. Choose at least one."))
        # the tree from the top, so that whoever reads the file meets a whole before its parts
        areas = areas.sorted(lambda area: (area.parent_path or "").count("/"))
        content = files.write_areas((area._visit_own_properties(), area.boundary or None) for area in areas)
        name = "%s.geojson" % (areas[0].name.replace("/", "-") if len(self) == 1 else _("Territories"))
        return {"name": name, "type": "application/geo+json", "content": content, "count": len(areas),
                "outlines": len(areas.filtered("boundary"))}

    def action_export(self):
        """Download these territories and all their parts as GeoJSON."""
        return self.env["field.visit.area.export"]._visit_download(self.export_areas())
