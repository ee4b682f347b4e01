"""The door of /rt/: opened by a preview, forwarded, guessed, revoked, expired; and what every answer says of itself."""

from datetime import date, timedelta

import pytest
from django.test import Client, override_settings

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.mobilisation import answers, links
from siip.people import offices
from siip.web.rt.link import COOKIE, SCRIPT, TITLES
from siip.web.ui.style import source_hash
from tests.cast import AT

ENTER = "/rt/masuk/"
GUESSES = ("7KQ2M9TD", "7KQ3M9TD", "8KQ2M9TD")


def text(page):
    return page.content.decode()


def enter(token="", code="", event="", **said):
    return Client().post(ENTER, {"t": token, "kode": code, "kegiatan": event}, **said)


@pytest.fixture
def link(linked, yusuf):
    return linked(yusuf)


def test_a_preview_bot_that_opens_it_five_times_changes_and_sees_nothing(link, yusuf):
    before = Entry.objects.count()
    for _ in range(5):
        page = Client(headers={"user-agent": "WhatsApp/2.23"}).get("/rt/")
        assert page.status_code == 200 and not page.cookies
        assert not any(word in text(page) for word in ("Yusuf", "07a", "Panjaitan"))
    assert Entry.objects.count() == before
    assert enter(links.token(link)).status_code == 303


def test_a_link_opens_by_its_script_and_leaves_a_cookie_for_this_page_only(link):
    page = enter(links.token(link))
    assert (page.status_code, page["Location"]) == (303, "/rt/")
    cookie = page.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/rt/", True, "Lax")
    assert not cookie["secure"]


@override_settings(SECURE=True)
def test_the_cookie_is_secure_under_https(link):
    assert enter(links.token(link)).cookies[COOKIE]["secure"]


def test_the_short_code_opens_the_same_page_without_a_script(link):
    client = Client()
    page = client.post(ENTER, {"kode": links.code(link).lower()}, follow=True)
    assert "Jumat Bersih" in text(page) and "Yusuf" in text(page)


# The link of a message carries its event in the path


def test_a_preview_of_a_message_sees_the_door_and_not_whether_there_is_such_an_event(link, event):
    before = Entry.objects.count()
    nobodys = uuid7()
    pages = [Client(headers={"user-agent": "WhatsApp/2.23"}).get(f"/rt/{one}/") for one in (event.pk, nobodys)]
    assert [page.status_code for page in pages] == [200, 200] and not any(page.cookies for page in pages)
    assert text(pages[0]).replace(str(event.pk), str(nobodys)) == text(pages[1])
    assert "Undangan ketua RT dan RW" in text(pages[0]) and SCRIPT in text(pages[0])
    assert not any(word in text(pages[0]) for word in ("Yusuf", "07a", "Panjaitan"))
    assert Entry.objects.count() == before


@pytest.mark.parametrize("by", ["token", "code"])
def test_link_and_code_lead_from_the_door_of_an_event_to_that_event(link, event, by):
    said = {"token": links.token(link)} if by == "token" else {"code": links.code(link)}
    page = enter(event=str(event.pk), **said)
    assert (page.status_code, page["Location"]) == (303, f"/rt/{event.pk}/")


def test_a_mistyped_code_and_a_closed_link_keep_the_event(link, event, rini):
    field = f'name="kegiatan" value="{event.pk}"'
    assert field in text(Client().get(f"/rt/{event.pk}/"))
    assert field in text(enter(code="7KQ2", event=str(event.pk)))
    links.revoke_link(link.pk, by=rini, at=AT, id=uuid7())
    page = enter(links.token(link), event=str(event.pk))
    assert page.status_code == 410 and field in text(page)


@pytest.mark.parametrize("no_event", ["", "x", "//siip.example/", "1" * 3000])
def test_what_is_no_event_leads_to_the_nearest(link, no_event):
    assert enter(links.token(link), event=no_event)["Location"] == "/rt/"


def test_a_forwarded_link_opens_on_another_telephone_and_knows_nothing_but_the_name(link, phone, yusuf, cast):
    page = text(phone(yusuf).get("/rt/"))
    assert "Yusuf" in page
    hidden = ("0812", "62812", "Ruslan", "Hasan", links.token(link), links.code(link), str(yusuf.person_id), "NIP")
    assert [word for word in hidden if word in page] == []


def test_a_guessed_token_and_code_are_not_known(link):
    for said in ({"token": "7" * 26}, {"code": "7KQ2 M9TD"}):
        page = enter(**said)
        assert page.status_code == 404 and TITLES["link-unknown"] in text(page)


def test_a_code_is_tried_ten_times_an_hour_from_one_address(link, now):
    codes = ["7KQ2M9TD", "8KQ2M9TD", "9KQ2M9TD"]
    assert [enter(code=codes[n % 3]).status_code for n in range(11)] == [404] * 10 + [429]
    page = enter(code=links.code(link))
    assert page.status_code == 429 and int(page["Retry-After"]) <= 3600
    assert enter(links.token(link)).status_code == 303, "the link itself opens all the same"
    now.shift(timedelta(hours=1))
    assert enter(code=links.code(link)).status_code == 303


def test_the_beginning_of_a_code_is_tried_ten_times_from_all_addresses(link):
    said = [enter(code="7KQ2M9TD", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(11)]
    assert said == [404] * 10 + [429]
    assert enter(code="8KQ2M9TD", REMOTE_ADDR="192.0.2.99").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Kode belum diisi"), ("7KQ2", "Yang Anda ketik 4."), ("7KQ2M9TU", "huruf yang tidak dipakai"),
        ("x" * 3000, "Yang Anda ketik 3000."),
    ],
)  # fmt: skip
def test_what_is_no_code_is_said_and_counted_nowhere(cast, typed, said):
    for _ in range(12):
        page = enter(code=typed)
        assert page.status_code == 422 and said in text(page)


def test_a_revoked_link_says_so_and_the_telephone_forgets_it(link, phone, yusuf, rini):
    client = phone(yusuf)
    links.revoke_link(link.pk, by=rini, at=AT, id=uuid7())
    for page in (client.get("/rt/"), enter(links.token(link)), enter(code=links.code(link))):
        assert page.status_code == 410 and TITLES["link-revoked"] in text(page)
    assert client.cookies[COOKIE].value == ""


def test_a_replaced_link_leads_to_the_newest_message(link, rini):
    links.renew_link(link.pk, by=rini, at=AT, id=uuid7())
    page = enter(links.token(link))
    assert page.status_code == 410 and TITLES["link-renewed"] in text(page) and "pesan terbaru" in text(page)


def test_a_link_ends_with_the_office(link, phone, yusuf, dewi, now):
    client = phone(yusuf)
    offices.end_holding(yusuf.pk, last_on=date(2026, 11, 24), by=dewi, at=AT, id=uuid7())
    assert client.get("/rt/").status_code == 200
    now.shift(timedelta(days=1))
    page = client.get("/rt/")
    assert page.status_code == 410 and TITLES["link-ended"] in text(page)


def test_every_closed_page_offers_the_field_for_a_code(link):
    assert 'name="kode"' in text(enter("7" * 26))


def test_a_telephone_can_be_left(phone, yusuf, event):
    client = phone(yusuf)
    page = client.post("/rt/keluar/", follow=True)
    assert "Undangan ketua RT dan RW" in text(page)
    assert "Undangan ketua RT dan RW" in text(client.get(f"/rt/{event.pk}/"))


def test_without_a_link_nothing_but_the_door_is_shown(event):
    shown, sent, no_page = Client().get(f"/rt/{event.pk}/"), Client().post(f"/rt/{event.pk}/"), Client().get("/rt/x/")
    assert [page.status_code for page in (shown, sent, no_page)] == [200, 403, 404]
    assert not any("Panjaitan" in text(page) for page in (shown, sent, no_page))
    assert Client().get(f"/rt/{event.pk}/undangan.png").status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_posts_here(link, phone, yusuf, event, site):
    foreign = {"headers": {"sec-fetch-site": site}}
    assert enter(links.token(link), **foreign).status_code == 403
    client = phone(yusuf)
    said = {"token": str(uuid7()), "coming": "yes", "heads": "5"}
    assert client.post(f"/rt/{event.pk}/", said, **foreign).status_code == 403
    assert answers.answer_of(event, yusuf) is None


# What every answer says of itself


def test_every_answer_is_kept_and_listed_nowhere_and_tells_no_other_host(link, phone, yusuf, event):
    client = phone(yusuf)
    pages = [Client().get("/rt/"), enter("7" * 26), client.get("/rt/"), client.get(f"/rt/{event.pk}/"), enter(code="x")]
    for page in pages:
        assert page["Cache-Control"] == "no-store"
        assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
        assert '<meta name="robots" content="noindex">' in text(page)


def test_the_script_runs_at_the_door_and_on_no_other_page(link, phone, yusuf, event, client):
    allowed = source_hash(SCRIPT)
    door = Client().get("/rt/")
    assert f"<script>{SCRIPT}</script>" in text(door) and f"script-src {allowed}" in door["Content-Security-Policy"]
    assert len(SCRIPT) < 1024
    head = phone(yusuf)
    others = [head.get("/rt/"), head.get(f"/rt/{event.pk}/"), enter("7" * 26), client.get("/"), client.get("/jadwal/")]
    for page in others:
        assert "<script" not in text(page) and "script-src" not in page["Content-Security-Policy"]


def test_opening_asks_for_the_right_way(cast):
    assert Client().get(ENTER).status_code == 405
    assert Client().post("/rt/").status_code == 405
    assert Client().head("/rt/").content == b""
