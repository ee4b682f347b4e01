"""One cast for all tests: Kecamatan Plaju with its people, and a second kecamatan that must never be seen from it.

Everybody is invented. The house is founded by the real acts; accounts are written without passwords,
since hashing one takes longer than most tests.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from siip.kernel.ids import uuid7

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Tuesday 24 November 2026, 09.00 WIB
ROOT = UUID("0192f0c4-0000-7000-8000-000000000000")
PLAJU, PLAJU_ILIR, PLAJU_ULU = "16/71/14/", "16/71/14/1003/", "16/71/14/1001/"
OTHER, OTHER_KELURAHAN = "35/78/01/", "35/78/01/1001/"
HOSTS = {"plaju.test": "16.71.14", "other.test": "35.78.01"}

# key, name, NIP, rank, office kind, where
PEOPLE = (
    ("dewi", "Dewi Kartika, S.Kom.", "198703122011012000", "Penata (III/c)", "pengelola", PLAJU),
    ("rini", "Rini Astuti", "199105172015032000", "Pengatur (II/c)", "petugas_loket", PLAJU),
    ("hendra", "Hendra Saputra, S.IP., M.Si.", "197904122005011000", "Penata Tingkat I (III/d)", "lurah", PLAJU_ILIR),
    ("nyimas", "Nyimas Halimah, S.E.", "198309212009032000", "Penata (III/c)", "seklur", PLAJU_ILIR),
    ("agus", "Agus Firmansyah, S.Sos.", "198806302011011000", "Penata Muda (III/a)", "kasi_pemerintahan", PLAJU_ILIR),
    ("yuli", "Yuli Marlina", "199607112020122000", "Pengatur Muda (II/a)", "petugas_loket", PLAJU_ILIR),
    ("zul", "Zulkarnain, S.STP.", "198501022008011000", "Penata (III/c)", "lurah", PLAJU_ULU),
    ("ruslan", "Ruslan", "", "", "ketua_rt", PLAJU_ILIR + "02/07/"),
)
STRANGERS = (
    ("sri", "Sri Wahyuni, S.Kom.", "198610102010012000", "Penata (III/c)", "pengelola", OTHER),
    ("bambang", "Bambang Sutrisno, S.IP.", "197801012003011000", "Penata (III/c)", "lurah", OTHER_KELURAHAN),
    ("wati", "Sulastri Wati", "199201012014012000", "Pengatur (II/c)", "petugas_loket", OTHER),
)
ADDRESS = {"address": ["Jalan DI Panjaitan, Palembang 30268"], "place": "Palembang"}


def ident(*parts: object) -> UUID:
    """An id that every run gives alike."""
    return uuid5(ROOT, " ".join(map(str, parts)))


@dataclass
class Cast:
    """The house with its people. `actor("rini")` acts at AT; `account("rini")` logs in."""

    house: Any
    people: dict[str, Any] = field(default_factory=dict)
    offices: dict[str, Any] = field(default_factory=dict)
    holdings: dict[str, Any] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)

    def actor(self, key: str, at: datetime = AT) -> Any:
        from siip.people.rights import actor_for

        return actor_for(self.accounts[key], at)

    def place(self, path: str) -> Any:
        from siip.wilayah import territory

        return territory.at_path(path)

    def proof(self, key: str, at: datetime = AT) -> Any:
        """A PIN that was right, as `people.pins.prove` gives it."""
        from siip.people.pins import Proof

        office = self.holdings[key].office
        return Proof(self.accounts[key].pk, ident("enrolment", key), office.wilayah.path, at)


def build(*, with_strangers: bool = False, training: bool = False) -> Cast:
    """Found the house in the test's database."""
    from django.conf import settings

    from siip import founding
    from siip.kernel.models import House
    from siip.wilayah import rts
    from siip.wilayah.rts import RwRt

    # The log outlives the rollback of a test, as it outlives a restore; a new house has none.
    shutil.rmtree(settings.SIIP.data_dir / "numbers", ignore_errors=True)
    cast = Cast(founding.make_house(ident("house"), training=training, at=AT))
    founded = founding.found("16.71.14", at=AT)
    ours = [RwRt("02", "07"), RwRt("02", "07a"), RwRt("02", "08"), RwRt("05", "13")]
    rts.add_rts(PLAJU_ILIR, ours, by=founded.house, at=AT, id=ident("rts"))
    hire(cast, PEOPLE, founded.house)
    if with_strangers:
        other = founding.found("35.78.01", at=AT)
        rts.add_rts(OTHER_KELURAHAN, [RwRt("01", "01")], by=other.house, at=AT, id=ident("rts", "other"))
        hire(cast, STRANGERS, other.house)
    assert House.objects.count() == 1
    return cast


def hire(cast: Cast, people: Any, house: Any) -> None:
    from allauth.mfa.models import Authenticator

    from siip.kernel import crypt
    from siip.kernel.paths import kecamatan_of
    from siip.people import accounts, offices, persons
    from siip.people.models import Account, Enrolment, Holding, Office
    from siip.wilayah import territory

    for key, name, nip, rank, kind, path in people:
        person = persons.make_person(
            kecamatan=kecamatan_of(path), name=name, nip=nip, rank=rank, by=house, at=AT, id=ident("person", key)
        )
        office = Office.objects.filter(wilayah__path=path, kind=kind).first() or offices.make_office(
            kind=kind, wilayah=territory.at_path(path).pk, title="Ketua RT 07", by=house, at=AT, id=ident("office", key)
        )
        if kind == "lurah":
            office = offices.revise_office(
                office.id, title=office.title, code=office.code, letterhead=ADDRESS,
                by=house, at=AT, id=ident("letterhead", key),
            )  # fmt: skip
        holding = offices.give_office(
            office_id=office.id,
            person_id=person.id,
            from_on=date(2025, 1, 2),
            by=house,
            at=AT,
            id=ident("holding", key),
        )
        cast.people[key], cast.offices[key] = person, office
        cast.holdings[key] = Holding.objects.select_related("office__wilayah", "person").get(pk=holding.pk)
        data_key, _ = crypt.new_key(ident("key", key))
        data_key.save(force_insert=True)
        account = Account(username=key, person=person, made_at=AT, key=data_key.id)
        account.set_unusable_password()
        account.save(force_insert=True)
        cast.accounts[key] = account
        if kind in ("lurah", "seklur", "kasi_pemerintahan"):
            secret = {"secret": accounts.seal_secret(account, "JBSWY3DPEHPK3PXP")}
            Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data=secret, created_at=AT)
            Enrolment.objects.create(id=ident("enrolment", key), account=account, office=office, begun_at=AT)


def new_id() -> UUID:
    """An id for one act of a test."""
    return uuid7()


Login = Callable[[str], Any]


def logged_in(cast: Cast, key: str, host: str = "localhost", *, proved_at: float | None = None, **headers: str) -> Any:
    """An HTTP client of a person, past password and code; its browser is enrolled where he signs.

    `proved_at` is when (seconds since 1970) he gave both, for pages that ask how long ago that was.
    """
    from django.test import Client

    client, account = Client(headers={"host": host, **headers}), cast.accounts[key]
    client.force_login(account)
    session = client.session
    session["enrolment"] = str(ident("enrolment", key))
    if proved_at is not None:
        session["account_authentication_methods_user"] = account._meta.pk.value_to_string(account)
        session["account_authentication_methods"] = [
            {"method": method, "at": proved_at} for method in ("password", "mfa")
        ]
    session.save()
    return client


PATTERN = "{klasifikasi}/{nomor}/{kode}/{tahun}"
DOMISILI = {
    "nama": "Siti Maryam", "nik": "1671145403880001", "tempat_lahir": "Palembang", "tanggal_lahir": "1988-03-14",
    "jenis_kelamin": "Perempuan", "kewarganegaraan": "Indonesia", "alamat": "Jalan DI Panjaitan 12", "rt": "07",
    "rw": "02", "pengantar_tanggal": "2026-11-24", "keperluan": "membuka rekening bank",
    "alamat_domisili": "Jalan DI Panjaitan 12",
}  # fmt: skip
"""What somebody invented says for a surat keterangan domisili."""
