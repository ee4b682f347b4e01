"""`siip import residents` as an operator uses it, and the job that lets go of files nobody answered for."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from siip import importing, work
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.people import resident_imports, resident_uploads
from siip.people.models import Resident, ResidentUpload
from siip.people.resident_files import read_list
from siip.people.tests.conftest import refused
from siip.people.tests.lists import HEADING, RUSLAN, SITI, changed, workbook
from siip.wilayah.boundaries import BoundaryImport, RefusedFeature
from siip.wilayah.models import Wilayah
from siip.wilayah.tests.boundary_files import collection, feature, square
from tests.cast import AT, PLAJU, PLAJU_ILIR
from tests.test_commands import Command


@pytest.mark.sqlite
def test_a_list_is_taken_in_from_the_command_line(tmp_path):
    siip = Command(tmp_path / "rumah")
    code, said = siip("init", "--kecamatan", "16.71.14")
    assert code == 0, said
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(workbook(RUSLAN, changed(SITI, birth="27-06-71"), changed(SITI, kelurahan=RUSLAN[0])))
    code, said = siip("import", "residents", str(path), "--make-rt", "--until", "31-12-2199")
    assert code == 0, said
    assert "Sumber   : Berkas daftar.xlsx" in said
    assert "Dasar    : UU 27/2022" in said
    assert "Disimpan : sampai 31-12-2199" in said
    assert "Selesai: 3 baris; 1 orang baru, 0 diperbarui, 2 ditolak, 0 dengan peringatan." in said
    assert "Ditolak, baris 3: Tahun pada “27-06-71” hanya dua angka" in said
    assert not any(number in said for number in (*RUSLAN[:2], *SITI[:2]))
    code, said = siip("import", "residents", str(path), "--all-or-nothing")
    assert code == 1
    assert "Baris 3: Tahun pada" in said
    assert said.rstrip().endswith("atau impor baris yang baik saja.")
    path.write_bytes(b"NIK;Nama\n")
    code, said = siip("import", "residents", str(path))
    assert (code, "Traceback" in said, said.endswith(".\n")) == (1, False, True)


@pytest.mark.sqlite
def test_boundaries_are_taken_in_from_the_command_line(tmp_path):
    siip = Command(tmp_path / "rumah")
    code, said = siip("init", "--kecamatan", "16.71.14")
    assert code == 0, said
    path = tmp_path / "batas.geojson"
    path.write_bytes(
        collection(
            feature(square(), kode="16.71.14.1003"), feature(square(), nama="Atlantis"),
            feature(square(), kode="16.71.02.1001"),
        )
    )  # fmt: skip
    code, said = siip("import", "boundaries", str(path), "--source", "Tata Pemerintahan 2025")
    assert code == 0, said
    assert "Kecamatan Plaju (16.71.14): 1 batas dimasukkan, 0 di antaranya mengganti yang lama" in said
    assert "Masuk: Kelurahan Plaju Ilir" in said
    assert "Dilewati: 1 bidang di luar Kecamatan Plaju" in said
    assert "Ditolak, bidang 2 (Atlantis): “Atlantis” tidak ditemukan" in said
    code, said = siip("import", "boundaries", str(path), "--source", " ")
    assert (code, said) == (1, "Tulis dari mana batas ini, misalnya Bagian Tata Pemerintahan, 2025.\n")
    path.write_bytes(b"{}")
    code, said = siip("import", "boundaries", str(path), "--source", "BIG")
    assert (code, "Traceback" in said, "FeatureCollection" in said) == (1, False, True)
    path.write_bytes(collection(feature(square(), nama="Atlantis")))
    code, said = siip("import", "boundaries", str(path), "--source", "BIG")
    assert code == 1 and "0 batas dimasukkan" in said
    path.write_bytes(collection(feature(square(3), kode="16.71.14.1003")))
    code, said = siip("import", "boundaries", str(path), "--source", "BIG")
    assert code == 0 and "Peringatan: Kelurahan Plaju Ilir terletak sekitar 333 km dari batas yang" in said
    path.write_bytes(b" " * (6 * 1024 * 1024 - 1))
    code, said = siip("import", "boundaries", str(path), "--source", "BIG")
    assert code == 1 and said.startswith("Berkas ini 6 MB; paling besar 5 MB.")
    assert siip("verify")[0] == 0


def test_features_refused_for_one_reason_stand_in_one_line():
    refused = [RefusedFeature(n, "Plaju Ulu" if n == 2 else "", "Tertukar.") for n in range(1, 13)]
    outcome = BoundaryImport(refused=(*refused, RefusedFeature(13, "Atlantis", "Tidak ada.")), warnings=("Jauh.",))
    _, *lines = importing.boundary_report(outcome, Wilayah(path=PLAJU, code="16.71.14", name="Plaju", kind="kecamatan"))
    assert lines == [
        "Peringatan: Jauh.",
        "Ditolak, 12 bidang: 1, 2 (Plaju Ulu), 3, 4, 5, 6, 7, 8, 9, 10, dan 2 lagi: Tertukar.",
        "Ditolak, bidang 13 (Atlantis): Tidak ada.",
    ]


def test_without_a_code_it_is_the_only_kecamatan(cast):
    assert importing.place("").path == PLAJU
    assert importing.place("16.71.14.1003").path == PLAJU_ILIR
    with refused("unknown-wilayah"):
        importing.place("Plaju")
    with refused("unknown-wilayah"):
        importing.place("16.71.99")


def test_with_two_kecamatan_it_must_be_said_which(two_kecamatan):
    with refused("which-kecamatan"):
        importing.place("")


def test_what_is_not_said_is_taken_for_granted_and_told(cast):
    place = cast.place(PLAJU)
    terms = importing.terms("map/daftar.xlsx", place, AT, source="", basis="", until="")
    assert (terms.source, terms.until_on) == ("Berkas daftar.xlsx", date(2027, 11, 24))
    said = importing.terms("a", place, AT, source="Dukcapil", basis="Perjanjian 12/2026", until="31 Des 2027")
    assert said == resident_imports.Terms("Dukcapil", "Perjanjian 12/2026", date(2027, 12, 31))
    file = replace(read_list(workbook(heading=[*HEADING, "Suku"]), "daftar.xlsx"), formulas=3)
    lines = "\n".join(importing.taken_for_granted(file, terms, place, make_rt=False, all_or_nothing=True))
    assert "Ditinggal: Suku" in lines
    assert "Rumus    : 3 sel" in lines
    assert "Untuk    : Kecamatan Plaju (16.71.14)" in lines
    assert "batalkan semuanya" in lines


def test_a_report_counts_each_kind_of_warning_with_an_example(cast):
    rows = [RUSLAN, changed(SITI, sex="X"), changed(SITI, nik="1671146706710003", name="WATI", sex="Y")]
    taken = resident_imports.import_residents(
        read_list(workbook(*rows), "a"), resident_imports.default_terms("a", AT.date()), where=PLAJU, new_id=uuid7,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip
    first, *warnings = importing.report(taken)
    assert first.startswith("Selesai: 3 baris; 3 orang baru, 0 diperbarui, 0 ditolak, 3 dengan peringatan.")
    assert any(line.startswith("Peringatan, 2 baris: misalnya baris 3: Jenis kelamin “x”") for line in warnings)


def test_progress_is_shown_step_by_step(capsys):
    with importing.progress() as told:
        told("Memeriksa", 1000, 2000)
        told("Memeriksa", 2000, 2000)
        told("Menyimpan", 1, 1)
    assert capsys.readouterr().out == ""


def test_a_file_that_nobody_answered_for_is_let_go_by_the_house(cast):
    by = cast.actor("dewi")
    waiting = resident_uploads.keep_upload(workbook(RUSLAN), "a", where=PLAJU, by=by, at=AT, id=uuid7())
    work.drop_uploads(AT + timedelta(hours=23))
    assert ResidentUpload.objects.filter(pk=waiting.pk).exists()
    work.drop_uploads(AT + timedelta(hours=25))
    work.drop_uploads(AT + timedelta(hours=26))
    assert not ResidentUpload.objects.exists()
    assert Entry.objects.filter(act="people.drop_upload", person=None).count() == 1


def test_a_list_past_its_last_day_is_let_go_by_the_house(cast):
    file = read_list(workbook(RUSLAN), "daftar.xlsx")
    terms = resident_imports.default_terms(file.name, AT.date())
    resident_imports.import_residents(
        file, terms, where=PLAJU, new_id=uuid7, by=cast.actor("dewi"), at=AT, id=uuid7()
    )  # fmt: skip
    over = datetime.combine(terms.until_on, time(17), UTC)  # midnight in Palembang
    work.discard_lists(over - timedelta(seconds=1))
    assert Resident.objects.get().name == "RUSLAN"
    work.discard_lists(over)
    work.discard_lists(over + timedelta(hours=24))
    assert Resident.objects.get().name == "dihapus"
    assert Entry.objects.filter(act="people.discard_list", person=None, account=None).count() == 1
