"""The database of a demo server: made from the template, kept up with the code."""
import hashlib
import os
import shutil

from . import addon_build, postgres, templates
from .console import step
from .paths import ADDON, CHECKOUT, DEV, checkout_key, make_private
from .stamps import Stamp, of_files

DEMO_ADDON = "field_visit_demo"
LOGIN = "admin"
_SET_ACCESS = """
env.ref('base.user_admin').write({'login': %(login)r, 'password': %(password)r})
env['ir.config_parameter'].set_param('field_visit_demo.token', %(token)r)
env['ir.config_parameter'].set_param('web.base.url', %(url)r)
env.cr.commit()
"""
#: An update keeps the translations that the database has: Odoo 14 forgets its option to overwrite them.
_REFRESH_TRANSLATIONS = """
env['ir.module.module'].search([('name', '=', %r)])._update_translations(overwrite=True)
env.cr.commit()
""" % ADDON


class DemoDatabase:
    """One demo database, on the embedded cluster in ``folder`` or on the ``server`` that is given."""

    def __init__(self, installation, folder, name, server=None):
        self.installation, self.folder = installation, folder
        self._given = server
        embedded = not server and not os.environ.get("PGHOST")
        self._cluster = postgres.EmbeddedCluster(folder / "postgres") if embedded else None
        # On somebody else's server the name also tells the checkout and the series.
        shared = "_%s_%s" % (checkout_key(), installation.series.replace(".", "_"))
        self.name = "field_visit_%s%s" % (name, "" if embedded else shared)
        self._installed, self._access = Stamp(folder / "installed.stamp"), Stamp(folder / "access.stamp")
        self._loaded = Stamp(folder / "loaded.stamp")

    def prepare_folder(self):
        """Make the folder; only its owner may read it, unless PostgreSQL's user must pass through it."""
        if self._cluster:
            self.folder.mkdir(parents=True, exist_ok=True)
        else:
            make_private(self.folder)

    def server(self):
        """Return the running database server, starting ours."""
        if self._given is None:
            self._given = self._cluster.start() if self._cluster else postgres.Server.from_environment()
        return self._given

    def stop(self):
        """Stop PostgreSQL when it is ours."""
        if self._cluster:
            self._cluster.stop()
            self._given = None

    def remove(self):
        """Delete the database and everything else in the folder."""
        if self._cluster:
            self._cluster.remove()
            self._given = None
        elif self.folder.exists():
            self.server().drop(self.name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_loaded(self):
        """Tell whether the demo company was loaded completely."""
        return self._loaded.matches("yes")

    def mark_loaded(self):
        """Note down that the demo company is complete."""
        self._loaded.write("yes")

    def is_current(self):
        """Tell whether the database is complete and holds the addon as it is in the checkout."""
        return self.is_loaded() and self._installed.matches(self._code())

    def template(self, conf):
        """Return the template database, made when it is missing."""
        return templates.Templates(self.installation, self.server(), conf).ensure(templates.DEMO_MODULES)

    def ensure(self, conf):
        """Create the database or bring it up to the present code."""
        code = self._code()
        if not self.is_loaded() or not self.server().has(self.name):
            self._create(conf)
        elif not self._installed.matches(code):
            step("updating the addon in the demo database")
            templates.odoo(self.installation, self.server(), conf, ["-d", self.name, "-u", ADDON, "--stop-after-init"],
                           what="Updating the addon")
            templates.shell(self.installation, self.server(), conf, self.name, _REFRESH_TRANSLATIONS)
        self._installed.write(code)

    def set_access(self, conf, secrets, url):
        """Put the password, the token of the signed-in address and the server's address into the database."""
        values = dict(secrets, login=LOGIN, url=url)
        wanted = hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()
        if not self._access.matches(wanted):
            templates.shell(self.installation, self.server(), conf, self.name, _SET_ACCESS % values)
            self._access.write(wanted)

    def _code(self):
        return of_files(CHECKOUT / ADDON, addon_build.DEV_ADDONS, DEV / "build", extra=self.installation.stamp)

    def _create(self, conf):
        """Create the database anew; one whose demo data was not loaded completely is made again."""
        server, unfinished = self.server(), self.name + "_unfinished"
        template = self.template(conf)
        for stamp in (self._loaded, self._access):
            stamp.clear()
        for name in (unfinished, self.name):
            server.drop(name)
        server.create(unfinished, template)
        step("installing the addon into the demo database")
        templates.odoo(self.installation, server.hasty(), conf, ["-d", unfinished, "-i", "%s,%s" % (ADDON, DEMO_ADDON),
                       "--stop-after-init"], what="Installing the addon")
        server.rename(unfinished, self.name)
