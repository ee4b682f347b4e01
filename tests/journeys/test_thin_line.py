"""One letter through the pages, from the request to the stranger who checks it; nothing but HTTP."""

import io
import re

import pypdf
import pytest
import time_machine

from siip.kernel import journal
from siip.kernel.ids import uuid7
from siip.letters import registers
from siip.letters.models import Letter
from siip.people import pins
from siip.services.models import Request
from siip.services.tests.conftest import ANSWERS, event, rini  # noqa: F401
from siip.web.console.enrolled import KEY
from siip.web.console.tests.test_requests import NEW, hidden, token_of, typed
from tests.cast import AT, PATTERN, ident

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(cast):
    return registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode="siip", after=117,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip


def lurah_at_work(cast, login):
    """Pak Lurah, with a PIN, in a browser that is enrolled at his office."""
    pins.set_pin(
        account_id=cast.accounts["hendra"].pk, pin="481937", recent_login=True, by=cast.actor("hendra"), at=AT,
        id=uuid7(),
    )  # fmt: skip
    client = login("hendra")
    session = client.session
    session[KEY] = str(ident("enrolment", "hendra"))
    session.save()
    return client


def press(client, page, button):
    """Press the one button of a form on a page, by the end of the form's address."""
    action = re.search(rf'action="([^"]*{button}/)"', page.content.decode())[1]
    return client.post(action, {"token": token_of(page)})


def test_a_letter_from_the_street_to_the_bank(login, client, cast, book, event):  # noqa: F811
    with time_machine.travel(event.starts_at, tick=False):
        clerk, lurah = login("rini"), lurah_at_work(cast, login)
        address = f"{NEW}?layanan=domisili_orang&tempat=kegiatan-{event.pk}"
        check = clerk.post(address, typed(token_of(clerk.get(address)), langkah="periksa"))
        assert clerk.post(address, hidden(check) | {"langkah": "simpan"}).status_code == 302
        letter = Letter.objects.get()
        assert (letter.in_field, letter.state) == (True, "chain")

        if letter.waits_for != "lurah":  # a chain with paraf in the field as well
            for who in ("agus", "nyimas"):
                page = login(who).get(f"/kantor/surat/{letter.id}/")
                if 'paraf/"' in page.content.decode():
                    press(login(who), page, "paraf")
        page = lurah.get("/kantor/menunggu/")
        assert ANSWERS["nama"] in page.content.decode()
        said = {"what": "sign", "letters": str(letter.id), "pin": "481937", "token": str(uuid7())}
        assert lurah.post("/kantor/menunggu/", said).status_code == 302

        paper = clerk.get(f"/kantor/surat/{letter.id}/cetak-a4.pdf")
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
        letter.refresh_from_db()
        assert letter.number.split("/")[1] == "118" and letter.number in text and ANSWERS["nama"] in text
        assert "belum selesai" in client.get(f"/periksa/{letter.code}").content.decode()

        press(clerk, clerk.get(f"/kantor/surat/{letter.id}/"), "sudah-ditandatangani")
        row = Request.objects.get()
        hand_over = f"/kantor/permohonan/{row.id}/serah/"
        given = {"token": token_of(clerk.get(hand_over)), "receiver": ANSWERS["nama"], "relation": ""}
        assert clerk.post(hand_over, given).status_code == 302
        row.refresh_from_db()
        assert row.state == "handed"

        stranger = client.get(f"/periksa/{letter.code}").content.decode()
        assert "tercatat dan berlaku" in stranger and ANSWERS["nama"] not in stranger

    assert list(journal.faults()) == []
