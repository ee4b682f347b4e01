"""The list and the page of a request, and what the clerk does there after it was taken."""

import pytest

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.letters import letters
from siip.letters.models import Letter
from siip.services import requests
from siip.services.models import Request
from siip.services.tests.conftest import ANSWERS, CHILD, NIK, PAPERS, advance, event, rini, take, yuli  # noqa: F401
from siip.web.console.tests.test_log_in import text
from siip.web.console.tests.test_requests import LIST, clerk, now, post, typed  # noqa: F401
from tests.cast import AT

pytestmark = pytest.mark.django_db


# What is done with it


def test_papers_shown_later_make_the_letter(clerk, take):  # noqa: F811
    row = take(PAPERS[:2])
    path = f"{LIST}{row.pk}/berkas/"
    assert "Kartu Keluarga" in text(clerk.get(path)) and "KTP-el asli" not in text(clerk.get(path))
    assert post(clerk, path).status_code == 422
    assert post(clerk, path, berkas_kk="on")["Location"] == f"{LIST}{row.pk}/"
    assert Request.objects.get().state == "drafted"


def test_what_was_returned_is_corrected(clerk, take, cast):  # noqa: F811
    row = take(applicant=CHILD)
    letters.return_letter(row.letter_id, reason="RT keliru", by=cast.actor("agus"), at=AT, id=uuid7())
    assert "RT keliru" in text(clerk.get(f"{LIST}{row.pk}/"))
    path = f"{LIST}{row.pk}/perbaiki/"
    body = clerk.get(path).content.decode()
    assert "RT keliru" in body and 'value="Muhammad Rizki"' in body and NIK in body and 'value="17-8-1985"' in body
    said = {**typed(""), "isi_rt": "08"}
    said.pop("token")
    refused = post(clerk, path, **{**said, "isi_nama": ""})
    assert refused.status_code == 422 and 'value="08"' in refused.content.decode()
    assert post(clerk, path, **said).status_code == 302
    assert Letter.objects.get().subject_rt == "08/02"


def test_a_request_is_cancelled_with_a_reason(clerk, take):  # noqa: F811
    row = take()
    path = f"{LIST}{row.pk}/batal/"
    assert post(clerk, path, reason="").status_code == 422
    refused = post(clerk, path, reason=f"salah NIK {NIK}")
    assert refused.status_code == 422 and "seperti NIK" in text(refused)
    assert post(clerk, path, reason="pemohon tidak jadi").status_code == 302
    page = text(clerk.get(f"{LIST}{row.pk}/"))
    assert "Dibatalkan" in page and "pemohon tidak jadi" in page
    assert Letter.objects.get().state == "void"


def test_what_waits_for_print_leads_to_its_letter_first(clerk, take, advance):  # noqa: F811
    row = take()
    assert f'class="btn quiet" href="/kantor/surat/{row.letter_id}/"' in clerk.get(f"{LIST}{row.pk}/").content.decode()
    advance(row, "numbered")
    assert f'class="btn" href="/kantor/surat/{row.letter_id}/"' in clerk.get(f"{LIST}{row.pk}/").content.decode()


def test_a_signed_letter_is_handed_over(clerk, take, advance):  # noqa: F811
    row = take(applicant=CHILD)
    path = f"{LIST}{row.pk}/serah/"
    early = post(clerk, path, receiver="Siti")
    assert early.status_code == 422 and "belum ditandatangani" in text(early)
    advance(row, "signed")
    assert 'value="Muhammad Rizki"' in clerk.get(path).content.decode()
    assert post(clerk, path, receiver="Muhammad Rizki", relation="anak").status_code == 302
    page = text(clerk.get(f"{LIST}{row.pk}/"))
    assert "Diserahkan kepada Muhammad Rizki" in page
    assert Entry.objects.filter(act="services.hand_over").count() == 1


def test_the_page_of_a_request_masks_its_nik(clerk, take):  # noqa: F811
    page = clerk.get(f"{LIST}{take().pk}/")
    assert NIK not in page.content.decode() and "••••••••••••0001" in text(page)
    assert f"/kantor/surat/{Request.objects.get().letter_id}/" in page.content.decode()


def test_a_request_out_of_reach_is_not_there(login, take):  # noqa: F811
    row = take()
    client = login("zul")
    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    assert "Siti" not in text(client.get(LIST))


# The list


def test_the_list_is_filtered_by_stage_and_place(clerk, take, cast):  # noqa: F811
    take(())
    take(nama="Budi Santoso")
    page = text(clerk.get(LIST))
    assert "2 permohonan berjalan" in page and "Menunggu berkas" in page and "Menunggu Kasi" in page
    papers = text(clerk.get(f"{LIST}?keadaan=papers"))
    assert "Siti Maryam" in papers and "Budi Santoso" not in papers
    assert "Menunggu berkas (1)" in papers and "Menunggu Kasi (1)" not in papers
    take(nama="Zubaidah", kelurahan="16/71/14/1001/")
    elsewhere = text(clerk.get(f"{LIST}?kelurahan={cast.place('16/71/14/1001/').pk}"))
    assert "Zubaidah" in elsewhere and "Siti Maryam" not in elsewhere
    assert "Tidak ada permohonan dengan keadaan ini" in text(clerk.get(f"{LIST}?keadaan=pen"))


def test_what_is_done_stands_under_its_own_filter(clerk, take, rini):  # noqa: F811
    row = take(())
    requests.cancel_request(row.id, reason="tidak jadi", by=rini, at=AT, id=uuid7())
    assert "Belum ada permohonan" in text(clerk.get(LIST))
    assert "1 permohonan selesai" in text(clerk.get(f"{LIST}?keadaan=done"))


def test_somebody_is_searched_by_name(clerk, take):  # noqa: F811
    take()
    assert "1 permohonan ditemukan" in text(clerk.post(LIST, {"cari": "maryam"}))
    assert "Tidak ada nama seperti itu" in text(clerk.post(LIST, {"cari": "zulaikha"}))
    refused = clerk.post(LIST, {"cari": "a"})
    assert refused.status_code == 422 and 'value="a"' in refused.content.decode()
