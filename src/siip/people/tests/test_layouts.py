import pytest

from siip.people.rules import layouts
from siip.people.rules.layouts import Family, layout_of

TEMPLATE = (
    "alamat dusun rw rt nama no_kk nik sex tempatlahir tanggallahir agama_id pendidikan_kk_id pendidikan_sedang_id "
    "pekerjaan_id status_kawin kk_level warganegara_id ayah_nik nama_ayah ibu_nik nama_ibu golongan_darah_id "
    "akta_lahir dokumen_pasport tanggal_akhir_paspor dokumen_kitas akta_perkawinan tanggalperkawinan akta_perceraian "
    "tanggalperceraian cacat_id cara_kb_id hamil ktp_el status_rekam alamat_sekarang status_dasar suku tag_id_card "
    "id_asuransi no_asuransi lat lng"
).split()
OURS = ["NIK", "Nomor KK", "Nama", "Tempat Lahir", "Tanggal Lahir", "Jenis Kelamin", "Alamat", "RT", "RW", "Kelurahan"]


def test_the_template_of_43_columns_is_known():
    found = layout_of([TEMPLATE])
    assert (found.heading, found.is_template, found.in_families) == (0, True, False)
    assert found.columns["hamlet"] == 1
    assert found.columns["nik"] == 6
    assert found.columns["state"] == 36


def test_health_and_the_like_are_left_out():
    assert {"cacat_id", "cara_kb_id", "hamil", "suku", "golongan_darah_id", "id_asuransi", "lat"} <= set(
        layout_of([TEMPLATE]).left_out
    )
    assert set(layout_of([TEMPLATE]).columns).isdisjoint({"cacat_id", "hamil"})


def test_our_own_columns_stand_in_any_order():
    turned = list(reversed(OURS))
    columns = layout_of([turned]).columns
    assert {turned[at] for at in columns.values()} == set(OURS)
    assert columns["nik"] == 9


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("N I K", "nik"), ("NIK (16 angka)", "nik"), ("No. KK", "no_kk"), ("NAMA LENGKAP", "name"), ("L/P", "sex"),
        ("Tgl. Lahir", "birth_on"), ("Tempat/Tanggal Lahir", "birth"), ("RT/RW", "rt_rw"),
        ("Desa/Kelurahan", "kelurahan"),
        ("Hub. Kel", "relation"), ("STATUS", "marital"), ("Pendidikan Terakhir", "education"),
    ],
)  # fmt: skip
def test_a_heading_in_many_spellings(heading, field):
    assert layout_of([[heading, "Nama", "Pekerjaan", "Agama"]]).columns[field] == 0 or heading == "NAMA LENGKAP"


def test_the_heading_may_stand_under_a_letterhead():
    rows = [["PEMERINTAH KOTA"], ["Nama kegiatan", "Jumat"], [""], ["No", "Nama", "NIK", "Alamat"], [1, "Ali", "", ""]]
    found = layout_of(rows)
    assert (found.heading, found.left_out) == (3, ("No",))


def test_a_kelurahan_named_above_the_list_is_for_all_of_it():
    below = ["Nama", "NIK", "Alamat"]
    assert layout_of([["KELURAHAN :", "", "Plaju Ilir"], below]).kelurahan == "Plaju Ilir"
    assert layout_of([["Desa", ": Senggigi"], below]).kelurahan == "Senggigi"
    assert layout_of([["Kelurahan: Plaju Ilir"], below]).kelurahan == "Plaju Ilir"
    assert layout_of([["Laporan kelurahan"], ["a", "b"], below]).kelurahan == ""


@pytest.mark.parametrize("rows", [[], [[]], [["Nama", "Jumlah"]], [["NIK", "RT", "RW"]], [[1.0, None, "x" * 99]]])
def test_what_names_no_people_is_no_list(rows):
    assert layout_of(rows) is None


def test_of_two_columns_with_one_heading_the_first_counts():
    assert layout_of([["Nama", "Nama", "NIK", "RT"]]).columns["name"] == 0


def test_a_family_stands_above_its_members():
    heading = ["", "NO.KK", "NAMA.KK", "ALAMAT"]
    assert layouts.is_family_heading(heading)
    assert not layouts.is_family_heading(["NO.KK", "NIK"])
    row = ["", "1671141509150001", "RUSLAN", " LR. MAWAR, RT:001, RW:002, Kodepos:30268,-"]
    assert layouts.family(heading, row) == Family("1671141509150001", "LR. MAWAR", {"rt": "001", "rw": "002"})
    assert layouts.family(heading, [""]) == Family("", "", {})
    assert layout_of([heading, row, ["NIK", "NAMA", "JK"]]).in_families
