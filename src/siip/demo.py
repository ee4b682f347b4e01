"""The demonstration: a training house of Kecamatan Plaju with invented people, letters in every state.

Everything is done by the areas' own acts, as the people of the demonstration would do it. The data lie
in `demo_data/`; another place is another file.
"""

import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from siip import founding
from siip.kernel.actor import Actor
from siip.kernel.ids import uuid7
from siip.kernel.models import House
from siip.letters import letters, registers
from siip.letters.rules import codes
from siip.mobilisation import answers, calls, links
from siip.people import accounts, mandates, offices, persons, pins, resident_imports
from siip.people.models import Account, Enrolment, Holding, Office, OfficeKind
from siip.people.pins import Proof
from siip.people.resident_files import read_list
from siip.people.rights import actor_for
from siip.programme import events, places, programmes
from siip.programme.models import Programme
from siip.programme.places import Spot
from siip.services import requests
from siip.services.intake import Intake, Shown
from siip.wilayah import rts, territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import path_of

DATA: Final = Path(__file__).parent / "demo_data"
PASSWORD: Final = "jalan panjaitan bersih"
"""Of every account of the demonstration. Only a training house has it, and it is printed at the start."""
SECOND_FACTOR: Final = "JBSWY3DPEHPK3PXP"

Progress = Callable[[str], None]


@dataclass
class _Stage:
    """What the demonstration has so far."""

    data: Mapping[str, Any]
    at: datetime
    founded: founding.Founded
    actors: dict[str, Actor] = field(default_factory=dict)
    proofs: dict[str, Proof] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    @property
    def kelurahan(self) -> str:
        return path_of(self.data["kelurahan"])


def build(at: datetime, progress: Progress) -> None:
    """Fill a fresh training house, as if everything had been done at one moment."""
    data = tomllib.loads((DATA / "plaju.toml").read_text(encoding="utf-8"))
    stage = _Stage(data, at, founding.found(data["kecamatan"], at=at, progress=progress))
    progress("Mengisi jabatan dan akun")
    for person in data["people"]:
        _person(stage, person)
    progress("Memuat 2.000 penduduk karangan")
    _residents(stage)
    _rts(stage)
    _heads(stage)
    progress("Merencanakan Jumat berikutnya")
    _event(stage)
    _register(stage)
    progress("Menerima permohonan")
    for number, said in enumerate(data["requests"], start=1):
        _request(stage, said, number)
    _mandate(stage)


def people() -> list[tuple[str, str, str, str]]:
    """How to log in as each person: username, name, what he does, and the PIN if he has one."""
    data = tomllib.loads((DATA / "plaju.toml").read_text(encoding="utf-8"))
    return [(one["username"], one["name"], one["does"], one.get("pin", "")) for one in data["people"]]


def kelurahan() -> str:
    """The kelurahan of the demonstration, by its code."""
    return str(tomllib.loads((DATA / "plaju.toml").read_text(encoding="utf-8"))["kelurahan"])


def next_friday(today: date) -> date:
    """The Friday after today; on a Friday the next one."""
    return today + timedelta(days=(4 - today.weekday() - 1) % 7 + 1)


def last_friday(today: date) -> date:
    """The Friday before today; on a Friday the one before."""
    return next_friday(today) - timedelta(weeks=2 if today.weekday() == 4 else 1)


def _person(stage: _Stage, said: Mapping[str, Any]) -> None:
    house, at, key = stage.founded.house, stage.at, said["username"]
    path = stage.kelurahan if said.get("at") == "kelurahan" else stage.founded.kecamatan.path
    person = persons.make_person(
        kecamatan=stage.founded.kecamatan.path, name=said["name"], nip=said["nip"], rank=said["rank"],
        by=house, at=at, id=uuid5(house.device, key),
    )  # fmt: skip
    office = Office.objects.get(wilayah__path=path, kind=said["office"])
    if said["office"] in (OfficeKind.LURAH, OfficeKind.CAMAT):
        head = {"address": stage.data["address"], "place": stage.data["place"]}
        offices.revise_office(
            office.id, title=office.title, code=office.code, letterhead=head, by=house, at=at, id=uuid7()
        )
    holding = offices.give_office(
        office_id=office.id, person_id=person.id, from_on=date(2025, 1, 2), by=house, at=at, id=uuid7()
    )
    account = accounts.open_account(person_id=person.id, username=key, password=PASSWORD, by=house, at=at, id=uuid7())
    Account.objects.filter(pk=account.pk).update(start_until=None)  # nobody has to change it to look around
    stage.people[key], stage.actors[key] = person.id, actor_for(account, at)
    if accounts.must_have_second_factor(stage.actors[key]):
        _signer(stage, said, account, holding)


def _signer(stage: _Stage, said: Mapping[str, Any], account: Account, holding: Holding) -> None:
    by, at = stage.actors[said["username"]], stage.at
    accounts.demo_second_factor(account.pk, secret=SECOND_FACTOR, by=by, at=at, id=uuid7())
    if "pin" in said:
        pins.set_pin(account_id=account.pk, pin=said["pin"], recent_login=True, by=by, at=at, id=uuid7())
    enrolment = Enrolment.objects.create(id=uuid7(), account=account, office=holding.office, begun_at=at, ended_at=at)
    path = holding.office.wilayah.path
    stage.proofs[said["username"]] = Proof(account.pk, enrolment.id, path, at)


def _residents(stage: _Stage) -> None:
    by, at = stage.founded.house, stage.at
    file = read_list((DATA / "plaju_2000.xlsx").read_bytes(), "plaju_2000.xlsx")
    terms = resident_imports.default_terms("plaju_2000.xlsx", resident_imports.local_date(stage.founded.kecamatan, at))
    resident_imports.import_residents(
        file, terms, where=stage.founded.kecamatan.path, new_id=uuid7, by=by, at=at, id=uuid7(), make_rt=True
    )


def _rts(stage: _Stage) -> None:
    """RT of the kelurahan even if the list should name none: an event calls somebody."""
    if not territory.rts_of(stage.kelurahan):
        wanted = [rts.RwRt("02", number) for number in ("07", "07a", "08", "13", "14")]
        rts.add_rts(stage.kelurahan, wanted, by=stage.founded.house, at=stage.at, id=uuid7())


def _heads(stage: _Stage) -> None:
    """The heads of some RT, as their lurah knows them: with a telephone, and none with an account."""
    by, at = stage.founded.house, stage.at
    here = territory.rts_of(stage.kelurahan)
    for said in stage.data["heads"]:
        place = here[said["rt"] % len(here)]
        person = persons.make_person(
            kecamatan=stage.founded.kecamatan.path, name=said["name"], phone=said["phone"], by=by, at=at, id=uuid7()
        )
        office = offices.make_office(
            kind=OfficeKind.KETUA_RT, wilayah=place.pk, title=f"Ketua {place.title}", by=by, at=at, id=uuid7()
        )
        offices.give_office(
            office_id=office.id, person_id=person.id, from_on=date(2025, 1, 2), by=by, at=at, id=uuid7()
        )


def _calls(stage: _Stage, event: UUID) -> None:
    """Called by WhatsApp, each with his link; some have answered, others are silent."""
    by, at = stage.actors["rini"], stage.at
    here = territory.rts_of(stage.kelurahan)[: stage.data["event"]["rts"]]
    links.make_links(event, by=by, at=at, id=uuid7())
    calls.note_called(event, [place.pk for place in here], by=by, at=at, id=uuid7())
    for said in stage.data["heads"]:
        if "coming" in said:
            reply = answers.Reply(said["coming"], said.get("heads"), tuple(said.get("needs", ())))
            place = here[said["rt"]].pk
            answers.answer_for(event, reply, wilayah=place, source="wa", by=by, at=at, id=uuid7())


def _mandate(stage: _Stage) -> None:
    """Pak Lurah will be away for a week."""
    lurah, seklur = (
        Office.objects.get(wilayah__path=stage.kelurahan, kind=kind) for kind in (OfficeKind.LURAH, OfficeKind.SEKLUR)
    )
    today = resident_imports.local_date(stage.founded.kecamatan, stage.at)
    mandates.give_mandate(
        office_id=lurah.pk, deputy_id=seklur.pk, from_on=today, until_on=today + timedelta(days=7),
        ground=f"Nota dinas 800/12/PLI/{today.year}", ground_on=today,
        by=stage.actors["hendra"], at=stage.at, id=uuid7(),
    )  # fmt: skip


def _event(stage: _Stage) -> None:
    said = stage.data["event"]
    today = resident_imports.local_date(stage.founded.kecamatan, stage.at)
    programme = Programme.objects.get(wilayah=stage.founded.kecamatan)
    team = [
        events.Member(stage.people[one["username"]], one["part"], one.get("role", ""))
        for one in stage.data["people"]
        if "part" in one
    ]
    here = territory.rts_of(stage.kelurahan)
    spots = [(_place(stage, one, here), one["planned"]) for one in stage.data["places"]]
    plan = events.Plan(
        kelurahan=stage.kelurahan, on=next_friday(today), starts=time(7), ends=time(9, 30), street=said["street"],
        gathering=said["gathering"], bring=said["bring"], services=tuple(said["services"]), team=tuple(team),
        rts=tuple(place.path for place in here[: said["rts"]]), counters=2,
        places=tuple(place for place, is_planned in spots if is_planned),
    )  # fmt: skip
    event = events.plan_event(programme.pk, plan, by=stage.actors["rini"], at=stage.at, id=uuid7())
    _calls(stage, event.pk)
    assert programmes.programmes(stage.founded.kecamatan.path)


def _place(stage: _Stage, said: Mapping[str, Any], rts: list[Wilayah]) -> UUID:
    spot = Spot(said["name"], said["kind"], rts[said["rt"] % len(rts)].path)
    return places.add_place(stage.kelurahan, spot, by=stage.actors["rini"], at=stage.at, id=uuid7()).pk


def _register(stage: _Stage) -> None:
    office = Office.objects.get(wilayah__path=stage.kelurahan, kind=OfficeKind.LURAH)
    today = resident_imports.local_date(stage.founded.kecamatan, stage.at)
    for year in sorted({last_friday(today).year, today.year}):  # in January the last Friday may be of the year before
        registers.open_register(
            office.id, year=year, pattern="{klasifikasi}/{nomor}/{kode}/{tahun}", pad=1, mode="siip",
            after=stage.data["last_number"], by=stage.actors["dewi"], at=stage.at, id=uuid7(),
        )  # fmt: skip


def _request(stage: _Stage, said: Mapping[str, Any], number: int) -> None:
    until, at, clerk = said["until"], stage.at, stage.actors["rini"]
    place = territory.rts_of(stage.kelurahan)[number % len(territory.rts_of(stage.kelurahan))]
    today = resident_imports.local_date(stage.founded.kecamatan, at).isoformat()
    told = {
        "kewarganegaraan": "Indonesia", "rt": place.number, "rw": place.path.split("/")[4].replace("-", ""),
        **said["answers"],
    }  # fmt: skip
    shown = [Shown("ktp"), Shown("kk")]
    if said.get("rt_head"):
        told["pengantar_tanggal"] = today
        shown.append(Shown("pengantar_rt", rt_head=said["rt_head"]))
    intake = Intake(kode="domisili_orang", answers=told, kelurahan=stage.kelurahan)
    code = codes.code_from(secrets.token_bytes(codes.BYTES))
    row = requests.take_request(intake, shown, code=code, by=clerk, at=at, id=uuid7())
    if until in ("papers", "paraf") or row.letter is None:
        return
    _carry(stage, row.letter.id, row.id, until)


def _carry(stage: _Stage, letter_id: UUID, request_id: UUID, until: str) -> None:
    at = stage.at
    for who in ("agus", "nyimas"):
        letters.paraf_letter(letter_id, by=stage.actors[who], at=at, id=uuid7())
    if until == "signing":
        return
    by, proof = stage.actors["hendra"], stage.proofs["hendra"]
    letters.sign_and_number([letter_id], proof=proof, by=by, at=at, id=uuid7())
    if until == "numbered":
        return
    letters.confirm_wet_signature(letter_id, by=stage.actors["rini"], at=at, id=uuid7())
    requests.hand_over(request_id, receiver="yang bersangkutan", by=stage.actors["rini"], at=at, id=uuid7())


def is_built() -> bool:
    """Whether this training house holds the demonstration: Bu Rini by her own id, and not whoever is called rini."""
    house = House.objects.filter(training=True).first()
    return house is not None and Account.objects.filter(person=uuid5(house.id, "rini")).exists()
