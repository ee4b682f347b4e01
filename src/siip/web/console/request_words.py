"""What a form of a request shows of what is known: a resident, an earlier answer, a NIK, the lines to check."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from siip.kernel.catalogue import Field, LetterType
from siip.people.residents import Card
from siip.people.rules import nik as nik_rules
from siip.services.intake import Applicant
from siip.web.console.request_fields import ANSWER, PLACE
from siip.web.console.spot import ELSEWHERE, Spot
from siip.web.ui.wording import number, plain_day
from siip.wilayah import national
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import NO_RW, Level, path_of, segments

OLDEST = 120  # years; beyond them the year of birth is looked at again


def first_answers(kind: LetterType) -> dict[str, Any]:
    """What stands in a fresh form: the defaults of the letter type, and nothing that nobody said."""
    return {ANSWER + one.name: one.default for one in kind.fields if one.default}


def typed(kind: LetterType, answers: Mapping[str, str], applicant: Applicant | None, spot: Spot) -> dict[str, Any]:
    """What was said before, as a form shows it."""
    said: dict[str, Any] = {ANSWER + one.name: said_again(one, answers.get(one.name, "")) for one in kind.fields}
    said |= placed(answers.get("rt", ""), answers.get("rw", ""), spot)
    if applicant:
        said |= {"wakil": "ya", "wakil_nama": applicant.name, "wakil_hubungan": applicant.relation}
    return said


def placed(rt: str, rw: str, spot: Spot) -> dict[str, str]:
    """An RT and RW as written, as the choice that they are; typed where the list has none like it."""
    value = spot.value_of(rt, rw)
    if not value or value == ELSEWHERE:
        return {PLACE: value, f"{ANSWER}rt": rt, f"{ANSWER}rw": rw}
    return {PLACE: value}


def said_again(asked: Field, answer: str) -> Any:
    """An answer as it was sealed, as a value: a date of a date field."""
    return date.fromisoformat(answer) if asked.type == "date" and answer else answer


def in_words(value: Any, asked: Field | None = None) -> str:
    """A value as people read it; of an amount of money with its points."""
    if asked and asked.type == "rupiah" and value:
        return f"Rp{number(int(value))}"
    return plain_day(value) if isinstance(value, date) else str(value or "")


def of_resident(card: Card, kind: LetterType, spot: Spot) -> dict[str, Any]:
    """What the list knows of a resident, in the fields of the form; a choice only if it is one of its own."""
    known = card.details
    parts = segments(card.wilayah.path)
    rw, rt = (parts[4], parts[5]) if card.wilayah.level == Level.RT else ("", "")
    rw = "" if rw == NO_RW else rw
    written = (known.get("address", ""), f"RT {rt}" if rt else "", f"RW {rw}" if rw else "")
    address = " ".join(part for part in written if part)
    nationality = known.get("nationality", "")
    said = {
        "nama": card.name, "nik": known.get("nik", ""), "tempat_lahir": known.get("birth_place", ""),
        "tanggal_lahir": card.birth_on, "jenis_kelamin": {"L": "Laki-laki", "P": "Perempuan"}.get(known.get("sex", "")),
        "agama": known.get("religion"), "status_perkawinan": known.get("marital"),
        "pekerjaan": known.get("occupation"), "kewarganegaraan": "Indonesia" if nationality == "WNI" else nationality,
        "alamat": address, "alamat_domisili": address,
    }  # fmt: skip
    by_name = {one.name: one for one in kind.fields}
    found = {ANSWER + name: value for name, value in said.items() if value and _fits(by_name.get(name), value)}
    return found | {name: value for name, value in placed(rt, rw, spot).items() if value}


def nik_says(number: str, born: date | None, sex: str, on: date) -> tuple[str, list[str]]:
    """Birth date, sex and first place that a NIK tells, and what does not fit: for the eye, never a refusal."""
    doubts = [f"Usianya lebih dari {OLDEST} tahun. Periksa tahun lahirnya."] if _is_ancient(born, on) else []
    if not number or nik_rules.faults(number):
        return "", doubts
    known = {"Laki-laki": nik_rules.Sex.MAN, "Perempuan": nik_rules.Sex.WOMAN}.get(sex)
    found = nik_rules.check(number, born, known, None, on=on)
    said = nik_rules.decode(number, on)
    place, doubt = _first_place(said.region)
    return f"{said.shown}{place}", doubts + [one.message for one in found] + ([doubt] if doubt else [])


def _first_place(region: str) -> tuple[str, str]:
    """Where a NIK was first given, as far as it is known here, and what is odd about its code."""
    path = path_of(region)
    rows = list(Wilayah.objects.filter(path=path).order_by("valid_from"))
    old = rows and all(row.valid_until for row in rows)
    if old:
        return f", terdaftar pertama di {rows[-1].title} (kode lama)", ""
    if rows:
        return f", terdaftar pertama di {rows[-1].title}", ""
    if region in national.kecamatan_codes():
        return f", terdaftar pertama di kecamatan lain (kode {region})", ""
    return "", (
        f"Kode wilayah {region} di depan NIK tidak ada di daftar wilayah sekarang. Bisa jadi kode lama "
        "dari sebelum pemekaran, bisa juga salah ketik. Cocokkan dengan KTP."
    )


def _is_ancient(born: date | None, on: date) -> bool:
    return born is not None and on.year - born.year > OLDEST


def _fits(asked: Field | None, value: Any) -> bool:
    return asked is not None and (asked.type != "choice" or value in asked.choices)
