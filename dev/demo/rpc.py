"""A small XML-RPC client for Odoo 14.0 to 19.0, standard library only."""
import xmlrpc.client
from typing import Any, Iterable, List, Optional


class RpcError(RuntimeError):
    """Odoo answered with an error; the text is Odoo's own sentence."""


class Odoo:
    """One signed-in user of one database."""

    def __init__(self, url: str, db: str, login: str, password: str) -> None:
        self.url, self.db, self._password = url, db, password
        self._context: dict = {"lang": "en_US", "tracking_disable": True, "mail_notrack": True}
        self._fields: dict = {}
        common = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common", allow_none=True)
        self.uid = common.authenticate(db, login, password, {})
        if not self.uid:
            raise RpcError(f"Cannot sign in to database {db!r} as {login!r}: wrong login or password.")
        self._object = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)

    def call(self, model: str, method: str, *args: Any, context: Optional[dict] = None, **options: Any) -> Any:
        """Call a public method; ``context`` is added to the usual one."""
        options["context"] = dict(self._context, **(context or {}))
        try:
            return self._object.execute_kw(self.db, self.uid, self._password, model, method, list(args), options)
        except xmlrpc.client.Fault as fault:
            if "cannot marshal" in fault.faultString:
                return None  # the method has run; its result, None or records, has no XML-RPC form
            raise RpcError(fault.faultString.strip().splitlines()[-1]) from None

    def search(self, model: str, domain: list, **options: Any) -> List[int]:
        return self.call(model, "search", domain, **options)

    def read(self, model: str, domain: list, fields: Iterable[str], **options: Any) -> List[dict]:
        return self.call(model, "search_read", domain, list(fields), **options)

    def create(self, model: str, rows: List[dict], **options: Any) -> List[int]:
        return self.call(model, "create", rows, **options) if rows else []

    def write(self, model: str, ids: List[int], values: dict, **options: Any) -> None:
        if ids:
            self.call(model, "write", ids, values, **options)

    def ensure(self, model: str, domain: list, values: dict, **options: Any) -> int:
        """Return the record that ``domain`` finds (also archived), else create it with ``values``."""
        found = self.search(model, domain, limit=1, context={"active_test": False})
        return found[0] if found else self.create(model, [values], **options)[0]

    def ref(self, xmlid: str) -> int:
        """Return the id behind ``module.name``."""
        module, name = xmlid.split(".")
        rows = self.read("ir.model.data", [("module", "=", module), ("name", "=", name)], ["res_id"])
        if not rows:
            raise RpcError(f"{xmlid} does not exist: is the module {module} installed?")
        return rows[0]["res_id"]

    def has_field(self, model: str, field: str) -> bool:
        if model not in self._fields:
            self._fields[model] = set(self.call(model, "fields_get", [], ["type"]))
        return field in self._fields[model]

    def installed(self, module: str) -> bool:
        return bool(self.search("ir.module.module", [("name", "=", module), ("state", "=", "installed")]))

    def get_param(self, key: str) -> str:
        return self.call("ir.config_parameter", "get_param", key) or ""

    def set_param(self, key: str, value: str) -> None:
        self.call("ir.config_parameter", "set_param", key, value)
