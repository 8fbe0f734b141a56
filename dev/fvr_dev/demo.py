"""A demo server as a whole: database, server process, demo company, and how to reach it."""
import json
import os
import secrets
from concurrent.futures import ThreadPoolExecutor

from . import addon_build, configuration, frontend, process
from .console import step
from .demo_database import LOGIN, DemoDatabase
from .demo_server import DemoServer, url_of
from .errors import DevError
from .paths import DEV, ODOO14
from .phone.server import PhoneServer


class Instance:
    """One demo with its own folder, database and port."""

    def __init__(self, installation, folder, server=None, name="demo"):
        self.installation, self.folder = installation, folder
        self.database = DemoDatabase(installation, folder, name, server)
        self.process = DemoServer(installation, folder)
        self.phones = PhoneServer(folder)
        self._conf, self._secrets_file = folder / "odoo.conf", folder / "secrets.json"

    @property
    def log(self):
        """The server's log file."""
        return self.process.log

    def start(self, port=None, workers=None):
        """Make the demo what it should be today, start it if it does not run, and return its address."""
        self.database.prepare_folder()
        if self.process.serves(port, workers) and self._is_current():
            self._load_company(is_loaded=True)
            return self.access()
        if self.process.stop():
            step("stopped the server that ran with other settings or older code")
        self._configure(port, workers or 0)
        self._build_addon()
        self.database.ensure(self._conf)
        self.database.set_access(self._conf, self._secrets(), url_of(configuration.read(self._conf)))
        self.process.launch(self._conf, self.installation.environment(self.database.server()))
        self._load_company(is_loaded=self.database.is_loaded())
        self.database.mark_loaded()
        return self.access()

    def _is_current(self):
        """Tell whether the database has the code of the checkout, of which the front end's bundle is a part."""
        frontend.build()
        return self.database.is_current()

    def running(self):
        """Tell whether the server runs."""
        return bool(self.process.running())

    def start_phone(self, rep=""):
        """Serve the running demo to phones over HTTPS; return the address that signs ``rep`` in once.

        Without ``rep`` it is the one who is on the road.  Returns the login and the address.
        """
        access, settings = self.access(), configuration.read(self._conf)
        polling = settings.get("gevent_port") or settings["longpolling_port"]
        port = settings["http_port"]
        base = self.phones.start(int(port), int(polling if int(settings["workers"]) else port))
        command = [ODOO14 / "venv" / "bin" / "python", DEV / "demo" / "phone_token.py", "--url", access["url"], "--db",
                   access["db"], "--login", access["login"], "--password=" + access["password"], "--base", base,
                   *(["--rep", rep] if rep else [])]
        answer = json.loads(process.run(command, what="Letting a phone in", env=dict(os.environ, PYTHONPATH=str(DEV))))
        return answer["login"], "%s/field_visit_demo/phone/%s" % (base, answer["token"])

    def stop(self):
        """Stop the server and, when it is ours, PostgreSQL."""
        self.phones.stop()
        self.process.stop()
        self.database.stop()

    def reset(self):
        """Stop everything and delete the demo's data."""
        self.phones.stop()
        self.process.stop()
        self.database.remove()

    def access(self):
        """Return the address, database, login, password and the signed-in address of the running server."""
        url, known = self.process.running()["url"], self._secrets()
        return {"url": url, "db": self.database.name, "login": LOGIN, "password": known["password"],
                "sign_in": "%s/field_visit_demo/sign_in/%s" % (url, known["token"])}

    def shell(self):
        """Open Odoo's shell on the demo database in this terminal."""
        if not self._conf.exists():
            raise DevError("There is no demo database yet. Start it first: ./run")
        configuration.update(self._conf, self.database.server())
        command = [*self.installation.command, "shell", "-c", self._conf, "-d", self.database.name, "--no-http",
                   "--logfile="]
        environment = self.installation.environment(self.database.server())
        os.execvpe(str(command[0]), [str(part) for part in command], environment)

    def _secrets(self):
        """Return the random passwords of this instance; only its owner can read them."""
        if not self._secrets_file.exists():
            self._secrets_file.touch(mode=0o600)
            names = ("password", "master_password", "token")
            self._secrets_file.write_text(json.dumps({name: secrets.token_urlsafe(18) for name in names}))
        return json.loads(self._secrets_file.read_text())

    def _configure(self, port, workers):
        port, polling = self.process.choose_ports(port)
        polling_option = "gevent_port" if self.installation.number >= 16 else "longpolling_port"
        options = {polling_option: polling, "http_port": port, "workers": workers, "db_name": self.database.name,
                   "dbfilter": "^%s$" % self.database.name, "admin_passwd": self._secrets()["master_password"],
                   "data_dir": self.folder / "odoo", "max_cron_threads": 1,
                   # phones ask over the HTTPS front, which tells under which address
                   "proxy_mode": True}
        addons = addon_build.search_path(self.installation.series)
        configuration.write(self._conf, self.installation, self.database.server(), addons, **options)

    def _build_addon(self):
        """Build front end and addon; meanwhile make the template database, which needs neither."""
        with ThreadPoolExecutor(1) as pool:
            bundle = pool.submit(frontend.build)
            if not self.database.is_loaded():
                self.database.template(self._conf)
            bundle.result()
        addon_build.build(self.installation.series)

    def _load_company(self, is_loaded):
        step("moving the demo's dates to today" if is_loaded else "loading the demo company")
        access = self.access()
        command = [ODOO14 / "venv" / "bin" / "python", DEV / "demo" / "load.py", "--url", access["url"], "--db",
                   access["db"], "--login", access["login"], "--password=" + access["password"]]
        process.run(command, log=self.folder / "demo.log", what="Loading the demo data",
                    env=dict(os.environ, PYTHONPATH=str(DEV)), remedy="The server's log is %s." % self.log)
