"""Base maps and overlays that users of the map may choose from, beside the built-in map.

The address of a service and its key are closed to everybody but system administrators; browsers
are told of them by ``field.visit.map.config``, as far as they need it.
"""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..engine import tiles

SECRET = "base.group_system"


class FieldVisitBasemap(models.Model):
    _name = "field.visit.basemap"
    _description = "Base Map"
    _order = "role, sequence, name, id"

    name = fields.Char("Name", required=True, translate=True)
    sequence = fields.Integer("Sequence", default=10)
    active = fields.Boolean("Active", default=True)
    is_offered = fields.Boolean(
        "Offered", help="Users may choose it on the map. Requests leave the browser only when it is shown.")
    role = fields.Selection(
        [("base", "Base map"), ("overlay", "Overlay, such as traffic or landmarks")], "Use", required=True,
        default="base")
    kind = fields.Selection(
        [("raster", "Pictures by address"), ("pmtiles", "PMTiles file")], "Kind", required=True, default="raster")
    url = fields.Char(
        "Address", groups=SECRET,
        help="Of pictures: with {z}, {x} and {y}, {s} for sub-domains and {key} for the key. "
             "Of a PMTiles file on another server: its address.")
    subdomains = fields.Char("Sub-Domains", groups=SECRET, help="One character each, for {s} in the address.")
    api_key = fields.Char("Key", groups=SECRET, copy=False, help="Goes to the place of {key} in the address.")
    is_key_in_browser = fields.Boolean(
        "Browsers May Know the Key", groups=SECRET,
        help="Browsers of signed-in employees then fetch the pictures themselves and are told the key. "
             "Otherwise the pictures pass through this server and the key stays on it.")
    is_via_server = fields.Boolean(
        "Pass Through the Server", groups=SECRET,
        help="This server fetches the pictures for the browsers, so that the service sees no employee's address "
             "and pictures of the map may be saved. Each picture takes a worker for a moment.")
    pmtiles_file = fields.Binary("File", attachment=True, groups=SECRET)
    pmtiles_name = fields.Char(
        "File on the Server", groups=SECRET,
        help="Name of a file in the folder field_visit_maps of Odoo's data directory; for large files.")
    max_zoom = fields.Integer("Finest Zoom", default=19, help="Finest zoom that the service has pictures of.")
    datum = fields.Selection(
        [("wgs84", "WGS-84 (most services)"), ("gcj02", "GCJ-02 (services of mainland China)")], "Datum",
        required=True, default="wgs84",
        help="On a map in GCJ-02 all positions are shown where the service's streets are; stored positions stay "
             "WGS-84.")
    refresh_min = fields.Integer("Fetched Again After (Minutes)", help="For traffic; 0: never.")
    attribution = fields.Char("Attribution", help="Text that the service wants to see on the map.")
    attribution_url = fields.Char("Attribution Page")
    company_id = fields.Many2one("res.company", "Company", index=True, help="Empty: for all companies.")

    @api.constrains("url", "subdomains", "api_key", "kind", "is_offered", "pmtiles_file", "pmtiles_name",
                    "is_key_in_browser")
    def _check_source(self):
        for basemap in self:
            if basemap.url:
                basemap._check_address()
            elif basemap.is_offered and not (basemap.kind == "pmtiles" and basemap._has_file()):
                raise ValidationError(_(
                    'The base map "%s" has no source. Give its address, or a file when it is a PMTiles file.',
                    basemap.name))
            if basemap.kind == "pmtiles" and basemap._has_file():
                basemap._check_pmtiles()
            if basemap.kind == "pmtiles" and basemap.api_key and not basemap.is_key_in_browser:
                raise ValidationError(_(
                    'The base map "%s" is a PMTiles file at another server, which browsers read themselves: its '
                    'key cannot stay here. Remove the key, or allow browsers to know it.', basemap.name))

    def _check_address(self):
        try:
            tiles.check_template(
                self.url, self.subdomains or "", self.api_key or ("" if self.is_offered else "later"),
                tiles=self.kind == "raster")
        except tiles.AddressFault as fault:
            raise ValidationError(_(
                'The address of the base map "%(name)s" cannot be used: %(reason)s',
                name=self.name, reason=self._address_fault(fault))) from None

    @api.model
    def _address_fault(self, fault):
        detail = fault.detail
        return {
            "scheme": _("it does not start with https:// or http://. Give the whole address."),
            "placeholder": _("%s is not known. Use {z}, {x}, {y} or {-y}, {s}, {r} and {key} for pictures, "
                "and only {key} for a file.", detail),
            "incomplete": _("%s is missing. Put {z}, {x} and {y} where the service wants the zoom, column "
                "and row.", detail),
            "subdomains": _("it has {s}, but no sub-domains are given. Fill in the sub-domains, such as "
                "abc."),
            "key_written": _('it shows the key after "%s=". Put the key into the field Key and write '
                "{key} in its place: so it stays secret.", detail),
            "key_missing": _("it has {key}, but no key is given. Fill in the key."),
        }[fault.code]

    @api.constrains("max_zoom", "refresh_min")
    def _check_figures(self):
        for basemap in self:
            if not 1 <= basemap.max_zoom <= tiles.MAX_ZOOM:
                raise ValidationError(_(
                    "Finest Zoom: %(zoom)d is out of range. Give a number from 1 to %(most)d.",
                    zoom=basemap.max_zoom, most=tiles.MAX_ZOOM))
            if not 0 <= basemap.refresh_min <= 1440:
                raise ValidationError(_(
                    "Fetched Again After: %d is out of range. Give minutes from 1 to 1440, or 0 for never.",
                    basemap.refresh_min))

    @api.constrains("attribution_url")
    def _check_attribution_url(self):
        for basemap in self:
            url = basemap.attribution_url or ""
            if url and not url.lower().startswith(("https://", "http://")):
                raise ValidationError(_(
                    "Attribution Page: %s is no web address. Start it with https://.", url))

    # ---- what browsers are told ----------------------------------------------------------------
    def _for_browser(self, is_employee):
        """Return what the map component is told of these base maps, see ``info.ts``.

        :param bool is_employee: whether the user is an internal one, who may be told a key
        """
        # closed fields are read here, and given out only where the browser needs them
        return [basemap._browser_info(is_employee) for basemap in self.sudo()]

    def _browser_info(self, is_employee):
        return {
            "id": str(self.id),
            "name": self.name,
            "kind": self.kind,
            "role": self.role,
            "url": self._browser_url(is_employee),
            "subdomains": self.subdomains or "",
            "attribution": self.attribution or "",
            "attributionUrl": self.attribution_url or "",
            "datum": self.datum,
            "maxZoom": self.max_zoom,
            "refresh_s": self.refresh_min * 60,
        }

    def _browser_url(self, is_employee):
        if self.kind == "pmtiles" and self._has_file():
            return "/field_visit_routing/map/pmtiles/%d?v=%s" % (self.id, self._pmtiles_stamp())
        if self.kind == "raster" and self._passes_through(is_employee):
            return "/field_visit_routing/map/tile/%d/{z}/{x}/{y}" % self.id
        return self.url.replace("{key}", self.api_key or "")

    def _passes_through(self, is_employee=True):
        has_secret = bool(self.api_key) and not (self.is_key_in_browser and is_employee)
        return self.is_via_server or has_secret
