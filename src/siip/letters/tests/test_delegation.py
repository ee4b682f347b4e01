"""Who signs when the lurah is away: a.n., u.b., Plt. and Plh., and what then stands on the letter."""

from dataclasses import replace

import pytest

from siip.letters import letters, texts
from siip.letters.models import Letter
from siip.letters.tests.conftest import ANSWERS, refused
from siip.people.models import Holding, Office
from tests.cast import AT


def signature(letter):
    return texts.frozen_text(Letter.objects.get(pk=letter.pk))["signature"]


def test_the_lurah_signs_himself(approved):
    letter = approved()
    assert (letter.capacity, signature(letter)["capacity"], signature(letter)["own"]) == ("langsung", "langsung", "")


def test_the_seklur_signs_in_his_name_without_initialling_for_himself(cast, draft, do, book):
    letter = draft()
    do("paraf_letter", letter, "agus")
    letter = do("sign_letter", letter, "nyimas")
    said = signature(letter)
    assert (letter.state, letter.capacity, letter.holding.person) == ("approved", "an", cast.people["nyimas"])
    assert (said["office"], said["own"]) == (letter.office.title, cast.offices["nyimas"].title)


def test_the_kasi_signs_through_the_seklur(cast, draft, do, book):
    letter = do("sign_letter", draft(), "agus")
    said = signature(letter)
    assert (letter.capacity, said["through"]) == ("ub", cast.offices["nyimas"].title)
    assert said["own"] == cast.offices["agus"].title


@pytest.mark.parametrize("capacity", ["plt", "plh"])
def test_whoever_acts_as_lurah_signs_as_such(cast, draft, do, book, capacity):
    letter = draft(in_field=True)
    Holding.objects.filter(pk=cast.holdings["hendra"].pk).update(capacity=capacity, until_on=AT.date())
    letter = do("sign_letter", letter, "hendra")
    assert (letter.capacity, signature(letter)["capacity"]) == (capacity, capacity)


def test_who_acts_in_the_deputys_office_says_so(cast, draft, do, book):
    letter = draft(in_field=True)
    Holding.objects.filter(pk=cast.holdings["nyimas"].pk).update(capacity="plt", until_on=AT.date())
    letter = do("sign_letter", letter, "nyimas")
    assert signature(letter)["own"] == f"Plt. {cast.offices['nyimas'].title}"


def test_a_vacant_office_initials_nothing(cast, draft):
    Holding.objects.filter(pk=cast.holdings["agus"].pk).delete()
    assert [link["office"] for link in draft().chain] == ["petugas_loket", "seklur", "lurah"]


def test_an_office_that_only_the_maker_holds_initials_nothing(cast, draft, do):
    """Rini keeps the counter and is the only kasi: she may not initial her own letter."""
    Holding.objects.filter(pk=cast.holdings["agus"].pk).update(person=cast.people["rini"])
    letter = draft()
    assert [link["office"] for link in letter.chain] == ["petugas_loket", "seklur", "lurah"]
    assert do("paraf_letter", letter, "nyimas").waits_for == "lurah"


def test_an_office_no_longer_held_has_no_turn(cast, draft, do):
    letter = draft()
    by = cast.actor("agus")
    Holding.objects.filter(pk=cast.holdings["agus"].pk).update(until_on=AT.date().replace(day=1))
    call = lambda: letters.paraf_letter(letter.id, by=by, at=AT, id=letter.id)  # noqa: E731
    assert refused(call) == "not-your-turn"


def test_who_is_nobody_has_no_turn(cast, draft):
    letter, by = draft(), replace(cast.actor("agus"), person=None)
    assert refused(lambda: letters.paraf_letter(letter.id, by=by, at=AT, id=letter.id)) == "not-your-turn"
    assert letters.waiting_for(by=by, at=AT) == []


def test_u_b_names_the_office_between_even_when_nobody_holds_it(cast, draft, do, book):
    letter = draft(in_field=True)
    Holding.objects.filter(pk=cast.holdings["nyimas"].pk).delete()
    assert signature(do("sign_letter", letter, "agus"))["through"] == cast.offices["nyimas"].title


def test_u_b_without_such_an_office_names_its_kind(cast, draft, do, book):
    letter = draft(in_field=True)
    Holding.objects.filter(pk=cast.holdings["nyimas"].pk).delete()
    Office.objects.filter(pk=cast.offices["nyimas"].pk).update(kind="kasi_kecamatan")
    assert signature(do("sign_letter", letter, "agus"))["through"] == "Sekretaris Kelurahan"


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("rini", {"revise", "void"}),
        ("agus", {"paraf", "return", "sign"}),
        ("nyimas", set()),
        ("hendra", {"void"}),
        ("zul", set()),
    ],
)
def test_a_button_asks_what_the_act_will_ask(cast, draft, who, acts):
    letter, by = draft(), cast.actor(who)
    assert {act for act in letters.RIGHT_OF if letters.may(letter, act, by=by, at=AT)} == acts


def test_what_was_said_for_a_letter_is_read_back(draft):
    assert letters.answers(draft()) == ANSWERS
