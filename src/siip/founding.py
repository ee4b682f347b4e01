"""Founding a house: what must be there before the first person can log in. Called by `siip init` and the tests.

Everything goes through the areas' own acts, done by the house itself, so that the journal begins with
the founding. Doing it again for the same kecamatan adds what is missing and nothing twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction

from siip.kernel import config, crypt
from siip.kernel.actor import Actor, Grant
from siip.kernel.models import House
from siip.kernel.refused import Refused
from siip.people import offices, persons
from siip.people.models import Office, OfficeKind
from siip.programme import programmes
from siip.programme.models import Programme
from siip.wilayah import territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Kind

RIGHTS: Final = (
    *("wilayah.manage", "people.manage", "people.import", "programme.plan", "registers.manage"),
    "followup.discard",  # what residents reported, once its time is over: the house alone
    "fieldday.forget",  # the names of those who came to an event, likewise
    "exchange.forget",  # who needed and who gave, likewise
)
"""What the house itself may do before anybody holds an office; never sign, never take a request."""

_AT_KECAMATAN: Final = (
    (OfficeKind.PENGELOLA, "Pengelola SIIP {name}"),
    (OfficeKind.CAMAT, "Camat {name}"),
    (OfficeKind.SEKCAM, "Sekretaris Kecamatan {name}"),
    (OfficeKind.PETUGAS_LOKET, "Petugas Loket Kecamatan {name}"),
)
_AT_KELURAHAN: Final = (
    (OfficeKind.LURAH, "Lurah {name}"),
    (OfficeKind.SEKLUR, "Sekretaris Kelurahan {name}"),
    (OfficeKind.KASI_PEMERINTAHAN, "Kepala Seksi Pemerintahan"),
    (OfficeKind.PETUGAS_LOKET, "Petugas Loket Kelurahan {name}"),
)
# The same roles in the chain of a letter, by the words of UU 6/2014 for a desa.
_AT_DESA: Final = (
    (OfficeKind.LURAH, "Kepala Desa {name}"),
    (OfficeKind.SEKLUR, "Sekretaris Desa {name}"),
    (OfficeKind.KASI_PEMERINTAHAN, "Kepala Seksi Pemerintahan"),
    (OfficeKind.PETUGAS_LOKET, "Petugas Loket Desa {name}"),
)

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Founded:
    """What `found` gives: the kecamatan, and the actor of the house for whoever goes on from here."""

    kecamatan: Wilayah
    house: Actor


def lay(data_dir: Path, **values: Any) -> bool:
    """Folder, keys and `siip.toml` of a new house; False when they are there, and then nothing is touched.

    Settings are read once at start, so whoever lays a house starts the program again to go on.
    """
    if (data_dir / config.FILE).exists():
        return False
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = data_dir / "keys"
    if not (keys / "house.key").exists():
        crypt.make_house_key(keys)
        crypt.make_master(keys)
    config.write(data_dir, **values)
    return True


def make_house(id: UUID, *, training: bool, at: datetime) -> House:
    """The house itself, or the one that is there. Raises Refused: "other-house" when its kind differs.

    Training is fixed here: numbers of a rehearsal must never meet those of a real register.
    """
    with transaction.atomic():
        house = House.objects.first()
        if house is None:
            return House.objects.create(id=id, training=training, made_at=at)
    if house.training != training:
        kind = "latihan" if house.training else "sungguhan"
        raise Refused("other-house", f"Folder data ini rumah {kind}. Pakai folder lain dengan --data.")
    return house


def house_actor() -> Actor:
    """The house itself, with RIGHTS everywhere in it: for the command line and for jobs."""
    return Actor(None, None, House.objects.get().id, frozenset(Grant(right, "") for right in RIGHTS))


def found(code: str, *, at: datetime, progress: Progress = lambda step: None) -> Founded:
    """Load a kecamatan and set up its offices and programme; nobody holds an office yet.

    Raises Refused: "unknown-kecamatan".
    """
    house, actor = House.objects.get(), house_actor()
    progress("Memuat wilayah")
    kecamatan = territory.load_kecamatan(code, by=actor, at=at, id=uuid5(house.id, f"wilayah {code}"))
    progress("Menyiapkan jabatan")
    _make_offices(kecamatan, _AT_KECAMATAN, actor, at)
    for place in territory.kelurahan_of(kecamatan.path):
        _make_offices(place, _AT_DESA if place.kind == Kind.DESA else _AT_KELURAHAN, actor, at)
    if not Programme.objects.filter(wilayah=kecamatan).exists():
        custom = programmes.Custom("Jumat Bersih")
        name = f"programme {kecamatan.path}"
        programmes.begin_programme(kecamatan.path, custom, by=actor, at=at, id=uuid5(house.id, name))
    return Founded(kecamatan, actor)


def first_manager(founded: Founded, name: str, *, at: datetime) -> UUID | None:
    """Enter the first pengelola and let him hold the office; None when somebody holds it already."""
    path, actor = founded.kecamatan.path, founded.house
    today = (at + timedelta(hours=9)).date()  # the easternmost zone: nowhere is it a day later
    if offices.holders(path, OfficeKind.PENGELOLA, today):
        return None
    office = Office.objects.get(wilayah__path=path, kind=OfficeKind.PENGELOLA)
    person = uuid5(actor.device, f"pengelola {path}")
    persons.make_person(kecamatan=path, name=name, by=actor, at=at, id=person)
    offices.give_office(
        office_id=office.id, person_id=person, from_on=(at - timedelta(days=1)).date(),
        by=actor, at=at, id=uuid5(person, "holding"),
    )  # fmt: skip
    return person


def _make_offices(place: Wilayah, wanted: tuple[tuple[OfficeKind, str], ...], actor: Actor, at: datetime) -> None:
    there = {office.kind for office in offices.offices_at(place.path)}
    for kind, title in wanted:
        if kind not in there:
            offices.make_office(
                kind=kind, wilayah=place.pk, title=title.format(name=place.name), code=_code(place.name),
                by=actor, at=at, id=uuid5(actor.device, f"office {place.path} {kind}"),
            )  # fmt: skip


def _code(name: str) -> str:
    """A first code for letter numbers out of a name, for the pengelola to change: "Plaju Ilir" is PLI."""
    words = [word for word in name.upper().split() if word.isalpha()] or ["X"]
    return (words[0][:2] + "".join(word[0] for word in words[1:]))[:4] if len(words) > 1 else words[0][:3]
