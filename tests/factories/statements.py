"""Statements of account as the banks write them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

IBAN = "BE68539007547034"
DAY = dt.date(2026, 11, 27)


@dataclass(frozen=True)
class Money:
    """An amount that came in (or went out, below zero), in cents. `reference` is twelve digits."""

    amount: int
    name: str = "LEA MOREAU"
    iban: str = "BE71096123456769"
    reference: str = ""
    words: str = ""
    day: dt.date = DAY


def coda(*movements: Money, account: str = IBAN) -> bytes:
    """Write a CODA file, version 2, as Febelfin describes it."""
    date = f"{DAY:%d%m%y}"
    lines = [
        f"0{'0000'}{date}{'725'}{'05'}{' ' * 8}{'':10}{'BOULANGERIE':26}{'KREDBEBB':11}{'0' * 11} {'00000'}{'':16}{'':16}{'':7}2",
        f"12001{account:34}EUR0{0:015}{date}{'BOULANGERIE':26}{'COMPTE A VUE':35}001",
    ]
    for number, movement in enumerate(movements, start=1):
        lines += _movement(movement, f"{number:04}", "0000", last=False)
    lines += [f"8001{account:34}EUR0{0:015}{date}{'':64}0", f"9{'':15}{len(lines) + 1:06}{0:015}{0:015}{'':75}2"]
    assert {len(line) for line in lines} == {128}, [len(line) for line in lines]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def globalised(*parts: Money) -> bytes:
    """Write a CODA file whose one movement is the sum of its parts, the parts below it."""
    whole = coda(Money(sum(part.amount for part in parts), name="", iban="", words="TOTAL")).decode("cp1252").split("\r\n")
    details = [line for number, part in enumerate(parts, start=1) for line in _movement(part, "0001", f"{number:04}", last=False)]
    return "\r\n".join([*whole[:-3], *details, *whole[-3:]]).encode("cp1252")


def _movement(money: Money, sequence: str, detail: str, *, last: bool) -> list[str]:
    words = f"101{money.reference}" if money.reference else money.words
    sign, amount = ("0" if money.amount >= 0 else "1"), abs(money.amount) * 10
    date, kind = f"{money.day:%d%m%y}", "1" if money.reference else "0"
    return [
        f"21{sequence}{detail}{'REF' + sequence:21}{sign}{amount:015}{date}00150000{kind}{words[:53]:53}{date}00101 0",
        f"22{sequence}{detail}{words[53:106]:53}{'':35}{'':11}{'':3}{'':1}{'':4}{'':4}{'':4}1 0",
        f"23{sequence}{detail}{money.iban:34}EUR{money.name:35}{words[106:149]:43}0 0",
    ]


def kbc(movements: Iterable[Money], *, account: str = IBAN) -> bytes:
    """Write a CSV file as KBC exports it in Dutch."""
    heading = (
        "Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;Valuta;Bedrag;Saldo;credit;debet;"
        "rekeningnummer tegenpartij;BIC tegenpartij;Naam tegenpartij;Adres tegenpartij;gestructureerde mededeling;Vrije mededeling"
    )
    rows = [
        f"{account};;BAKKER;EUR; 02026001;{each.day:%d/%m/%Y};OVERSCHRIJVING;{each.day:%d/%m/%Y};{_euro(each.amount)};0,00;;;"
        f"{each.iban};;{each.name};;{_written(each.reference)};{each.words}"
        for each in movements
    ]
    return "\r\n".join([heading, *rows]).encode("cp1252")


def belfius(movements: Iterable[Money], *, account: str = IBAN) -> bytes:
    """Write a CSV file as Belfius exports it in French, with what was searched for at its top."""
    top = [
        "Date de comptabilisation à partir de;24/08/2026",
        "Montant à partir de;",
        "Nom contrepartie contient;",
        "Dernier solde;1,00 EUR",
        ";",
    ]
    heading = (
        "Compte;Date de comptabilisation;Numéro d'extrait;Numéro de transaction;Compte contrepartie;Nom contrepartie contient;"
        "Rue et numéro;Code postal et localité;Transaction;Date valeur;Montant;Devise;BIC;Code pays;Communications"
    )
    rows = [
        f"{account[:4]} {account[4:]};{each.day:%d/%m/%Y};1;1;{each.iban};{each.name};;;VIREMENT;"
        f"{each.day:%d/%m/%Y};{_euro(each.amount)};EUR;;BE;"
        f"{_written(each.reference) or each.words}"
        for each in movements
    ]
    return "\n".join([*top, heading, *rows]).encode("utf-8-sig")


def fortis(movements: Iterable[Money], *, account: str = IBAN, status: str = "Geaccepteerd") -> bytes:
    """Write a CSV file as BNP Paribas Fortis exports it in Dutch, in UTF-16."""
    heading = (
        "Volgnummer;Uitvoeringsdatum;Valutadatum;Bedrag;Valuta rekening;Rekeningnummer;Type verrichting;Tegenpartij;"
        "Naam van de tegenpartij;Mededeling;Details;Status;Reden van weigering"
    )
    rows = [
        f"2026-1;{each.day:%d/%m/%Y};{each.day:%d/%m/%Y};{_euro(each.amount)};EUR;{account};Overschrijving;{each.iban};{each.name};"
        f"{_written(each.reference) or each.words};details;{status};"
        for each in movements
    ]
    return "\n".join([heading, *rows]).encode("utf-16")


def ing(movements: Iterable[Money], *, account: str = IBAN) -> bytes:
    """Write a CSV file as ING exports it in Dutch."""
    heading = (
        "Rekeningnummer;Naam van de rekening;Rekening tegenpartij;Omzetnummer;Boekingsdatum;Valutadatum;Bedrag;Munteenheid;"
        "Omschrijving;Detail van de omzet;Bericht"
    )
    rows = [
        f"{account};BAKKER;{each.iban};1;{each.day:%d/%m/%Y};{each.day:%d/%m/%Y};{_euro(each.amount)};EUR;Europese overschrijving;"
        f"{each.name};{_written(each.reference) or each.words}"
        for each in movements
    ]
    return "\n".join([heading, *rows]).encode()


def _euro(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02}"


def _written(reference: str) -> str:
    return f"+++{reference[:3]}/{reference[3:7]}/{reference[7:]}+++" if reference else ""
