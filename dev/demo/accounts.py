"""The two accounts without which Odoo's customer form cannot be saved once ``sale`` brings accounting along."""
from rpc import Odoo

#: Field of a customer → code, name, kind until 15.0, kind from 16.0 on.
ACCOUNTS = {
    "property_account_receivable_id": ("1700", "Customers", "data_account_type_receivable", "asset_receivable"),
    "property_account_payable_id": ("2870", "Suppliers", "data_account_type_payable", "liability_payable"),
}


def load_accounts(odoo: Odoo, company: int) -> None:
    """Create the accounts of ``company`` and make them the usual ones of its customers."""
    if not odoo.installed("account"):
        return
    for field, description in ACCOUNTS.items():
        _make_usual(odoo, company, field, _account(odoo, company, *description))


def _account(odoo: Odoo, company: int, code: str, name: str, old_kind: str, kind: str) -> int:
    values = {"code": code, "name": name, "reconcile": True}
    if odoo.has_field("account.account", "account_type"):
        values["account_type"] = kind
    else:
        values["user_type_id"] = odoo.ref(f"account.{old_kind}")
    if odoo.has_field("account.account", "company_ids"):
        values["company_ids"], owner = [(6, 0, [company])], "company_ids"
    else:
        values["company_id"] = company
        owner = "company_id"
    return odoo.ensure("account.account", [("code", "=", code), (owner, "in", [company])], values,
                       context={"allowed_company_ids": [company]})


def _make_usual(odoo: Odoo, company: int, field: str, account: int) -> None:
    if not odoo.search("ir.model", [("model", "=", "ir.property")]):
        odoo.call("ir.default", "set", "res.partner", field, account, False, company)
        return
    field_id = odoo.search("ir.model.fields", [("model", "=", "res.partner"), ("name", "=", field)])[0]
    domain = [("fields_id", "=", field_id), ("company_id", "=", company), ("res_id", "=", False)]
    odoo.ensure("ir.property", domain, {"name": field, "fields_id": field_id, "company_id": company, "type": "many2one",
                                        "value_reference": f"account.account,{account}"})
