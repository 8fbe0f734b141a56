"""Tiles that pass through the server: fetched from a service, or read from a PMTiles file."""
import io
import os

from odoo import _, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import config

from .. import compat
from ..engine import tiles

FOLDER = "field_visit_maps"
MAGIC = b"PMTiles\x03"


class FieldVisitBasemap(models.Model):
    _inherit = "field.visit.basemap"

    # ---- pictures of a service -------------------------------------------------------------------
    def _fetch_tile(self, z, x, y):
        """Return a :class:`tiles.Tile` of a service whose pictures pass through the server.

        :raises AccessError: when the user may not read the base map
        :raises UserError: when this base map is not offered or has no such tile
        :raises tiles.TileFault: when the service gives no picture
        """
        self.ensure_one()
        compat.check_access(self, "read")
        basemap = self.sudo()  # the address and the key are closed to users; they get the picture only
        if not (basemap.is_offered and basemap.kind == "raster" and basemap._passes_through(False)):
            raise UserError(_('The pictures of "%s" do not pass through the server.', self.name))
        if not tiles.is_tile(z, x, y):
            raise UserError(_("There is no tile %(z)d/%(x)d/%(y)d.", z=z, x=x, y=y))
        url = tiles.fill(basemap.url, z, x, y, basemap.subdomains or "", basemap.api_key or "")
        return tiles.fetch(url, referer=basemap.get_base_url())

    # ---- one file ----------------------------------------------------------------------------------
    def _has_file(self):
        return bool(self.pmtiles_name or self._pmtiles_attachment())

    def _pmtiles_attachment(self):
        # the file of a closed field; callers have decided whether its content may be given out
        return self.env["ir.attachment"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", "pmtiles_file")], limit=1)

    def _pmtiles_path(self):
        """Path of the file where it is one of the server's file system, else an empty text."""
        if self.pmtiles_name:
            return os.path.join(config["data_dir"], FOLDER, self.pmtiles_name)
        attachment = self._pmtiles_attachment()
        return attachment._full_path(attachment.store_fname) if attachment.store_fname else ""

    def _pmtiles_stamp(self):
        """A text that differs when the file has changed."""
        if self.pmtiles_name:
            try:
                found = os.stat(self._pmtiles_path())
            except OSError:
                return "none"
            return "%x-%x" % (int(found.st_mtime), found.st_size)
        return (self._pmtiles_attachment().checksum or "none")[:16]

    def _open_pmtiles(self):
        """Return ``(file, size in bytes, stamp)`` of an offered PMTiles file.

        :raises AccessError: when the user may not read the base map
        :raises UserError: when it has no file, or the file is gone
        """
        self.ensure_one()
        compat.check_access(self, "read")
        basemap = self.sudo()  # where the file lies is closed to users; its content is what they are offered
        if not (basemap.is_offered and basemap.kind == "pmtiles" and basemap._has_file()):
            raise UserError(_('"%s" has no file on this server.', self.name))
        return basemap._opened() + (basemap._pmtiles_stamp(),)

    def _opened(self):
        path = self._pmtiles_path()
        if not path:
            content = self._pmtiles_attachment().raw
            return io.BytesIO(content), len(content)
        try:
            return open(path, "rb"), os.path.getsize(path)
        except OSError:
            raise UserError(_(
                'The file of the base map "%s" cannot be read. Put it back into its folder, or choose another '
                "file.", self.name)) from None

    def _check_pmtiles(self):
        name = self.pmtiles_name or ""
        if name and (os.path.basename(name) != name or not name.lower().endswith(".pmtiles")):
            raise ValidationError(_(
                'File on the Server: "%(name)s" is no name of a PMTiles file. Give the name alone, without a folder, '
                "such as city.pmtiles.", name=name))
        try:
            with self._opened()[0] as file:
                start = file.read(len(MAGIC))
        except UserError:
            raise ValidationError(_(
                'File on the Server: there is no file "%(name)s" in the folder %(folder)s of Odoo\'s data directory. '
                "Copy it there first.", name=name, folder=FOLDER)) from None
        if start != MAGIC:
            raise ValidationError(_(
                'The file of the base map "%s" is no PMTiles file of version 3. Convert it, for example by '
                '"pmtiles convert".', self.name))
