"""Odoo's configuration file: loopback only, one database, no database manager."""
import configparser


def write(path, installation, server, addons, **options):
    """Write the configuration for ``installation`` with the ``addons`` folders and return ``path``."""
    settings = {
        "addons_path": ",".join(str(folder) for folder in [*installation.addons, *addons]),
        "db_host": server.host, "db_port": server.port, "db_user": server.user, "db_password": server.password,
        "http_interface": "127.0.0.1", "list_db": "False", "proxy_mode": "False", "max_cron_threads": "0",
        "without_demo": "True" if installation.number >= 19 else "all",
    }
    settings.update({key: str(value) for key, value in options.items()})
    parser = configparser.RawConfigParser()
    parser["options"] = settings
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    with open(path, "w", encoding="utf-8") as stream:
        parser.write(stream)
    return path


def read(path):
    """Return the settings in the configuration file ``path``."""
    parser = configparser.RawConfigParser()
    parser.read(str(path), encoding="utf-8")
    return dict(parser["options"])


def update(path, server):
    """Let the configuration file ``path`` name the database ``server`` as it runs now: its port changes."""
    parser = configparser.RawConfigParser()
    parser.read(str(path), encoding="utf-8")
    parser["options"].update({"db_host": server.host, "db_port": server.port, "db_password": server.password})
    with open(path, "w", encoding="utf-8") as stream:
        parser.write(stream)
