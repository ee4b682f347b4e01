"""Is it ready: by the code of a promise slip a state, a day and an office; neither name nor kind of letter."""

import secrets
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from siip.kernel.drawing import code_groups
from siip.kernel.ids import uuid7
from siip.services import requests, slips
from siip.services.intake import Shown
from siip.services.models import Request
from siip.services.rules import slips as rules
from siip.services.tests.conftest import PAPERS, advance, new_code, rini, take  # noqa: F401
from siip.web.public import check, limits
from siip.web.public.tests.conftest import weight
from siip.web.public.tests.test_check import title
from tests.cast import AT, PLAJU_ILIR

pytestmark = pytest.mark.django_db
UNKNOWN = "/periksa/" + "7" * 30
MONDAY = date(2026, 11, 30)
AT_OFFICE = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)


@pytest.fixture
def promised(take, rini):  # noqa: F811
    """A request whose paper of the RT is missing, and the code that its applicant took home."""
    row = take(papers=PAPERS[1:])
    code = rules.code_from(secrets.token_bytes(rules.BYTES))
    return slips.carry_over(
        row.id, reason="papers", due_on=MONDAY, place=PLAJU_ILIR, code=code, by=rini, at=AT, id=uuid7()
    )  # fmt: skip


def finish(row, rini, advance, *, until):  # noqa: F811
    """As far as one of the states."""
    if until == "papers":
        return
    if until == "stopped":
        requests.cancel_request(row.id, reason="tidak jadi", by=rini, at=AT, id=uuid7())
        return
    said = [Shown("pengantar_rt", "Ruslan")]
    requests.show_papers(row.id, said, code=new_code(), by=rini, at=AT_OFFICE, id=uuid7())
    if until != "working":
        advance(Request.objects.select_related("letter").get(pk=row.pk), "signed", AT_OFFICE)
    if until == "handed":
        requests.hand_over(row.id, receiver="Siti Maryam", by=rini, at=AT_OFFICE, id=uuid7())


@pytest.fixture(params=list(check.PROMISED))
def page(request, client, promised, rini, advance, now):  # noqa: F811
    """The answer in each state."""
    finish(promised, rini, advance, until=request.param)
    now.move_to(AT_OFFICE)
    answer = client.get(f"/periksa/{promised.slip.code}")
    answer.state = request.param
    return answer


def test_each_state_has_its_words(page):
    meaning, said, *_ = check.PROMISED[page.state]
    assert page.status_code == 200 and title(page) == said
    assert f'class="card verdict {meaning}"' in page.content.decode()


def test_every_state_is_one_of_the_rules():
    known = {rules.WORKING, rules.PAPERS, rules.READY, rules.HANDED, rules.STOPPED}
    assert set(check.PROMISED) == known


def test_it_tells_day_and_office_and_nothing_of_the_person(page):
    text = page.content.decode()
    assert "Senin, 30 November 2026" in text and "Kantor Kelurahan Plaju Ilir, Jalan DI Panjaitan" in text
    hidden = ("Siti", "Maryam", "S***", "1671145708850001", "Domisili", "rekening", "RT 07", "07/02", "Ruslan")
    assert [word for word in hidden if word in text] == []


def test_a_real_day_is_told_once_it_has_come(page):
    told = {"ready": "Siap sejak Senin, 30 November 2026", "handed": "Diserahkan Senin, 30 November 2026"}
    assert told.get(page.state, "Dijanjikan") in page.content.decode()


def test_it_weighs_at_most_5_kb_and_is_kept_by_nobody(page):
    assert weight(page) <= 5 * 1024
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_the_card_in_a_chat_tells_no_state(page):
    cards = [line for line in page.content.decode().splitlines() if "og:" in line]
    assert cards and not any(check.PROMISED[page.state][1] in line or "30 November" in line for line in cards)


def test_the_code_is_read_as_people_type_it(client, promised):
    typed = "-".join(code_groups(promised.slip.code)).lower().replace("0", "o").replace("1", "l")
    assert client.post("/periksa/", {"kode": f" {typed} "}).url == f"/periksa/{promised.slip.code}"
    assert client.get(f"/periksa/{promised.slip.code}/").status_code == 200


def test_an_unknown_one_gets_the_bytes_of_every_unknown_code(client, promised):
    one, other = client.get(UNKNOWN), client.get("/periksa/" + "7" * 12)
    assert one.content == other.content and dict(one.headers) == dict(other.headers)


def test_codes_of_slips_have_the_limit_of_codes_of_letters(client, promised):
    cache.clear()
    address = f"/periksa/{promised.slip.code}"
    answers = [client.get(address).status_code for _ in range(limits.CHECKS.one + 1)]
    assert answers[-1] == 429 and set(answers[:-1]) == {200}
    assert client.get(UNKNOWN).status_code == 429
    cache.clear()


def test_a_day_is_told_on_the_clock_of_its_office(client, promised, rini, advance, now):  # noqa: F811
    late = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)  # Tuesday, 00.30 WIB
    said = [Shown("pengantar_rt", "Ruslan")]
    requests.show_papers(promised.id, said, code=new_code(), by=rini, at=AT_OFFICE, id=uuid7())
    advance(Request.objects.select_related("letter").get(pk=promised.pk), "signed", late)
    now.move_to(late)
    assert "Siap sejak Selasa, 1 Desember 2026" in client.get(f"/periksa/{promised.slip.code}").content.decode()
