"""The translation template holds every text of the source, and zh_CN translates every term of the template."""
import ast
import importlib.util
import re
from collections import Counter

import polib
import pytest
from fvr_dev import series_terms, template_file
from fvr_dev.paths import ADDON, CHECKOUT, DEV

SOURCE = CHECKOUT / ADDON
FOLDER = SOURCE / "i18n"
CATALOGUES = sorted(path.stem for path in FOLDER.glob("*.po"))
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Names that a Chinese user reads as they are, and terms without words of their own.
#: Names, and examples of what to write into a field.
KEPT = {"ID", "OSM", "OpenStreetMap", "OpenStreetMap Nominatim", "WGS-84 (GPS, OpenStreetMap)", "%(rep)s on %(day)s",
        "CSV", "GeoJSON", "UTF-8", "ROC-AUC", "%(name)s, %(when)s", "%(what)s: %(old)s → %(new)s", "abc",
        "%s MB", "%s of %s", "OwnTracks", "Traccar Client", "Uuid",
        "city.pmtiles", "https://", "https://tile.example.com/{z}/{x}/{y}.png",
        '{"type": "Polygon", "coordinates": [[[24.9, 60.1], …]]}'}


def _check():
    specification = importlib.util.spec_from_file_location("catalogue_check", str(DEV / "i18n.py"))
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def template():
    return polib.pofile(str(FOLDER / (ADDON + ".pot")), check_for_duplicates=True)


def catalogue(language):
    return polib.pofile(str(FOLDER / (language + ".po")), check_for_duplicates=True)


def test_chinese_is_there():
    assert "zh_CN" in CATALOGUES


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_term_is_translated_with_its_placeholders(template, language):
    assert _check().problems(template, catalogue(language)) == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_catalogue_is_no_older_than_the_template(template, language):
    here = {(entry.msgid, entry.comment, *sorted(entry.occurrences)) for entry in catalogue(language)}
    assert here == {(entry.msgid, entry.comment, *sorted(entry.occurrences)) for entry in template}, "run: make i18n"


@pytest.mark.parametrize("language", CATALOGUES)
def test_markup_and_blanks_are_kept(language):
    wrong = [entry.msgid for entry in catalogue(language)
             if sorted(TAG.findall(entry.msgid)) != sorted(TAG.findall(entry.msgstr))
             or entry.msgid.count("\n") != entry.msgstr.count("\n")
             or entry.msgstr != entry.msgstr.strip()]
    assert wrong == []


def test_chinese_holds_chinese():
    assert [entry.msgid for entry in catalogue("zh_CN")
            if not CHINESE.search(entry.msgstr) and entry.msgid not in KEPT] == []


def test_code_terms_carry_the_comments_of_all_series(template):
    for entry in template:
        places = [place for place, _line in entry.occurrences if place.startswith("code:")]
        marks = set(entry.comment.split())
        assert any(place.endswith(".py") for place in places) == (template_file.PYTHON in marks), entry.msgid
        assert any("/static/" in place for place in places) == (template_file.JAVASCRIPT in marks), entry.msgid
        assert (template_file.JAVASCRIPT in marks) == (template_file.WEB in marks), entry.msgid


def test_a_field_of_a_record_has_one_term(template):
    """Odoo 14 cannot overwrite translations with a catalogue that gives one field of one record two."""
    places = [place for entry in template for place, _line in entry.occurrences if place.startswith("model:")]
    assert [place for place, count in Counter(places).items() if count > 1] == []


def _python_terms():
    for path in sorted(SOURCE.rglob("*.py")):
        if "tests" in path.relative_to(SOURCE).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_template_holds_every_sentence_of_the_code(template):
    known = {entry.msgid for entry in template if template_file.PYTHON in entry.comment}
    assert sorted(set(_python_terms()) - known) == [], "run: make i18n"


def test_template_holds_every_text_of_the_views_of_all_later_series(template):
    known = {(entry.msgid, place) for entry in template for place, _line in entry.occurrences}
    assert sorted(series_terms.of_views() - known) == [], "run: make i18n"


def _labels(node):
    """Return the label and the help of ``fields.Something(…)``."""
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    candidates = [named.get("string"), named.get("help")]
    relational = node.func.attr in ("Many2one", "One2many", "Many2many", "Selection", "Reference")
    if not relational and node.args:
        candidates.append(node.args[0])
    return [value.value for value in candidates if isinstance(value, ast.Constant) and isinstance(value.value, str)]


def _field_texts():
    for path in sorted([*SOURCE.glob("models/*.py"), *SOURCE.glob("wizards/*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(getattr(node.func, "value", None), "id", "") == "fields":
                yield from _labels(node)


def test_template_holds_the_fields_labels_and_helps(template):
    known = {entry.msgid for entry in template}
    assert sorted(set(_field_texts()) - known) == [], "run: make i18n"


def test_no_text_speaks_without_a_language():
    """``_`` finds the language in ``self``; functions without one take ``compat.translator``."""
    silent = []
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "engine"} & set(path.relative_to(SOURCE).parts):
            _collect_silent(ast.parse(path.read_text(encoding="utf-8")), [], path, silent)
    assert silent == []


def _collect_silent(node, speakers, path, silent):
    for child in ast.iter_child_nodes(node):
        inner = speakers
        if isinstance(child, (ast.FunctionDef, ast.Lambda)):
            inner = speakers + [child]
        elif isinstance(child, ast.Call) and getattr(child.func, "id", "") == "_" and not any(map(_speaks, speakers[-1:])):
            if not any(_has_translator(function) for function in speakers):
                silent.append("%s:%d" % (path.name, child.lineno))
        _collect_silent(child, inner, path, silent)


def _speaks(function):
    return "self" in [argument.arg for argument in function.args.args]


def _has_translator(function):
    return any(isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_" for node in ast.walk(function))
