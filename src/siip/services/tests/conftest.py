"""The cast of services: Bu Rini takes requests in Plaju, Yuli in Plaju Ilir, Zul is lurah next door."""

import secrets
from datetime import UTC, datetime, time

import pytest

from siip.kernel.ids import uuid7
from siip.letters.rules.codes import code_from
from siip.programme import events, programmes
from siip.services import requests
from siip.services.intake import Applicant, Intake, Shown
from tests.cast import AT, PLAJU, PLAJU_ILIR

FRIDAY = datetime(2026, 11, 27, 0, 40, tzinfo=UTC)  # 07.40 WIB
NIK = "1671145708850001"
ANSWERS = {
    "nama": "Siti Maryam", "nik": NIK, "tempat_lahir": "Palembang", "tanggal_lahir": "1985-08-17",
    "jenis_kelamin": "Perempuan", "kewarganegaraan": "Indonesia", "alamat": "Jalan DI Panjaitan Lorong Sukarela 12",
    "rt": "07", "rw": "02", "pengantar_tanggal": "2026-11-24",
    "alamat_domisili": "Jalan DI Panjaitan Lorong Sukarela 12 RT 07 RW 02", "keperluan": "membuka rekening bank",
}  # fmt: skip
PAPERS = (Shown("pengantar_rt", "Ruslan"), Shown("ktp"), Shown("kk"))
CHILD = Applicant("Muhammad Rizki", "anak kandung")


def new_code():
    return code_from(secrets.token_bytes(19))


@pytest.fixture
def rini(cast):
    return cast.actor("rini")


@pytest.fixture
def yuli(cast):
    return cast.actor("yuli")


@pytest.fixture
def event(cast, rini):
    programme = programmes.programmes(PLAJU)[0]
    plan = events.Plan(
        PLAJU_ILIR, FRIDAY.date(), time(7), time(9, 30), "Jalan DI Panjaitan", services=("domisili_orang",)
    )
    return events.plan_event(programme.id, plan, by=rini, at=AT, id=uuid7())


@pytest.fixture
def event_sktm(cast, rini):
    """The same Friday, with the letter for poor families on offer."""
    programme = programmes.programmes(PLAJU)[0]
    plan = events.Plan(PLAJU_ILIR, FRIDAY.date(), time(7), time(9, 30), "Lorong Damai", services=("sktm",))
    return events.plan_event(programme.id, plan, by=rini, at=AT, id=uuid7())


@pytest.fixture
def take(cast, rini):
    """Takes a request at the counter of Plaju Ilir: `take(papers=(), nama=...)`; keywords are answers or the act's."""

    def take(papers=PAPERS, *, by=rini, at=AT, id=None, applicant=None, resident=None, event=None, **said):
        kelurahan = "" if event else said.pop("kelurahan", PLAJU_ILIR)
        kode = said.pop("kode", "domisili_orang")
        intake = Intake(kode, ANSWERS | said, kelurahan, event, applicant, resident)
        return requests.take_request(intake, papers, code=new_code(), by=by, at=at, id=id or uuid7())

    return take


@pytest.fixture
def take_sktm(cast, rini):
    """Takes a request for a SKTM at the counter of Plaju Ilir; its statement is still to be signed."""

    def take_sktm(papers=(), *, event=None, at=AT, **said):
        answers = {name: text for name, text in ANSWERS.items() if name != "alamat_domisili"} | said
        intake = Intake("sktm", answers, "" if event else PLAJU_ILIR, event)
        return requests.take_request(intake, papers, code=new_code(), by=rini, at=at, id=uuid7())

    return take_sktm


@pytest.fixture
def advance(cast):
    """Takes a letter so far: "approved", "numbered" or "signed"."""
    from siip.letters import letters, registers

    def advance(request, state, at=AT):
        letter = request.letter
        lurah, kasi, seklur = (cast.actor(key, at) for key in ("hendra", "agus", "nyimas"))
        if not letter.in_field:
            for who in (kasi, seklur):
                letters.paraf_letter(letter.id, by=who, at=at, id=uuid7())
        if state == "approved":
            return letters.sign_letter(letter.id, proof=cast.proof("hendra", at), by=lurah, at=at, id=uuid7())
        registers.open_register(
            letter.office_id, year=2026, pattern="{klasifikasi}/{nomor}/{kode}/{tahun}", pad=3, mode="siip", after=0,
            by=cast.actor("dewi"), at=at, id=uuid7(),
        )  # fmt: skip
        letters.sign_and_number([letter.id], proof=cast.proof("hendra", at), by=lurah, at=at, id=uuid7())
        if state == "signed":
            letters.confirm_wet_signature(letter.id, by=cast.actor("rini"), at=at, id=uuid7())
        return None

    return advance
