"""Let one phone in: prints a token that signs a rep of the demo in once, within some minutes.

``phone_token.py --url URL --db DB --login LOGIN --password PASSWORD --base URL [--rep LOGIN]``; ``--base`` is the
address under which phones reach the server. Without ``--rep`` it is the rep who is on the road.
"""
import argparse
import hashlib
import json
import secrets
import sys
import time
from datetime import date

from rpc import Odoo, RpcError

#: Read by the addon field_visit_demo.
KEY = "field_visit_demo.phone"
GOOD_FOR_S = 600


def login_on_the_road(odoo: Odoo) -> str:
    """Return the login of the rep whose route of today is in progress, else of anybody with a route."""
    routes = odoo.read("field.visit.route", [("date", "=", f"{date.today()}")], ["state", "rep_id"], order="id")
    routes.sort(key=lambda route: route["state"] != "in_progress")
    if not routes:
        return "anna"
    rep = odoo.read("field.visit.rep", [("id", "=", routes[0]["rep_id"][0])], ["user_id"])[0]
    return odoo.read("res.users", [("id", "=", rep["user_id"][0])], ["login"])[0]["login"]


def let_in(odoo: Odoo, login: str) -> str:
    """Note the digest of a new token for ``login`` and return the token; an older one is worth nothing any more."""
    if not odoo.search("res.users", [("login", "=", login)]):
        raise RpcError(f"Nobody has the login {login}. Take one of the demo's: anna, mikko, sanna, lina.")
    token = secrets.token_urlsafe(18)
    digest = hashlib.sha256(token.encode()).hexdigest()
    odoo.set_param(KEY, json.dumps({"digest": digest, "login": login, "until": time.time() + GOOD_FOR_S}))
    return token


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("url", "db", "login", "password", "base"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--rep")
    options = parser.parse_args()
    try:
        odoo = Odoo(options.url, options.db, options.login, options.password)
        login = options.rep or login_on_the_road(odoo)
        token = let_in(odoo, login)
        # addresses in mails and codes have to lead to where the phone finds this server
        odoo.set_param("web.base.url", options.base)
    except (RpcError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps({"login": login, "token": token}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
