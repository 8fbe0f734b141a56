"""What a test run may skip and what Odoo may warn about: everything else fails the run.

Each entry is a pattern and the reason why it is expected.  Keep both lists short: an entry without a
reason that still holds is a hidden failure.
"""
import re

#: Patterns of ``name: reason of the skip``.
ALLOWED_SKIPS = ()

#: Patterns of lines in Odoo's log, by the first words after the date.
ALLOWED_LOG_LINES = (
    (r"WARNING .* odoo\.addons\.base\.models\.ir_cron: .*(skip|Tried)",
     "two runs of one database see each other's scheduled actions"),
    (r"WARNING .* py\.warnings: .*(pkg_resources|Deprecat)",
     "Odoo and its libraries are older than the Python packages that they use"),
    (r"WARNING .*ir_actions_report: wkhtmltopdf: .*unpatched qt",
     "Debian's wkhtmltopdf lacks header switches that Odoo passes all the same; our reports use none"),
    (r"WARNING .* odoo\.addons\.rpc\.controllers\.(xml|json)rpc: The /xmlrpc.* deprecated in Odoo 19",
     "programs of users speak XML-RPC on every series until Odoo removes it"),
    (r"WARNING .* odoo\.http: (date_from: \S+ is in the past|date_to: \S+ is before date_from|Latitude: 91\S* is out of"
     r"|This link does not exist any more|The address of the base map \"Browser test: our tiles\" cannot be used"
     r"|Boundary \(near latitude 60\.5\S* longitude 24\.5\): the outline crosses|Nobody of Sanna Nieminen works from"
     r"|<img src=x onerror=alert\(1\)> has no position)",
     "browser tests enter these on purpose, and Odoo notes every refusal"),
    (r"WARNING .* odoo\.addons\.field_visit_routing\.models\.field_visit_job_collect: job \S+ (is lost|failed: .*'exit': -9)",
     "tests on several servers kill processes on purpose"),
    (r"ERROR \S+ odoo\.addons\.queue_job\.jobrunner\.runner: exception in GET",
     "a test stops the server that the runner has just asked"),
    (r"ERROR \S+ odoo\.tests\.common: Importing test framework",
     "pytest-odoo loads Odoo 18's test framework before it tells Odoo that tests run"),
    (r"WARNING .* odoo\.service\.server: .*(cpu|memory) limit", "a browser test may keep a small machine busy"),
)


def _compiled(entries):
    return [re.compile(pattern) for pattern, _reason in entries]


def unexpected_skips(skips, allowed=ALLOWED_SKIPS):
    """Return those of ``skips`` (texts ``name: reason``) that no allowed pattern covers."""
    patterns = _compiled(allowed)
    return [skip for skip in skips if not any(pattern.search(skip) for pattern in patterns)]


def is_allowed_log_line(line, allowed=ALLOWED_LOG_LINES):
    """Tell whether a warning in Odoo's log is one of the expected ones."""
    return any(pattern.search(line) for pattern in _compiled(allowed))
