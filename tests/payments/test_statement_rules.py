"""Statements of every bank say the same; what is no statement is refused in words."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.rules.allocation import Came, surpluses
from payments.rules.statements.csv_file import UnknownColumns, cents_of, day_of
from payments.rules.statements.files import read_statement
from payments.rules.statements.lines import UnreadableStatement, keys_of
from payments.rules.suggest import Candidate, suggestions
from tests.factories.statements import DAY, IBAN, Money, belfius, coda, fortis, globalised, ing, kbc

PAID, SPENT = Money(2590, reference="800000000179"), Money(-1200, name="MEUNERIE", words="FARINE")
WORDS = Money(
    1990, name="J DUPONT", iban="BE89650965825185", words="commande 1004 merci beaucoup a bientot dans votre belle boutique et bonne fete"
)
BANKS = {"coda": lambda each: coda(*each), "kbc": kbc, "belfius": belfius, "fortis": fortis, "ing": ing}


@pytest.mark.parametrize("bank", BANKS)
def test_each_bank_is_read(bank):
    statement = read_statement(BANKS[bank]([PAID, SPENT, WORDS]))

    assert statement.accounts == {IBAN}
    assert [(credit.amount, credit.booked_on, credit.payer_iban) for credit in statement.credits] == [
        (2590, DAY, "BE71096123456769"),
        (1990, DAY, "BE89650965825185"),
    ]
    assert statement.credits[0].references == ["800000000179"]
    assert "commande 1004 merci" in statement.credits[1].communication
    assert statement.others == 1


def test_the_same_line_has_the_same_key_whatever_the_format():
    keys = {tuple(keys_of(read_statement(write([PAID, SPENT, WORDS])).credits)) for write in BANKS.values()}
    assert len(keys) == 1


def test_two_equal_payments_of_a_day_are_two_lines():
    keys = keys_of(read_statement(kbc([WORDS, WORDS])).credits)
    assert len(set(keys)) == 2
    assert keys[0] == keys_of(read_statement(kbc([WORDS])).credits)[0]


def test_parts_of_a_sum_count_and_their_sum_does_not():
    statement = read_statement(globalised(PAID, WORDS))
    assert [credit.amount for credit in statement.credits] == [2590, 1990]


def test_long_words_of_a_coda_file_are_put_together_again():
    words = "".join(chr(ord("a") + number % 26) for number in range(149))
    assert read_statement(coda(Money(100, words=words))).credits[0].communication == words


def test_refused_rows_of_fortis_are_no_money():
    assert read_statement(fortis([PAID], status="Geweigerd")).credits == ()


def test_other_currencies_are_left_out():
    assert read_statement(kbc([PAID]).replace(b";EUR;", b";USD;")).credits == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 ...", "not_text"),
        (b"PK\x03\x04....", "not_text"),
        (b"\x81\x8d\x00", "not_text"),
        (b"Hello", "not_a_statement"),
        (b"a;b\n1;2", "no_columns"),
        (coda(PAID).replace(b"000000000025900", b"00000000002X900"), "damaged"),
        (coda(PAID).replace(b"2711262", b"3913262").replace(b"27112600101", b"39132600101"), "damaged"),
    ],
)
def test_what_is_no_statement_is_refused(content, code):
    with pytest.raises(UnreadableStatement) as refusal:
        read_statement(content)
    assert refusal.value.code == code


def test_unknown_headings_can_be_chosen():
    content = b"Quand,Combien,Qui,Quoi\n2026-11-27,25.90,Lea,800000000179\n"
    with pytest.raises(UnknownColumns) as refusal:
        read_statement(content)
    assert refusal.value.headings == ["Quand", "Combien", "Qui", "Quoi"]

    (credit,) = read_statement(content, chosen={"date": 0, "amount": 1, "name": 2, "words": 3}).credits
    assert (credit.amount, credit.booked_on, credit.payer_name, credit.references) == (2590, DAY, "Lea", ["800000000179"])


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content):
    with contextlib.suppress(UnreadableStatement):
        read_statement(content)


@given(st.text(max_size=300))
def test_no_words_after_a_coda_header_break_the_reader(text):
    with contextlib.suppress(UnreadableStatement):
        read_statement(coda().split(b"\r\n")[0] + b"\n" + text.encode("utf-8", "ignore"))


@pytest.mark.parametrize(
    ("text", "cents"),
    [("-1.234,56", -123456), ("1 234.56", 123456), ("+12", 1200), ("12,5", 1250), ("1,234.56", 123456), ("0,01 EUR", 1), ("12-", -1200)]
    + [(text, None) for text in ("", "x", "1,2,3", "--1", "12,345,6", "Solde")],
)
def test_amounts_as_banks_write_them(text, cents):
    assert cents_of(text) == cents


@pytest.mark.parametrize("text", ["27/11/2026", "27-11-26", "27.11.2026", "2026-11-27", "20261127", "2026-11-27T10:00", "27/11/2026 10:00"])
def test_days_as_banks_write_them(text):
    assert day_of(text) == dt.date(2026, 11, 27)


@pytest.mark.parametrize("text", ["", "31/02/2026", "Total", "99999999"])
def test_what_is_no_day(text):
    assert day_of(text) is None


LEA = Candidate(1, "1004", "Léa Moreau", 2590, "800000000179")
JAN = Candidate(2, "1005", "Jan De Wolf", 1990, "800000000280")


def found(amount, payer="", words=""):
    return [each.order_id for each in suggestions([LEA, JAN], amount=amount, payer=payer, words=words)]


def test_suggestions_by_number_amount_name_and_a_mistyped_communication():
    assert found(1, words="commande 1005") == [2]
    assert found(2590) == [1]
    assert found(1, payer="MOREAU LEA") == [1]
    assert found(1990, payer="MME MOREAU") == [2, 1]
    assert found(1, words="+++800/0000/00197+++") == [1]
    assert found(1, words="80000000017") == [1]
    assert found(1, payer="Somebody", words="10045") == []


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), max_size=6), st.integers(0, 9000))
def test_what_is_used_and_what_is_too_much_add_up(amounts, needed):
    payments = [Came(amount, min(amount, back)) for amount, back in amounts]
    over = surpluses(payments, needed=needed)
    kept = sum(payment.kept for payment in payments)
    assert sum(over) == max(kept - needed, 0)
    assert all(0 <= surplus <= payment.kept for surplus, payment in zip(over, payments, strict=True))
