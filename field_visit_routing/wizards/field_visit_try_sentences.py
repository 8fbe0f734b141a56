"""Sentences for the coded problems of the engine's import.

The first argument is any record: Odoo takes the language of a sentence from the ``self`` of the function that says it.
"""
from odoo import _


def table_sentence(self, error):
    """Say why a file or text could not be read, and what to do."""
    return {
        "empty": _("There is no row. Paste the customers, or upload a file with one customer per row."),
        "too_long": _("The table has %(rows)s rows; %(limit)s can be tried at once. Split the file."),
        "too_wide": _("The table has more than %(limit)s columns. Keep those that tell of the customers."),
        "too_big": _("The table is larger than %(limit)s MB. Keep the columns that tell of the customers, or split "
                     "the file."),
        "no_openpyxl": _("XLSX files need the Python package openpyxl on the server. Ask your administrator to "
                         "install it, or save the sheet as CSV and upload that."),
        "not_xlsx": _("The file looks like XLSX but cannot be opened. Open it in a spreadsheet and save it again, "
                      "or save it as CSV."),
        "old_excel": _("%(name)s is an old Excel file (.xls). Save it as XLSX or CSV and upload that."),
        "not_text": _("%(name)s is neither CSV nor XLSX. Save the table as one of the two and upload that."),
    }[error.code] % error.params


def problem_sentence(self, problem, label):
    """Say what is wrong with one value of a row; ``label`` is the column's meaning."""
    low, high = _bounds(problem.target)
    return {
        "missing": _("%(field)s is missing. Fill it in."),
        "not_a_number": _('%(field)s: "%(value)s" is not a number. Give a number such as %(low)s.'),
        "not_finite": _('%(field)s: "%(value)s" is no finite number. Give a number from %(low)s to %(high)s.'),
        "out_of_range": _("%(field)s: %(value)s is out of range. Give a number from %(low)s to %(high)s; check that "
                          "latitude and longitude are not exchanged."),
        "not_a_pair": _('%(field)s: "%(value)s" is no position. Give latitude and longitude such as 60.1699, 24.9384.'),
    }[problem.code] % {"field": label, "value": problem.value[:60], "low": low, "high": high}


def _bounds(target):
    return {
        "latitude": (-90, 90), "longitude": (-180, 180), "position": (-90, 90), "score": (0, 100),
        "duration": (0, 1440), "interval": (0, 3650),
    }.get(target, (0, 0))
