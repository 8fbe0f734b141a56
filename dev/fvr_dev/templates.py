"""Template databases: Odoo's own modules take a minute to install, a dump of them a few seconds."""
import hashlib

from . import process
from .console import step
from .paths import TEMPLATES

LANGUAGES = "en_US,zh_CN"
#: What the addon's tests need, and nothing that the addon must work without.
TEST_MODULES = ("crm", "contacts", "calendar", "mail", "resource")
#: Apps that the addon uses where they are installed: its tests with them have a database of their own.
APP_MODULES = (*TEST_MODULES, "account", "sale_management", "sale_crm", "sale_margin", "sale_stock", "rating",
               "mass_mailing")
DEMO_MODULES = (*TEST_MODULES, "sale_management")

#: Copied databases share no files, so that attachments live in the database.  A language that is loaded
#: while the database is created becomes everybody's language: tests and demo start in English.
_FINISH = """
env['ir.config_parameter'].set_param('ir_attachment.location', 'db')
env['ir.attachment'].force_storage()
env['ir.default'].search([('field_id.model', '=', 'res.partner'), ('field_id.name', '=', 'lang')]).unlink()
env['res.partner'].with_context(active_test=False).search([]).write({'lang': 'en_US'})
env.cr.commit()
"""


def app_modules(installation):
    """Return ``APP_MODULES`` with a chart of accounts: up to 16.0 the plain one is a module of its own."""
    return (*APP_MODULES, "l10n_generic_coa") if installation.number < 17 else APP_MODULES


class Templates:
    """The template databases of one Odoo installation on one database server."""

    def __init__(self, installation, server, configuration):
        # A template that is not finished is made again, and renaming it at the end does wait for the disk.
        self.installation, self.server, self.configuration = installation, server, configuration
        self.hasty = server.hasty()

    def ensure(self, modules):
        """Return the name of a database with ``modules`` installed, made or restored when missing."""
        name = "fvr_template_" + self._key(modules)
        if not self.server.has(name):
            self._make(name, modules)
        return name

    def _key(self, modules):
        text = " ".join([self.installation.series, self.installation.stamp, LANGUAGES, _FINISH, *modules])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def _make(self, name, modules):
        unfinished, dump = name + "_unfinished", TEMPLATES / (name + ".dump")
        self.server.drop(unfinished)
        self.server.create(unfinished)
        if dump.exists():
            step("restoring the template database")
            self.hasty.restore(unfinished, dump)
        else:
            step("installing Odoo's modules into a template database: %s" % ", ".join(modules))
            self._install(unfinished, modules)
            self.server.dump(unfinished, dump)
        self.server.rename(unfinished, name)

    def _install(self, database, modules):
        odoo(self.installation, self.hasty, self.configuration, ["-d", database, "-i", ",".join(modules),
             "--load-language=" + LANGUAGES, "--stop-after-init"])
        shell(self.installation, self.server, self.configuration, database, _FINISH)


def odoo(installation, server, configuration, arguments, what="Odoo"):
    """Run Odoo's program once, without its web server, and return its log."""
    command = [*installation.command, "-c", configuration, *arguments, "--no-http", "--log-level=warn"]
    return process.run(command, env=installation.environment(server), what=what)


def shell(installation, server, configuration, database, code):
    """Run Python ``code`` in Odoo's shell of ``database`` and return what it prints."""
    command = [*installation.command, "shell", "-c", configuration, "-d", database, "--no-http", "--log-level=error"]
    guarded = "try:\n%s\nexcept Exception:\n    import traceback, os\n    traceback.print_exc()\n    os._exit(3)\n" % (
        "\n".join("    " + line for line in code.strip().splitlines()))
    return process.run(command, env=installation.environment(server), input="exec(%r)\n" % guarded, what="Odoo's shell")
