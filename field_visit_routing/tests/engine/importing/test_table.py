"""Tables out of text and files."""
import io
import zipfile

import pytest
from engine.importing import TableError, read_file, read_text

GRID = [(1, ["name", "city"]), (2, ["Café Ekberg", "Helsinki"])]


@pytest.mark.parametrize("text", ["name,city\nCafé Ekberg,Helsinki", "name;city\nCafé Ekberg;Helsinki\n",
                                  "name\tcity\r\nCafé Ekberg\tHelsinki\r\n", "name|city\nCafé Ekberg|Helsinki"])
def test_any_usual_separator_is_found(text):
    assert read_text(text) == GRID


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_of_western_and_chinese_spreadsheets(encoding):
    text = "客户名称,地址\n上海博物馆,人民大道201号\n"
    assert read_file(text.encode(encoding))[1] == (2, ["上海博物馆", "人民大道201号"])


def test_a_comma_inside_quotes_stays_and_blank_lines_keep_the_numbering():
    rows = read_text('name,position\n\n"Ekberg, café","60.1, 24.9"\n')
    assert rows == [(1, ["name", "position"]), (3, ["Ekberg, café", "60.1, 24.9"])]


def test_xlsx_is_told_by_its_content():
    openpyxl = pytest.importorskip("openpyxl", exc_type=ImportError)
    book = openpyxl.Workbook()
    book.active.append(["name", "zip", "lat"])
    book.active.append(["Ekberg", 120, 60.165])
    stream = io.BytesIO()
    book.save(stream)
    assert read_file(stream.getvalue(), "customers.csv") == [(1, ["name", "zip", "lat"]), (2, ["Ekberg", "120", "60.165"])]


@pytest.mark.parametrize("content, code", [
    (b"", "empty"), (b"\n\n , \n", "empty"), (b"PK\x03\x04broken", "not_xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"), (b"\x89PNG\r\n\x00\x00\x00\xff\x81", "not_text"),
    (b"a,b\n" * 20_002, "too_long"), (b"name" + b",x" * 100, "too_wide"), (b"x" * 30_000_001, "too_big"),
])
def test_files_that_cannot_be_read_say_why(content, code):
    with pytest.raises(TableError) as caught:
        read_file(content, "x")
    assert caught.value.code == code


def xlsx(rows):
    openpyxl = pytest.importorskip("openpyxl", exc_type=ImportError)
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content, **changes):
    """The XLSX with the parts whose name ends so replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = next((part for key, part in changes.items() if name.endswith(key + ".xml")), None)
            new.writestr(name, old.read(name) if part is None else part)
    return target.getvalue()


@pytest.mark.parametrize("part, code", [
    (b" " * 40_000_000, "too_big"), (b"<worksheet><sheetData><row", "not_xlsx"), (b"", "not_xlsx"),
])
def test_a_packed_bomb_and_a_torn_sheet_are_refused(part, code):
    content = repacked(xlsx([["name"], ["Ekberg"]]), sheet1=part)
    assert len(content) < 1_000_000
    with pytest.raises(TableError) as caught:
        read_file(content, "x.xlsx")
    assert caught.value.code == code


def test_an_xlsx_with_a_row_of_many_columns_is_refused():
    with pytest.raises(TableError) as caught:
        read_file(xlsx([["name"] + ["x"] * 100]), "x.xlsx")
    assert caught.value.code == "too_wide"


def test_a_sheet_of_formatted_empty_rows_keeps_its_numbering():
    assert read_file(xlsx([["name"], [], [None], ["Ekberg"]])) == [(1, ["name"]), (4, ["Ekberg"])]
