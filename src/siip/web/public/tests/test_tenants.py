"""Two kecamatan in one database: no public page of one shows anything of the other; a letter is checked anywhere."""

from datetime import time

import pytest

from siip.web.public import check
from siip.web.public.tests import stage
from siip.web.public.tests.test_frame import OTHERS, PAGES, UNKNOWN
from tests.asking import without_nonces
from tests.cast import OTHER, OTHER_KELURAHAN

OURS, THEIRS = {"host": "plaju.test"}, {"host": "other.test"}


@pytest.fixture
def cast(two_kecamatan):
    return two_kecamatan


@pytest.fixture
def both(cast):
    stage.plan(cast)
    stage.plan(
        cast, who="wati", kecamatan=OTHER, kelurahan=OTHER_KELURAHAN, street="Jalan Mastrip", starts=time(6),
        gathering="Balai RW 01", bring="Karung goni", rts=(OTHER_KELURAHAN + "01/01/",), services=("kia",),
    )  # fmt: skip


THEIR_WORDS = ("Mastrip", "Surabaya", "Karang", "Balai RW", "goni", "06.00", "other.test")
OUR_WORDS = ("Panjaitan", "Palembang", "Plaju", "Depan Kantor", "cangkul", "07.00", "plaju.test")


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_a_page_shows_nothing_of_the_other_kecamatan(client, both, address):
    # A picture is no text; what can be read of it is looked at all the same.
    ours, theirs = (client.get(address, headers=host).content.decode(errors="replace") for host in (OURS, THEIRS))
    # SIIP itself was born in Plaju: the page about it says so everywhere.
    ours_hidden = [] if address == "/tentang/" else [word for word in OUR_WORDS if word in theirs]
    assert [word for word in THEIR_WORDS if word in ours] == [] and ours_hidden == []


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_what_the_other_one_plans_changes_no_byte(client, cast, address):
    before = without_nonces(client.get(address, headers=OURS).content)
    stage.plan(cast, who="wati", kecamatan=OTHER, kelurahan=OTHER_KELURAHAN, street="Jalan Mastrip", rts=())
    assert without_nonces(client.get(address, headers=OURS).content) == before


def test_each_has_its_own_friday_and_its_own_address(client, both):
    ours, theirs = (client.get("/", headers=host).content.decode() for host in (OURS, THEIRS))
    assert "Jalan DI Panjaitan" in ours and "http%3A//plaju.test/" in ours
    assert "Jalan Mastrip" in theirs and "http%3A//other.test/" in theirs


@pytest.mark.parametrize("host", ["plaju.test", "other.test", "siip.test"])
def test_a_letter_is_told_at_every_host_with_the_office_that_issued_it(client, desk, host):
    letter = desk.letter("valid")
    page = client.get(f"/periksa/{letter.code}", headers={"host": host})
    assert page.status_code == 200
    assert check.SAID["valid"][1] in page.content.decode() and "Lurah Plaju Ilir" in page.content.decode()


def test_an_address_that_is_nobodys_lists_the_kecamatan_but_for_checking(client, cast):
    host = {"host": "siip.test"}
    assert client.get("/jadwal/", headers=host).status_code == 421
    assert client.get("/periksa/", headers=host).status_code == 200
    assert client.get(UNKNOWN, headers=host).status_code == 200
    assert client.post("/periksa/", {"kode": "7" * 30}, headers=host).url == UNKNOWN
