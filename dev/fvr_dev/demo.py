"""A demo server: database, configuration, process, and how to reach it."""
import json
import os
import secrets
import shutil
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from . import addon_build, configuration, frontend, ports, postgres, process, templates
from .console import step
from .errors import DevError
from .paths import ADDON, CHECKOUT, DEV, ODOO14, checkout_key, make_private
from .stamps import Stamp, of_files

DEMO_ADDON = "field_visit_demo"
LOGIN = "admin"
_START_PATIENCE_S = 90
_SET_ACCESS = """
env.ref('base.user_admin').write({'login': %(login)r, 'password': %(password)r})
env['ir.config_parameter'].set_param('field_visit_demo.token', %(token)r)
env['ir.config_parameter'].set_param('web.base.url', %(url)r)
env.cr.commit()
"""


class Instance:
    """One demo server with its own folder, database and port."""

    def __init__(self, installation, folder, server=None, name="demo"):
        self.installation, self.folder, self.name = installation, folder, name
        self.log = folder / "odoo.log"
        self._state_file, self._secrets_file = folder / "server.json", folder / "secrets.json"
        self._server = server
        self._cluster = None if server or os.environ.get("PGHOST") else postgres.EmbeddedCluster(folder / "postgres")

    # -- what callers do ------------------------------------------------------------------------------------------

    def start(self, port=None, workers=None):
        """Make the demo what it should be today, start it if it does not run, and return its address."""
        make_private(self.folder) if not self._cluster else self.folder.mkdir(parents=True, exist_ok=True)
        running = self.running()
        if running and self._is_wanted(running, port, workers) and self._is_current():
            self._load_demo(running["url"], "--refresh")
            return self.access()
        if running:
            step("stopping the server that runs with other settings or older code")
            self.stop_server()
        conf = self._configure(addon_build.search_path(self.installation.series), port, workers)
        self._build_addon(conf)
        is_new = self._ensure_database(conf)
        self._launch(conf)
        self._load_demo(self.running()["url"], "--today" if is_new else "--refresh")
        self._loaded.write("yes")
        return self.access()

    def stop(self):
        """Stop the server and, when it is ours, PostgreSQL."""
        self.stop_server()
        if self._cluster:
            self._cluster.stop()

    def stop_server(self):
        """Stop Odoo; say whether it ran."""
        state = self.running()
        if state:
            process.stop(state["pid"], state["started"])
        self._state_file.unlink(missing_ok=True)
        return bool(state)

    def reset(self):
        """Stop everything and delete the demo's data."""
        self.stop_server()
        if self._cluster:
            self._cluster.remove()
        elif self.folder.exists():
            self.server().drop(self.database)
        shutil.rmtree(self.folder, ignore_errors=True)

    def running(self):
        """Return the noted state of the server while it runs, else None."""
        if not self._state_file.exists():
            return None
        state = json.loads(self._state_file.read_text())
        return state if process.is_same_process(state["pid"], state["started"]) else None

    def access(self):
        """Return the address, database, login, password and the signed-in address of the running server."""
        url, known = self.running()["url"], self._secrets()
        return {"url": url, "db": self.database, "login": LOGIN, "password": known["password"],
                "sign_in": "%s/field_visit_demo/sign_in/%s" % (url, known["token"])}

    def shell(self):
        """Open Odoo's shell on the demo database in this terminal."""
        conf = self.folder / "odoo.conf"
        if not conf.exists():
            raise DevError("There is no demo database yet. Start it first: ./run")
        command = [*self.installation.command, "shell", "-c", conf, "-d", self.database, "--no-http", "--logfile="]
        environment = self.installation.environment(self.server())
        os.execvpe(str(command[0]), [str(part) for part in command], environment)

    # -- database -------------------------------------------------------------------------------------------------

    @property
    def database(self):
        """The database's name; on somebody else's server it also names the checkout."""
        plain = "field_visit_%s" % self.name
        return plain if self._cluster else "%s_%s" % (plain, checkout_key())

    def server(self):
        """Return the running database server, starting ours."""
        if self._server is None:
            self._server = self._cluster.start() if self._cluster else postgres.Server.from_environment()
        return self._server

    @property
    def _installed(self):
        return Stamp(self.folder / "installed.stamp")

    @property
    def _loaded(self):
        return Stamp(self.folder / "loaded.stamp")

    def _code(self):
        """Return a digest of what is installed in the database, in one word."""
        return of_files(CHECKOUT / ADDON, addon_build.DEV_ADDONS, DEV / "build", extra=self.installation.stamp)

    def _is_current(self):
        return self._installed.matches(self._code()) and self._loaded.matches("yes")

    def _ensure_database(self, conf):
        """Create the database or bring it up to the present code; tell whether it is without demo data."""
        server, code = self.server(), self._code()
        if not server.has(self.database) or not self._loaded.matches("yes"):
            self._create_database(conf)
        elif not self._installed.matches(code):
            step("updating the addon in the demo database")
            templates.odoo(self.installation, server, conf, ["-d", self.database, "-u", ADDON, "--stop-after-init"],
                           what="Updating the addon")
        self._installed.write(code)
        return not self._loaded.matches("yes")

    def _build_addon(self, conf):
        """Build front end and addon; meanwhile make the template database, which needs neither."""
        with ThreadPoolExecutor(1) as pool:
            bundle = pool.submit(frontend.build)
            if not self._loaded.matches("yes"):
                self._template(conf)
            bundle.result()
        addon_build.build(self.installation.series)

    def _template(self, conf):
        return templates.Templates(self.installation, self.server(), conf).ensure(templates.DEMO_MODULES)

    def _create_database(self, conf):
        """Create the database anew; one whose demo data was not loaded completely is made again."""
        server, unfinished = self.server(), self.database + "_unfinished"
        template = self._template(conf)
        for name in (unfinished, self.database):
            server.drop(name)
        server.create(unfinished, template)
        step("installing the addon into the demo database")
        templates.odoo(self.installation, server.hasty(), conf, ["-d", unfinished, "-i", "%s,%s" % (ADDON, DEMO_ADDON),
                       "--stop-after-init"], what="Installing the addon")
        server.rename(unfinished, self.database)

    # -- process --------------------------------------------------------------------------------------------------

    def _secrets(self):
        """Return the random passwords of this instance; only its owner can read them."""
        if not self._secrets_file.exists():
            self._secrets_file.touch(mode=0o600)
            names = ("password", "master_password", "token")
            self._secrets_file.write_text(json.dumps({name: secrets.token_urlsafe(18) for name in names}))
        return json.loads(self._secrets_file.read_text())

    def _configure(self, addons, port, workers):
        port = ports.exactly(port) if port else ports.first_free(self._last_port())
        polling = ports.first_free(port + 1, taken=(port,))
        name = "gevent_port" if self.installation.number >= 16 else "longpolling_port"
        options = {name: polling, "http_port": port, "workers": workers or 0, "db_name": self.database,
                   "dbfilter": "^%s$" % self.database, "admin_passwd": self._secrets()["master_password"],
                   "data_dir": self.folder / "odoo", "max_cron_threads": 1}
        return configuration.write(self.folder / "odoo.conf", self.installation, self.server(), addons, **options)

    def _last_port(self):
        """Prefer the port of the last start, so that bookmarks stay good."""
        noted = self.folder / "port"
        return int(noted.read_text()) if noted.exists() else 8069

    def _launch(self, conf):
        settings = configuration.read(conf)
        url = "http://%s:%s" % (ports.LOOPBACK, settings["http_port"])
        self._set_access(conf, url)
        step("starting the server on %s" % url)
        command = [*self.installation.command, "-c", conf, "--logfile", self.log]
        child = process.spawn_detached(command, self.folder / "odoo.out", self.installation.environment(self.server()))
        state = {"pid": child.pid, "started": process.started_at(child.pid), "url": url,
                 "workers": int(settings["workers"])}
        self._state_file.write_text(json.dumps(state))
        (self.folder / "port").write_text(settings["http_port"])
        self._await_answer(state)

    def _set_access(self, conf, url):
        values = dict(self._secrets(), login=LOGIN, url=url)
        stamp = Stamp(self.folder / "access.stamp")
        wanted = "%s %s" % (self._installed.path.stat().st_ino, url)
        if not stamp.matches(wanted) or not self._loaded.matches("yes"):
            templates.shell(self.installation, self.server(), conf, self.database, _SET_ACCESS % values)
            stamp.write(wanted)

    def _await_answer(self, state):
        end = time.monotonic() + _START_PATIENCE_S
        while not _answers(state["url"]):
            if not process.is_same_process(state["pid"], state["started"]) or time.monotonic() > end:
                self.stop_server()
                raise DevError("The server does not answer. Its log ends with:\n%s\nThe whole log is %s." % (
                    self._end_of_log(), self.log))
            time.sleep(0.2)

    def _end_of_log(self):
        both = [path.read_text(errors="replace") for path in (self.log, self.folder / "odoo.out") if path.exists()]
        return "\n".join("".join(both).splitlines()[-20:])

    def _is_wanted(self, state, port, workers):
        same_port = not port or state["url"].endswith(":%d" % port)
        same_workers = workers is None or state["workers"] == workers
        return same_port and same_workers and _answers(state["url"])

    def _load_demo(self, url, mode):
        step("loading the demo company" if mode == "--today" else "moving the demo's dates to today")
        known = self._secrets()
        command = [ODOO14 / "venv" / "bin" / "python", DEV / "demo" / "load.py", "--url", url, "--db", self.database,
                   "--login", LOGIN, "--password", known["password"], mode]
        process.run(command, log=self.folder / "demo.log", what="Loading the demo data",
                    env=dict(os.environ, PYTHONPATH=str(DEV)), remedy="The server's log is %s." % self.log)


def _answers(url):
    try:
        with urllib.request.urlopen(url + "/web/login", timeout=30) as answer:
            return answer.status == 200
    except urllib.error.HTTPError as error:
        print("the server answers with status %d" % error.code, file=sys.stderr)
        return False
    except OSError:
        return False
