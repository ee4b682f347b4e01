"""After a day's work no NIK, no KK number and nothing else that is sealed lies anywhere in clear.

The day is lived once, with real commits: lists are taken in by the act that `siip import` calls and at the
console, people are looked for, letters are signed, numbered, printed, one is void, numbers are typed where
they must not stand. Then everything at rest is searched; and once more with a value planted in each place.
"""

import gzip
import io
import logging
import shutil
import zipfile
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from siip.kernel.ids import uuid7
from siip.kernel.logs import Plain
from siip.people.tests.lists import ALI, RUSLAN, SITI, changed, workbook
from tests.cast import AT, DOMISILI, PATTERN, PLAJU, PLAJU_ILIR, build, logged_in
from tests.founded import FOUNDED
from tests.leaks import Places, forms, found_in, leaks, places, tables, unpacked
from tests.routes import CORRECTED, SHOWN, TERMS
from tests.worker import work_off

pytestmark = pytest.mark.slow

STREET = "Cempaka Tersembunyi"
LISTED = [
    changed(row, rw="02", rt="07", kelurahan="Plaju Ilir", address=f"Jl. {STREET}")
    for row in (changed(RUSLAN, name="MAIMUNAH"), SITI)
]
AT_CONSOLE = changed(ALI, address=f"Jl. {STREET}")
LEFT_LYING = changed(ALI, nik="1671140411700044", no_kk="1671141509150044", name="MENUNGGU SAJA")
WRONG_COLUMN = changed(ALI, nik="1671140411700099", birth="1671140411700099", name="SALAH KOLOM")
MISTYPED, FOREIGN = "1671146706710077", "3578016706710088"
VOIDED = DOMISILI | {
    "nama": "Marwiyah", "nik": "1671144902530055", "tanggal_lahir": "1953-02-09", "tempat_lahir": "Tanjungsakti",
    "alamat": f"Jl. {STREET}", "alamat_domisili": f"Jl. {STREET}",
}  # fmt: skip
SIGNED = VOIDED | {"nama": "SITI", "nik": SITI[0], "tanggal_lahir": "1971-06-27"}
APPLICANT = "Zulaiha Perantara"
REACHED = "0812 9876 5432"
CAME, LEFT_AGAIN = "Rohaya Tercatat", "Komariah Urung"

NUMBERS = {cell for row in (*LISTED, AT_CONSOLE, LEFT_LYING, WRONG_COLUMN) for cell in row[:2]}
NUMBERS |= {MISTYPED, FOREIGN, VOIDED["nik"]}
FAMILY, SCHOOL = "Rizki Tersimpan", "SMP Negeri Tersimpan"
SEALED = {
    STREET,
    APPLICANT,
    FAMILY,
    SCHOOL,
    REACHED,
    CAME,
    LEFT_AGAIN,
    "Tanjungsakti",
    "1953-02-09",
    "09-02-1953",
    "9 Februari 1953",
}
NAMES = {"MAIMUNAH", "MARWIYAH", "SALAH KOLOM", "MENUNGGU SAJA"}
IN_CLEAR = {"people_resident", "services_request", "letters_letter"}
"""Tables that hold names of residents in clear, since registers and searches need them."""
PLANTED = "1671140411699999"
KINDS = ("tables", "files", "journal", "numbers log", "papers", "cache", "sessions", "log", "copies of the database")


@pytest.fixture(scope="module")
def day(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[tuple[Places, Places]]:
    """What lies at rest after the day, and what does once the planted number lies everywhere."""
    from django.core.cache import cache
    from django.core.management import call_command

    home, planted_files = tmp_path_factory.mktemp("leaks"), []
    with django_db_blocker.unblock():
        FOUNDED.turn_to("")
        try:
            with time_machine.travel(AT, tick=False), _log() as log:
                _clear_of_tests_before(Path(settings.SIIP.data_dir))
                _live()
                lived = places(log.getvalue(), home)
                planted_files = _plant()
                planted = places(log.getvalue(), home)
        finally:
            for path in planted_files:
                path.unlink()
            cache.clear()
            call_command("flush", verbosity=0, interactive=False)
    yield lived, planted


def _clear_of_tests_before(home: Path) -> None:
    """Papers, and what restores set aside: databases of other days."""
    for folder in (home / "media", *home.glob("sebelum-restore-*")):
        shutil.rmtree(folder, ignore_errors=True)


class _log:  # noqa: N801  # used as a context
    """All that the house would write to its log, at the level that says most."""

    def __enter__(self) -> io.StringIO:
        self.written = io.StringIO()
        self.handler = logging.StreamHandler(self.written)
        self.handler.setFormatter(Plain())
        self.levels = {name: logging.getLogger(name).level for name in ("", "django", "django_tasks", "siip")}
        logging.getLogger().addHandler(self.handler)
        for name in self.levels:
            logging.getLogger(name).setLevel(logging.DEBUG)
        return self.written

    def __exit__(self, *problem: object) -> None:
        logging.getLogger().removeHandler(self.handler)
        for name, level in self.levels.items():
            logging.getLogger(name).setLevel(level)


def _live() -> None:
    cast = build()
    _take_lists(cast)
    _ask_and_mistype(cast)
    _write_letters(cast)
    _carry_over(cast)
    _photograph(cast)
    _note_who_came(cast)
    _help_and_explain(cast)
    _promise_and_report(cast)


def _promise_and_report(cast: Any) -> None:
    """What was promised to somebody, what somebody reports with and without a number in it, what he is answered."""
    from django.test import Client

    from siip.followup import aduan, handling, promises
    from siip.followup.models import Aduan
    from siip.followup.promises import Wording
    from siip.followup.spots import Spot

    clerk, lurah, office = cast.actor("rini"), cast.actor("hendra"), cast.offices["hendra"].pk
    words = Wording(f"Got {APPLICANT} diganti", office, AT.date(), f"Jl. {STREET}")
    row = promises.make_promise(words, Spot(PLAJU_ILIR), by=clerk, at=AT, id=uuid7())
    promises.drop_promise(row.pk, f"{APPLICANT} pindah", by=clerk, at=AT, id=uuid7())
    said = {
        "tentang": "1", "isi": f"Sampah {APPLICANT}", "kelurahan": PLAJU_ILIR, "tempat": f"Jl. {STREET}",
        "nama": APPLICANT, "telepon": REACHED, "boleh": "on",
    }  # fmt: skip
    anybody = Client()
    refused = {"token": str(uuid7()), **said, "isi": f"NIK saya {MISTYPED}"}
    assert anybody.post("/lapor/", refused).status_code == 422
    assert anybody.post("/lapor/", {"token": str(uuid7()), **said}).status_code == 303
    heard = Aduan.objects.get()
    handling.finish_aduan(heard.pk, note=f"Sudah, Bu {APPLICANT}", by=lurah, at=AT, id=uuid7())
    assert anybody.get(f"/lapor/{aduan.code(heard)}/").status_code == 200
    again = {"token": str(uuid7()), "jawab": "belum", "isi": f"Di Jl. {STREET} belum"}
    assert anybody.post(f"/lapor/{aduan.code(heard)}/", again).status_code == 303


def _photograph(cast: Any) -> None:
    """Photos that hold more than their pixels, bear a number as their name, or are none."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    from siip.activity import sites
    from siip.activity.models import Photo
    from siip.programme import places
    from siip.web.public.tests import stage

    rini, said = logged_in(cast, "rini"), {"by": cast.actor("rini"), "at": AT}
    place = places.add_place(PLAJU_ILIR, places.Spot("Saluran depan SD 12", 1), id=uuid7(), **said)
    event = stage.plan(cast, on=AT.date(), starts=time(11), ends=time(12))
    site = sites.open_site(event.pk, place.pk, "saluran", id=uuid7(), **said)
    marks, out = Image.Exif(), io.BytesIO()
    marks[0x010E] = f"{MISTYPED} Jl. {STREET}"  # ImageDescription
    Image.new("RGB", (64, 48), "green").save(out, "JPEG", exif=marks, comment=MISTYPED.encode())
    assert found_in(out.getvalue(), [MISTYPED, STREET]) == [MISTYPED, STREET]
    files = [
        SimpleUploadedFile(f"KTP {MISTYPED}.jpg", out.getvalue() + STREET.encode()),
        SimpleUploadedFile(f"{FOREIGN}.jpg", MISTYPED.encode()),
    ]
    address = f"/kantor/kerja/{site.pk}/"
    answer = rini.post(f"{address}foto/", {"token": str(uuid7()), "shows": "after", "photos": files})
    assert (answer.status_code, Photo.objects.count()) == (422, 1)
    told = {"token": str(uuid7()), "state": "clean", "note": f"dibantu {MISTYPED}"}
    assert rini.post(f"{address}hasil/", told).status_code == 422
    path = f"/kantor/foto/{Photo.objects.get().pk}/hapus/"
    assert rini.post(path, {"token": str(uuid7()), "reason": f"milik {MISTYPED}"}).status_code == 422


def _note_who_came(cast: Any) -> None:
    """A resident who wants to be named, one who changed his mind, and a number where a name must stand."""
    from siip.fieldday.models import Presence
    from siip.programme.models import Event

    event, rini = Event.objects.latest("planned_at"), logged_in(cast, "rini")
    page = f"/kantor/kegiatan/{event.pk}/hadir/nama/"
    for name, answer in ((CAME, 302), (f"{CAME} {MISTYPED}", 422), (LEFT_AGAIN, 302)):
        said = {"rt": f"{PLAJU_ILIR}02/07/", "resident": name, "agreed": "on"}
        assert rini.post(page, {"token": str(uuid7()), **said}).status_code == answer
        assert rini.get(page).status_code == 200
    gone = Presence.objects.order_by("first_at", "pk").last()
    assert gone and rini.post(page, {"token": str(uuid7()), "press": f"batal.{gone.pk}"}).status_code == 302
    assert Presence.objects.filter(sealed__isnull=False).count() == 1


def _help_and_explain(cast: Any) -> None:
    """Who needs and who offers what, matched and closed; what somebody asked at a talk; numbers where none may be."""
    from siip.exchange.models import Need, Offer
    from siip.programme.models import Event

    rini = logged_in(cast, "rini")
    page = f"/kantor/kegiatan/{Event.objects.latest('planned_at').pk}/"
    told = {"goods": "2", "count": "2", "rt": "", "text": f"untuk {FAMILY}", "name": APPLICANT, "phone": REACHED}
    told["agreed"] = "on"
    for side in ("perlu", "tawar"):
        for wrong, answer in (({"text": f"milik {MISTYPED}"}, 422), ({"phone": MISTYPED}, 422), ({}, 302)):
            said = {"token": str(uuid7()), **told, **wrong}
            assert rini.post(f"{page}saling-bantu/{side}/", said).status_code == answer
    one = f"{page}saling-bantu/perlu/{Need.objects.get().pk}/"
    match = {"token": str(uuid7()), "offer": str(Offer.objects.get().pk), "count": "1"}
    assert FAMILY in rini.get(one).content.decode() and rini.post(one, match).status_code == 302
    assert rini.post(f"{one}tutup/", {"token": str(uuid7()), "why": "gone"}).status_code == 302
    for note, answer in ((f"NIK {MISTYPED}?", 422), (f"{CAME} bertanya", 302)):
        talk = {"token": str(uuid7()), "topic": "4", "speaker": "Kader Posyandu", "heads": "9", "note": note}
        assert rini.post(f"{page}penyuluhan/", talk).status_code == answer


def _take_lists(cast: Any) -> None:
    from siip.people import resident_imports
    from siip.people.models import Resident, ResidentUpload
    from siip.people.resident_files import read_list

    file = read_list(workbook(*LISTED, WRONG_COLUMN), "daftar.xlsx")
    resident_imports.import_residents(
        file, resident_imports.default_terms(file.name, AT.date()), where=PLAJU, new_id=uuid7,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip
    dewi = logged_in(cast, "dewi")
    address = _send(dewi, AT_CONSOLE)
    assert dewi.post(address, {"token": str(uuid7()), **TERMS}).status_code == 302
    work_off()
    assert Resident.objects.count() == 3
    _send(dewi, LEFT_LYING)
    assert ResidentUpload.objects.count() == 1


def _send(client: Any, *rows: Any) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    said = {
        "token": str(uuid7()),
        "where": PLAJU,
        "sheet_name": "",
        "file": SimpleUploadedFile("a.xlsx", workbook(*rows)),
    }
    address = str(client.post("/kantor/penduduk/impor/", said)["Location"])
    work_off()
    client.get(address)
    return address


def _ask_and_mistype(cast: Any) -> None:
    """Numbers where people type them: to search, in a refused form, in an address, in the field of a name."""
    rini, anybody = logged_in(cast, "rini"), logged_in(cast, "yuli")
    here = f"/kantor/permohonan/baru/?layanan=domisili_orang&tempat=loket-{cast.place(PLAJU_ILIR).pk}"
    for number in (SITI[0], MISTYPED):
        for written in (number, f"{number[:6]} {number[6:12]}.{number[12:]}"):
            rini.post("/kantor/penduduk/", {"nik": written, "name": "", "born_on": ""})
            rini.post("/kantor/permohonan/", {"cari": written})
            rini.post(
                here, {"langkah": "cari", "isi_nik": written, "cari_nik": written, "cari_nama": "", "cari_lahir": ""}
            )
        said = {**CORRECTED, **SHOWN, "langkah": "simpan", "isi_nik": number, "isi_alamat": f"Jl. {STREET}"}
        assert rini.post(here, {"token": str(uuid7()), **said, "isi_nama": f"Siti {number}"}).status_code == 422
        assert rini.post(here, {"token": str(uuid7()), **said, "isi_tanggal_lahir": ""}).status_code == 422
    for address in ("/periksa/", "/kantor/permohonan/", "/kantor/penduduk/", "/kantor/surat/?hal=", "/kantor/wilayah/"):
        anybody.get(f"{address}{MISTYPED}")
        anybody.get(f"{address}{MISTYPED}/")
    anybody.logout()
    for _ in range(2):
        anybody.post("/akun/masuk/", {"login": MISTYPED, "password": FOREIGN})
    anybody.post("/periksa/", {"kode": MISTYPED})


def _write_letters(cast: Any) -> None:
    from siip.letters import letters, papers, registers
    from siip.letters.models import Letter
    from siip.services import requests

    lurah = cast.actor("hendra")
    registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="siip", after=117,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip
    rows = [_request(cast, answers, n) for n, answers in enumerate((SIGNED, VOIDED))]
    refused = {"token": str(uuid7()), "reason": f"NIK {MISTYPED} salah"}
    assert logged_in(cast, "rini").post(f"/kantor/permohonan/{rows[1].pk}/batal/", refused).status_code == 422
    ids = [row.letter.pk for row in rows]
    for letter_id in ids:
        for who in ("agus", "nyimas"):
            letters.paraf_letter(letter_id, by=cast.actor(who), at=AT, id=uuid7())
    letters.sign_and_number(ids, proof=cast.proof("hendra"), by=lurah, at=AT, id=uuid7())
    for letter in Letter.objects.all():
        for paper in papers.PAPERS:
            assert papers.letter_pdf(letter, paper=paper).startswith(b"%PDF")
    letters.confirm_wet_signature(ids[0], by=cast.actor("rini"), at=AT, id=uuid7())
    letters.void_letter(ids[1], reason="salah alamat", by=lurah, at=AT, id=uuid7())
    requests.hand_over(
        rows[0].pk, receiver=APPLICANT, relation="anak", by=cast.actor("rini"), at=AT, id=uuid7()
    )  # fmt: skip


def _carry_over(cast: Any) -> None:
    """A poor family's request: its statement printed, promised with a slip, its code looked up by somebody."""
    from django.test import Client

    from siip.letters.rules.codes import BYTES, code_from
    from siip.services import requests
    from siip.services.intake import Intake, Shown
    from siip.services.models import Slip

    said = {key: text for key, text in SIGNED.items() if key != "alamat_domisili"}
    said |= {"nama_keluarga": FAMILY, "hubungan": "anak", "nama_lembaga": SCHOOL, "penghasilan_per_bulan": "1200000"}
    row = requests.take_request(
        Intake("sktm", said, PLAJU_ILIR), [Shown("ktp")], code=code_from(b"sktm".ljust(BYTES, b"q")),
        by=cast.actor("rini"), at=AT, id=uuid7(),
    )  # fmt: skip
    rini, address = logged_in(cast, "rini"), f"/kantor/permohonan/{row.pk}/"
    promise = {"token": str(uuid7()), "reason": "papers", "due_on": "25-11-2026", "place": PLAJU_ILIR}
    assert rini.post(f"{address}janji/", promise).status_code == 302
    for paper in ("pernyataan.pdf", "kertas-janji.pdf"):
        assert rini.get(address + paper).content.startswith(b"%PDF")
    assert Client().get(f"/periksa/{Slip.objects.get().code}").status_code == 200


def _request(cast: Any, answers: dict[str, str], n: int) -> Any:
    from siip.letters.rules.codes import BYTES, code_from
    from siip.people.models import Resident
    from siip.services import requests
    from siip.services.intake import Applicant, Intake, Shown

    resident = Resident.objects.filter(name=answers["nama"]).values_list("pk", flat=True).first()
    intake = Intake("domisili_orang", answers, PLAJU_ILIR, None, Applicant(APPLICANT, "anak kandung"), resident)
    shown = (Shown("pengantar_rt", "Ruslan"), Shown("ktp"), Shown("kk"))
    code = code_from(bytes([50 + n]) * BYTES)
    return requests.take_request(intake, shown, code=code, by=cast.actor("rini"), at=AT, id=uuid7())


def _plant() -> list[Path]:
    """The number in clear in every kind of place, the way a slip would leave it there; gives the files."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.cache import cache

    from siip.kernel.models import Entry
    from siip.letters import papers
    from siip.letters.models import Letter
    from siip.people.models import Resident

    Resident.objects.update(name=PLANTED)
    Entry.objects.filter(seq=1).update(about={"nik": PLANTED})
    cache.set("tried", {"nik": PLANTED})
    session = SessionStore()
    session["form"] = {"nik": PLANTED}
    session.save()
    logging.getLogger("siip.letters").debug("a slip: %s", PLANTED)
    home = Path(settings.SIIP.data_dir)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.gz", gzip.compress(PLANTED.encode("utf-16")))
    written = {
        home / "numbers" / "slip.log": " ".join(PLANTED).encode(),
        home / "media" / "slip.zip": packed.getvalue(),
        home / "media" / "slip.pdf": papers.letter_pdf(Letter.objects.get(state="signed")),
    }
    for path, content in written.items():
        path.write_bytes(content)
    return list(written)


# Nothing lies in clear


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_lies_in_clear(day: tuple[Places, Places], kind: str) -> None:
    assert leaks(day[0][kind], NUMBERS) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_is_sealed_lies_in_clear(day: tuple[Places, Places], kind: str) -> None:
    assert leaks(day[0][kind], SEALED) == []


@pytest.mark.parametrize("kind", ["journal", "numbers log", "papers", "cache", "sessions", "log"])
def test_names_stand_only_where_registers_and_searches_need_them(day: tuple[Places, Places], kind: str) -> None:
    assert leaks(day[0][kind], NAMES) == []


def test_names_stand_in_few_tables(day: tuple[Places, Places]) -> None:
    assert {leak.partition(":")[0] for leak in leaks(day[0]["tables"], NAMES)} <= IN_CLEAR


def test_no_paper_lies_at_rest_that_anybody_can_read(day: tuple[Places, Places]) -> None:
    papers = {name: content for name, content in day[0]["papers"].items() if "letters/" in name}
    assert len(papers) == 4  # two letters, each on A4 and on F4
    assert [name for name, content in papers.items() if b"%PDF" in content or b"endobj" in content] == []


def test_every_kind_of_place_held_something(day: tuple[Places, Places]) -> None:
    assert [kind for kind in KINDS if not any(day[0][kind].values())] == []


@pytest.mark.sqlite
def test_the_database_and_its_write_ahead_log_were_read(day: tuple[Places, Places]) -> None:
    assert {"siip.sqlite3", "siip.sqlite3-wal"} <= day[0]["files"].keys()
    assert "Plaju Ilir" in found_in(day[0]["files"]["siip.sqlite3"], ["Plaju Ilir"])


# Controls: what lies in clear is found


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_in_clear_would_be_found(day: tuple[Places, Places], kind: str) -> None:
    if kind == "files" and connection.vendor == "sqlite":
        assert any(leak.startswith("siip.sqlite3") for leak in leaks(day[1]["files"], {PLANTED}))
    if kind == "papers":
        assert leaks(day[1]["papers"], {SITI[0]}) == [f"media/slip.pdf!text: {SITI[0]}"]
    assert leaks(day[1][kind], {PLANTED}) != []


@pytest.mark.parametrize(
    "written",
    [
        PLANTED.encode(),
        b"1671 1404 1169 9999",
        b"16.71.14.041169.9999",
        b"1671140411-69-9999",
        "1671\u00a0140411699999".encode(),
        PLANTED.encode("utf-16-le"),
        PLANTED.encode("utf-16-be"),
        PLANTED.encode().hex().encode(),
        PLANTED.encode().hex().upper().encode(),
        int(PLANTED).to_bytes(8, "big"),
        int(PLANTED).to_bytes(8, "little"),
        *(b"x" + form for form in forms(PLANTED)[2:5]),
    ],
)
def test_a_number_is_found_however_it_is_written(written: bytes) -> None:
    assert found_in(b"\x00\x17before " + written + b" after\xff", [PLANTED]) == [PLANTED]


@pytest.mark.parametrize("before", [b"", b"a", b"ab"])
@pytest.mark.parametrize("after", [b"", b"y", b"yz"])
def test_a_number_is_found_inside_base64(before: bytes, after: bytes) -> None:
    import base64

    assert found_in(base64.b64encode(before + PLANTED.encode() + after), [PLANTED]) == [PLANTED]


def test_what_is_no_number_of_ours_is_not_found() -> None:
    assert found_in(b"1671140411690000 Jalan DI Panjaitan", NUMBERS | SEALED) == []


def test_a_file_in_a_file_is_opened() -> None:
    content = gzip.compress(gzip.compress(b"inside"))
    assert b"inside" in dict(unpacked("a.gz", content)).values()


def test_every_table_is_read(two_kecamatan: Any) -> None:
    assert {"people_resident", "kernel_entry", "siip_cache", "django_session"} <= tables().keys()
