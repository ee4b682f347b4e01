"""The register at the console: the same choice on the page, on paper and in Excel."""

import io

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.letters import blanks, letters, registers
from siip.letters.models import Number
from siip.letters.rules import codes
from siip.web.console.tests.test_log_in import text
from tests.cast import AT, DOMISILI, PATTERN, ident

pytestmark = pytest.mark.django_db
TODAY = "dari=24-11-2026&sampai=24-11-2026"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def book(cast):
    """A register with 118, which waits for the pen, and 119, which is void."""
    made = registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="siip", after=117, by=cast.actor("dewi"),
        at=AT, id=uuid7(),
    )  # fmt: skip
    for n in (1, 2):
        key, _ = crypt.new_key(ident("subject", n))
        key.save(force_insert=True)
        letters.draft_letter(
            letter_id=ident("letter", n), kind="domisili_orang", office_id=cast.offices["hendra"].id,
            subject_name="Siti Maryam" if n == 1 else "Budi Santoso", subject_rt="07/02", purpose="bank",
            answers=DOMISILI, key_id=key.id, code=codes.code_from(bytes([n]) * 19), in_field=True,
            by=cast.actor("rini"), at=AT, id=uuid7(),
        )  # fmt: skip
    both = [ident("letter", n) for n in (1, 2)]
    letters.sign_and_number(both, proof=cast.proof("hendra"), by=cast.actor("hendra"), at=AT, id=uuid7())
    letters.void_letter(both[1], reason="Kertas rusak", by=cast.actor("rini"), at=AT, id=uuid7())
    return made


def said(client, path):
    return client.get(path).content.decode()


def sheet(client, address):
    content = client.get(address).content
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_long_register_has_pages_that_keep_the_question(login, book, monkeypatch):
    monkeypatch.setattr("siip.web.console.registers.SHOWN", 1)
    client, address = login("rini"), f"/kantor/register/{book.id}/"
    newest = said(client, f"{address}?{TODAY}")
    assert "Kertas rusak" in newest and "Siti Maryam" not in newest
    assert 'href="?dari=24-11-2026&amp;sampai=24-11-2026&amp;hal=2"' in newest
    oldest = said(client, f"{address}?{TODAY}&hal=2")
    assert "Siti Maryam" in oldest and "Kertas rusak" not in oldest
    assert len(sheet(client, f"{address}register.xlsx?{TODAY}&hal=2")) == 3, "Excel has all"


def test_the_page_the_paper_and_excel_honour_the_same_choice(login, book):
    client, address = login("rini"), f"/kantor/register/{book.id}/"
    everything = said(client, f"{address}?{TODAY}")
    assert "Siti Maryam" in everything and "Kertas rusak" in everything
    page = said(client, f"{address}?{TODAY}&keadaan=batal")
    assert "Siti Maryam" not in page and "Kertas rusak" in page and "Hanya yang batal" in page
    assert f"{address}register.xlsx?{TODAY}&keadaan=batal".replace("&", "&amp;") in page
    rows = sheet(client, f"{address}register.xlsx?{TODAY}&keadaan=batal")
    assert [row[0] for row in rows[1:]] == ["119", "", ""]
    got = client.get(f"{address}register.pdf?{TODAY}&keadaan=batal")
    assert 'filename="petikan-register-2026-20261124-20261124.pdf"' in got["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "period", "is_void", "is_waiting"),
    [
        ("keadaan=batal", "1 November 2026 sampai 24 November 2026", True, False),
        ("jenis=domisili_orang", "1 November 2026 sampai 24 November 2026", True, True),
        ("nomor=118", "1 November 2026 sampai 24 November 2026", False, True),
        ("dari=23-11-2026", "23 November 2026 sampai 24 November 2026", True, True),
        ("dari=25-11-2026", "25 November 2026 sampai 25 November 2026", False, False),
        ("sampai=24-11-2026", "1 November 2026 sampai 24 November 2026", True, True),
        ("sampai=31-10-2026&keadaan=batal", "1 Oktober 2026 sampai 31 Oktober 2026", False, False),
    ],
)  # fmt: skip
def test_each_part_of_a_question_works_alone(login, book, asked, period, is_void, is_waiting):
    address = f"/kantor/register/{book.id}/"
    answer = login("rini").get(f"{address}?{asked}")
    page = text(answer)
    assert answer.status_code == 200 and period in page
    assert ("Kertas rusak" in page, "Siti Maryam" in page) == (is_void, is_waiting)
    rows = "".join(map(str, sheet(login("rini"), f"{address}register.xlsx?{asked}")))
    assert ("Kertas rusak" in rows, "Siti Maryam" in rows) == (is_void, is_waiting)


@pytest.mark.parametrize("wrong", ["sampai=kemarin", "dari=", "keadaan=hilang"])
def test_a_part_that_cannot_be_read_is_told_alone_too(login, book, wrong):
    assert login("rini").get(f"/kantor/register/{book.id}/?{wrong}").status_code == 422


def test_an_empty_choice_leads_back_to_all(login, book):
    page = said(login("rini"), f"/kantor/register/{book.id}/?{TODAY}&keadaan=dicabut&jenis=domisili_orang")
    assert "NIHIL" in page and "Lihat semua nomor bulan ini" in page


@pytest.mark.parametrize("wrong", ["keadaan=hilang", "jenis=lain", "nomor=1671145403880001"])
def test_a_strange_choice_is_told_and_shows_the_month(login, book, wrong):
    page = login("rini").get(f"/kantor/register/{book.id}/?{TODAY}&{wrong}")
    assert page.status_code == 422 and "Siti Maryam" in page.content.decode()


def test_a_number_is_looked_for_in_every_register(login, book):
    clerk = login("rini")
    assert Number.objects.get(serial=118).letter.number in said(clerk, "/kantor/register/?nomor=118")
    assert "Batal" in said(clerk, "/kantor/register/?nomor=119")
    assert "Nomor itu tidak ada" in said(clerk, "/kantor/register/?nomor=999")
    assert "Siti Maryam" not in said(login("zul"), "/kantor/register/?nomor=118")


def test_the_register_names_who_took_the_letter(cast, login, book):
    from siip.letters.receipts import Receiver, note_receipt

    letter, rini = ident("letter", 1), cast.actor("rini")
    letters.confirm_wet_signature(letter, by=rini, at=AT, id=uuid7())
    note_receipt(letter, receiver=Receiver("Muhammad Rizki", "anak"), by=rini, at=AT, id=uuid7())
    address = f"/kantor/register/{book.id}/"
    taken = "Muhammad Rizki (anak), 24-11-2026 09.00"
    assert taken in said(login("rini"), f"{address}?{TODAY}")
    assert sheet(login("rini"), f"{address}register.xlsx?{TODAY}")[1][8] == taken


# Runs for emergency blanks


@pytest.fixture
def run(cast, book):
    """One number, 120, on the blank of a letter that is not signed yet."""
    said = {"event_id": ident("event"), "title": "27 November 2026, Jalan DI Panjaitan", "at": AT}
    return blanks.set_aside(book.id, "domisili_orang", 1, by=cast.actor("rini"), id=uuid7(), **said)


def borne(cast, run):
    key, _ = crypt.new_key(ident("subject", 3))
    key.save(force_insert=True)
    rini = cast.actor("rini")
    letters.draft_letter(
        letter_id=ident("letter", 3), kind="domisili_orang", office_id=cast.offices["hendra"].id,
        subject_name="Ahmad Fauzi", subject_rt="07/02", purpose="bank", answers=DOMISILI, key_id=key.id,
        code=codes.code_from(bytes([3]) * 19), in_field=True, by=rini, at=AT, id=uuid7(),
    )  # fmt: skip
    blanks.write_up(ident("letter", 3), run.first, AT.date(), by=rini, at=AT, id=uuid7())
    return ident("letter", 3)


def test_a_run_with_a_number_that_a_letter_bears_is_told_apart_and_not_closed(login, cast, book, run):
    client, register = login("rini"), f"/kantor/register/{book.id}/"
    letter = borne(cast, run)
    assert "120, 27 November 2026, Jalan DI Panjaitan" in said(client, register)
    assert "1 menunggu tanda tangan, 0 belum jelas" in said(client, register)
    page = said(client, f"{register}blok/{run.pk}/tutup/")
    assert "Tutup blangko 120?" in page and "Belum dapat ditutup." in page
    assert f"/kantor/surat/{letter}/" in page and "Ahmad Fauzi" in page and "akan tercatat batal" not in page
    assert "<button" not in page.partition("<main")[2].partition("</main>")[0]
    assert post_to(client, f"{register}blok/{run.pk}/tutup/").status_code == 422, "the act refuses as well"


def test_a_closed_run_says_so_and_shows_no_button(login, book, run):
    client, address = login("rini"), f"/kantor/register/{book.id}/blok/{run.pk}/tutup/"
    assert "Nomor 120 belum dipakai dan akan tercatat batal" in said(client, address)
    assert post_to(client, address).status_code == 302
    page = said(client, address)
    assert "Sudah ditutup" in page and "0 dipakai, 1 batal" in page
    assert "<button" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_number_set_aside_is_found_and_shown_as_such(login, book, run):
    client = login("rini")
    assert "Disisihkan untuk blangko" in said(client, "/kantor/register/?nomor=120")
    rows = sheet(client, f"/kantor/register/{book.id}/register.xlsx?{TODAY}")
    remark = "Disisihkan untuk blangko darurat: Surat Keterangan Domisili, 27 November 2026, Jalan DI Panjaitan"
    assert [(row[0], row[-1]) for row in rows if row[0] == "120"] == [("120", remark)]
    assert remark in said(client, f"/kantor/register/{book.id}/?{TODAY}")


def post_to(client, address):
    return client.post(address, {"token": str(uuid7())})
