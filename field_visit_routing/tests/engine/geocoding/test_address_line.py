"""Addresses on one line, as each country writes them."""
import pytest
from engine.geocoding.address_line import LAYOUT, address_line
from hypothesis import given
from hypothesis import strategies as st

CHINA = "%(country_name)s, %(zip)s\n%(state_name)s %(city)s %(street)s %(street2)s"
AMERICA = "%(street)s\n%(street2)s\n%(city)s %(state_code)s %(zip)s\n%(country_name)s"
NANJING = {"zip": "200001", "state_name": "上海市", "city": "黄浦区", "street": "南京东路 100 号", "country_name": "中国"}


@pytest.mark.parametrize("layout, parts, line", [
    (CHINA, NANJING, "中国, 200001, 上海市黄浦区南京东路 100 号"),
    (CHINA, dict(NANJING, country_name=""), "200001, 上海市黄浦区南京东路 100 号"),
    (CHINA, {"city": "Shanghai", "street": "Nanjing East Road 100"}, "Shanghai Nanjing East Road 100"),
    (AMERICA, {"street": "1 Main St", "city": "Springfield", "state_code": "IL", "zip": "62701"},
     "1 Main St, Springfield IL 62701"),
    (LAYOUT, {"street": "Fleminginkatu 1", "zip": "00530", "city": "Helsinki"}, "Fleminginkatu 1, 00530 Helsinki"),
    (LAYOUT, {"city": "Helsinki"}, "Helsinki"),
    (LAYOUT, {}, ""),
    ("%(unknown)s %(city)s 100%", {"city": "Helsinki"}, "Helsinki 100%"),
])
def test_the_order_of_the_country(layout, parts, line):
    assert address_line(layout, parts) == line


@given(st.sampled_from((CHINA, AMERICA, LAYOUT)), st.dictionaries(
    st.sampled_from(("street", "street2", "zip", "city", "state_name", "country_name")), st.text(max_size=30)))
def test_any_text_gives_one_line_without_loose_ends(layout, parts):
    line = address_line(layout, parts)
    assert line == " ".join(line.split())
    if not any("," in text for text in parts.values()):
        assert not line.startswith(",") and not line.endswith(",") and ", ," not in line
    for name, text in parts.items():
        if "%%(%s)s" % name in layout:
            assert "".join(text.split()) in "".join(line.split())
