"""The pages of letters and registers, as clerk, kasi, seklur and lurah use them."""

import io

import pypdf
import pytest

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.letters import letters, registers
from siip.letters.models import Letter, Number
from siip.letters.rules import codes
from siip.people.models import Enrolment
from tests.cast import AT, PATTERN, ident
from tests.cast import DOMISILI as ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(time_machine=None):
    import time_machine as machine

    with machine.travel(AT, tick=False):
        yield AT


@pytest.fixture
def book(cast):
    return registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="siip", after=117,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip


@pytest.fixture
def letter(cast):
    key, _ = crypt.new_key(ident("subject"))
    key.save(force_insert=True)
    return letters.draft_letter(
        letter_id=ident("letter"), kind="domisili_orang", office_id=cast.offices["hendra"].id,
        subject_name="Siti Maryam", subject_rt="07/02", purpose="membuka rekening bank", answers=ANSWERS,
        key_id=key.id, code=codes.code_from(b"k" * 19), in_field=True, by=cast.actor("rini"), at=AT, id=uuid7(),
    )  # fmt: skip


@pytest.fixture
def other(cast):
    key, _ = crypt.new_key(ident("other subject"))
    key.save(force_insert=True)
    return letters.draft_letter(
        letter_id=ident("other letter"), kind="domisili_orang", office_id=cast.offices["hendra"].id,
        subject_name="Agus Salim", subject_rt="07/02", purpose="melamar pekerjaan", answers=ANSWERS,
        key_id=key.id, code=codes.code_from(b"m" * 19), in_field=True, by=cast.actor("rini"), at=AT, id=uuid7(),
    )  # fmt: skip


@pytest.fixture
def lurah(cast, login, now, settings):
    """Pak Lurah with his PIN, in a browser that is enrolled at his office."""
    from siip.people import pins
    from siip.web.console.enrolled import KEY

    pins.set_pin(
        account_id=cast.accounts["hendra"].pk, pin="481937", recent_login=True, by=cast.actor("hendra"), at=AT,
        id=uuid7(),
    )  # fmt: skip
    client = login("hendra")
    session = client.session
    session[KEY] = str(ident("enrolment", "hendra"))
    session.save()
    return client


def test_one_pin_signs_and_numbers_and_the_paper_is_there(lurah, login, letter, book, django_assert_max_num_queries):
    page = lurah.get("/kantor/menunggu/")
    assert "Siti Maryam" in page.content.decode()
    said = {"what": "sign", "letters": str(letter.id), "pin": "481937", "token": str(uuid7())}
    with django_assert_max_num_queries(90):
        done = lurah.post("/kantor/menunggu/", said)
    assert done.status_code == 302, done.content.decode()
    assert Letter.objects.get().number.split("/")[1] == "118"
    paper = login("rini").get(f"/kantor/surat/{letter.id}/cetak-f4.pdf")
    assert "Siti Maryam" in pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()


def test_a_wrong_pin_says_how_many_tries_remain_and_signs_nothing(lurah, letter, book):
    said = {"what": "sign", "letters": str(letter.id), "pin": "000001", "token": str(uuid7())}
    page = lurah.post("/kantor/menunggu/", said)
    assert page.status_code == 422
    assert "Sisa 4 kali" in page.content.decode() and '<a href="/kantor/pin/">Setel PIN</a>' in page.content.decode()
    assert "Setel PIN</a>" not in lurah.get("/kantor/menunggu/").content.decode()
    assert Number.objects.count() == 0


@pytest.mark.parametrize("how", ["never enrolled", "ended elsewhere"])
def test_a_browser_that_is_not_enrolled_is_offered_no_pin(lurah, letter, book, how):
    if how == "ended elsewhere":
        Enrolment.objects.update(ended_at=AT)
    else:
        session = lurah.session
        del session["enrolment"]
        session.save()
    page = lurah.get("/kantor/menunggu/").content.decode()
    assert 'name="pin"' not in page and "Tandatangani</button>" not in page
    assert 'href="/kantor/pin/">Daftarkan dahulu</a>' in page and f'value="{letter.id}" checked disabled' in page
    said = {"what": "sign", "letters": str(letter.id), "pin": "481937", "token": str(uuid7())}
    refused = lurah.post("/kantor/menunggu/", said)
    assert refused.status_code == 422 and "belum didaftarkan untuk menandatangani" in refused.content.decode()
    assert 'name="pin"' not in refused.content.decode() and Number.objects.count() == 0


def test_a_letter_left_out_stays_left_out_behind_a_wrong_pin(lurah, letter, other, book):
    ticks = {str(one.id): f'value="{one.id}" checked' for one in (letter, other)}
    assert all(tick in lurah.get("/kantor/menunggu/").content.decode() for tick in ticks.values())
    said = {"what": "sign", "letters": str(letter.id), "pin": "000001", "token": str(uuid7())}
    page = lurah.post("/kantor/menunggu/", said).content.decode()
    assert [tick in page for tick in ticks.values()] == [True, False]


def test_the_page_of_a_letter_shows_what_this_office_may_do(login, letter, now):
    clerk = login("rini").get(f"/kantor/surat/{letter.id}/").content.decode()
    assert "Batalkan" in clerk and "Cabut" not in clerk and "Paraf<" not in clerk
    assert login("zul").get(f"/kantor/surat/{letter.id}/").status_code == 404


def test_a_reason_is_asked_and_kept(login, letter, now):
    client = login("rini")
    address = f"/kantor/surat/{letter.id}/batalkan/"
    empty = client.post(address, {"reason": "", "token": str(uuid7())})
    assert empty.status_code == 422
    assert client.post(address, {"reason": "Salah orang", "token": str(uuid7())}).status_code == 302
    assert Letter.objects.get().state == "void"
    assert "Salah orang" in client.get(f"/kantor/surat/{letter.id}/").content.decode()


def test_a_long_reason_is_refused_and_kept_and_not_cut(login, letter, now):
    client, address = login("rini"), f"/kantor/surat/{letter.id}/batalkan/"
    asked = client.get(address).content.decode()
    assert "tidak dapat dihidupkan lagi" in asked and "maxlength" not in asked
    back = client.post(address, {"reason": "x" * 301, "token": str(uuid7())})
    assert back.status_code == 422 and "x" * 301 in back.content.decode()
    assert "paling banyak 300 huruf, sekarang 301" in back.content.decode()


def test_a_revoked_letter_is_shown_for_the_archive_and_not_offered_for_print(lurah, login, letter, book):
    said = {"what": "sign", "letters": str(letter.id), "pin": "481937", "token": str(uuid7())}
    lurah.post("/kantor/menunggu/", said)
    address = f"/kantor/surat/{letter.id}/"
    assert "Cetak A4" in login("rini").get(address).content.decode()
    asked = lurah.get(f"{address}cabut/").content.decode()
    assert "tidak dapat ditarik kembali" in asked
    lurah.post(f"{address}cabut/", {"reason": "Salah orang", "token": str(uuid7())})
    page = login("rini").get(address).content.decode()
    assert "Cetak A4" not in page and "Lihat cetakannya" in page


def test_a_letter_that_left_the_list_is_named_as_such(lurah, cast, letter, other, book):
    letters.return_letter(other.id, reason="Salah alamat", by=cast.actor("hendra"), at=AT, id=uuid7())
    said = {"what": "sign", "letters": [str(letter.id), str(other.id)], "pin": "481937", "token": str(uuid7())}
    page = lurah.post("/kantor/menunggu/", said)
    assert page.status_code == 422 and "tidak menunggu Anda lagi" in page.content.decode()
    assert Number.objects.count() == 0


def test_the_list_of_letters_counts_its_queries(login, letter, now, django_assert_max_num_queries):
    client = login("rini")
    with django_assert_max_num_queries(20):
        page = client.get("/kantor/surat/?keadaan=chain")
    assert "Siti Maryam" in page.content.decode()


def test_a_register_is_opened_shown_and_printed(cast, login, now):
    client = login("dewi")
    said = {
        "office_id": str(cast.offices["hendra"].id), "year": "2026", "mode": "buku", "after": "300",
        "pattern": PATTERN, "pad": "3", "token": str(uuid7()),
    }  # fmt: skip
    bad = client.post("/kantor/register/buka/", said | {"pattern": "{nomer}/2026"})
    assert bad.status_code == 422 and "tidak dikenal" in bad.content.decode()
    made = client.post("/kantor/register/buka/", said)
    assert made.status_code == 302
    assert "NIHIL" in client.get(made.url).content.decode()
    block = client.post(f"{made.url}pesan/", {"first": "301", "last": "305", "token": str(uuid7())})
    assert block.status_code == 302
    page = client.get(made.url).content.decode()
    assert "Tinggal 5 nomor" in page
    assert client.get(f"{made.url}register.pdf").content.startswith(b"%PDF")
    assert client.get(f"{made.url}register.xlsx").content.startswith(b"PK")
    assert client.get(f"{made.url}?dari=31-12-2026&sampai=1-1-2026").status_code == 422


def test_pages_are_never_kept_by_a_browser(login, letter, now):
    assert login("rini").get(f"/kantor/surat/{letter.id}/")["Cache-Control"] == "no-store"


def test_after_a_restore_without_its_log_a_person_states_the_last_number_and_none_is_given_twice(
    cast, login, letter, book, now
):
    from siip.kernel.backup import raise_epoch
    from siip.letters import numbers_log

    numbers_log.paths(book.id)[0].unlink()
    raise_epoch(AT)
    letters.sign_letter(letter.id, proof=cast.proof("hendra"), by=cast.actor("hendra"), at=AT, id=uuid7())
    clerk, address = login("rini"), f"/kantor/register/{book.id}/"
    refused = clerk.post(f"/kantor/surat/{letter.id}/nomori/", {"token": str(uuid7())})
    assert refused.status_code == 409 and "halaman register" in refused.content.decode()
    assert f"{address}nomor-terakhir/" in clerk.get(address).content.decode()

    slip = clerk.post(f"{address}nomor-terakhir/", {"last": "125", "again": "152", "token": str(uuid7())})
    assert slip.status_code == 422 and "tidak sama" in slip.content.decode() and 'value="125"' in slip.content.decode()
    far = clerk.post(f"{address}nomor-terakhir/", {"last": "99999", "again": "99999", "token": str(uuid7())})
    assert far.status_code == 422 and "salah ketik" in far.content.decode()
    assert Number.objects.count() == 0

    said = {"last": "125", "again": "125", "token": str(uuid7())}
    assert clerk.post(f"{address}nomor-terakhir/", said).status_code == 302
    assert "nomor-terakhir" not in clerk.get(address).content.decode()
    clerk.post(f"/kantor/surat/{letter.id}/nomori/", {"token": str(uuid7())})
    assert Letter.objects.get().number.split("/")[1] == "126"
    assert Number.objects.filter(status="void").count() == 8  # 118 to 125


def test_who_may_only_see_the_register_is_not_asked_for_its_last_number(login, book, now):
    assert login("hendra").get(f"/kantor/register/{book.id}/nomor-terakhir/").status_code == 403


def test_a_letter_outlives_its_kind(client, login, letter, book, lurah):
    said = {"what": "sign", "letters": str(letter.id), "pin": "481937", "token": str(uuid7())}
    lurah.post("/kantor/menunggu/", said)
    Letter.objects.update(kind="jenis_lama")
    assert "jenis_lama" in client.get(f"/periksa/{letter.code}").content.decode()
    assert "jenis_lama" in login("rini").get("/kantor/surat/").content.decode()
    assert "jenis_lama" in login("rini").get(f"/kantor/register/{book.id}/").content.decode()
    page = login("rini").get(f"/kantor/surat/{letter.id}/").content.decode()
    assert "jenis_lama" in page and "tidak ada lagi di katalog" in page
    printed = login("rini").get(f"/kantor/surat/{letter.id}/cetak-a4.pdf")
    assert printed.status_code == 409 and "katalog" in printed.content.decode()


def test_the_nik_is_shown_but_for_four_digits_as_with_the_request(login, letter, now):
    page = login("rini").get(f"/kantor/surat/{letter.id}/").content.decode()
    assert ANSWERS["nik"] not in page and f"•{ANSWERS['nik'][-4:]}" in page
