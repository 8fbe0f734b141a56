"""Keys of names, numbers and addresses: equal for the same customer, different for others."""
import pytest
from engine.territory.twins import address_key, alike, name_key, phone_key, tax_key
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("one, other", [
    ("Café Aino Oy", "CAFE AINO"), ("Oy Kahvila Aino Ab", "kahvila-aino"), ("Müller G.m.b.H.", "Muller GmbH"),
    ("上海咖啡有限公司", "上海咖啡"), ("株式会社トヨタ", "トヨタ"), ("Ａｉｎｏ", "Aino"), ("Meyer & Son Ltd.", "Meyer, Son"),
])
def test_names_of_one_customer(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize("one, other", [
    ("Aino", "Aina"), ("Oy", "Ab"), ("咖啡一号", "咖啡二号"), ("Bar 1", "Bar 2"),
])
def test_names_of_two_customers(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("text, code, key", [
    ("050 123 4567", 358, "358501234567"), ("+358 50 123 4567", 358, "358501234567"),
    ("00358-50-1234567", 358, "358501234567"), ("+358 (0)50 1234567", 358, "358501234567"),
    ("+39 06 698 2", 39, "3966982"), ("06 6982", 39, "3966982"),
    ("138 1234 5678", 86, "8613812345678"), ("+86 138 1234 5678", 358, "8613812345678"),
    ("050 123 4567 ext. 12", 358, "358501234567"), ("tel. 050 123 4567", 358, "358501234567"),
    ("12345", 358, ""), ("", 358, ""), ("call me", 0, ""), ("0501234567", 0, "501234567"),
])
def test_phone(text, code, key):
    assert phone_key(text, code) == key


def test_tax_numbers():
    assert tax_key("fi 1234567-8") == tax_key("FI12345678")
    assert tax_key("1234") == tax_key("") == ""


def test_addresses_need_a_house():
    assert address_key("Aleksanterinkatu 5", "00100", "Helsinki") == address_key("aleksanterinkatu  5", "00 100", "")
    assert address_key("Aleksanterinkatu", "00100", "Helsinki") == address_key("Katu 5", "", "") == ""
    assert address_key("Katu 5", "", "Espoo") != address_key("Katu 5", "", "Vantaa")


def test_alike_names():
    assert alike(name_key("Kahvila Aino"), name_key("Kahvila Ainon"))
    assert alike(name_key("Aino"), name_key("Aino Kallio"))
    assert not alike(name_key("Pizzeria Roma"), name_key("Kukkakauppa"))
    assert not alike("", "aino") and not alike("aino", "")


@given(st.from_regex(r"[a-z]{4,12} [0-9]{1,3}", fullmatch=True), st.sampled_from(["Oy", "GmbH", "Ltd.", "S.R.L."]))
def test_a_legal_form_changes_nothing(name, form):
    assert name_key("%s %s" % (name, form)) == name_key("%s %s" % (form, name)) == name_key(name)


@given(st.text(), st.text(), st.integers(0, 999))
def test_any_text_has_keys(one, other, code):
    for key in (name_key(one), phone_key(one, code), tax_key(one), address_key(one, other, other)):
        assert isinstance(key, str)
    assert alike(name_key(one), name_key(other)) in (True, False)
