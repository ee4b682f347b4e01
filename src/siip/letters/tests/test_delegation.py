"""Who signs when the lurah is away: a.n., u.b., Plt. and Plh., and what then stands on the letter."""

from dataclasses import replace
from datetime import timedelta

import pytest

from siip.kernel.ids import uuid7
from siip.letters import letters, texts, waiting
from siip.letters.models import Letter
from siip.letters.tests.conftest import ANSWERS, refused
from siip.people import mandates
from siip.people.models import Holding, Office
from tests.cast import AT

TODAY = AT.date()


@pytest.fixture
def mandate(cast):
    """`mandate("nyimas")` lets an office sign in the lurah's name for this week; the pengelola enters the memo."""

    def give(to, days=6, **said):
        return mandates.give_mandate(
            office_id=cast.offices["hendra"].id, deputy_id=cast.offices[to].id,
            **{"from_on": TODAY, "until_on": TODAY + timedelta(days=days), "ground": "Nota dinas 800/12/PLI/2026",
               "ground_on": TODAY, "by": cast.actor("dewi"), "at": AT, "id": uuid7(), **said},
        )  # fmt: skip

    return give


def signature(letter):
    return texts.frozen_text(Letter.objects.get(pk=letter.pk))["signature"]


def test_the_lurah_signs_himself(approved):
    letter = approved()
    assert (letter.capacity, signature(letter)["capacity"], signature(letter)["own"]) == ("langsung", "langsung", "")


def test_the_seklur_signs_in_his_name_without_initialling_for_himself(cast, draft, do, book, mandate):
    given, letter = mandate("nyimas"), draft()
    do("paraf_letter", letter, "agus")
    letter = do("sign_letter", letter, "nyimas")
    said = signature(letter)
    assert (letter.state, letter.capacity, letter.holding.person) == ("approved", "an", cast.people["nyimas"])
    assert (said["office"], said["own"]) == (letter.office.title, cast.offices["nyimas"].title)
    assert (letter.mandate, given.giver) == (given, cast.holdings["hendra"])


def test_without_a_mandate_nobody_signs_in_his_name(cast, draft, do, book):
    letter = draft(in_field=True)
    assert refused(lambda: do("sign_letter", letter, "nyimas")) == "no-mandate"
    assert refused(lambda: do("return_letter", letter, "nyimas", reason="Salah")) == "no-mandate"
    assert waiting.in_name_of_others(by=cast.actor("nyimas"), at=AT) == []


def test_the_mandate_of_one_office_is_not_another_ones(draft, do, book, mandate):
    mandate("nyimas")
    letter = draft(in_field=True)
    assert refused(lambda: do("sign_letter", letter, "agus")) == "no-mandate"


@pytest.mark.parametrize("days", [-1, 7])
def test_a_mandate_holds_on_its_days_only(cast, draft, book, mandate, days):
    mandate("nyimas")
    letter, at = draft(in_field=True), AT + timedelta(days=days)
    sign = lambda: letters.sign_letter(  # noqa: E731
        letter.id, proof=cast.proof("nyimas", at), by=cast.actor("nyimas", at), at=at, id=uuid7()
    )
    assert refused(sign) == "no-mandate"
    assert waiting.in_name_of_others(by=cast.actor("nyimas", at), at=at) == []


def test_a_mandate_that_was_taken_back_signs_nothing_more(cast, draft, do, book, mandate):
    mandates.end_mandate(mandate("nyimas").id, by=cast.actor("hendra"), at=AT, id=uuid7())
    letter = draft(in_field=True)
    assert refused(lambda: do("sign_letter", letter, "nyimas")) == "no-mandate"


def test_who_made_a_letter_signs_it_in_nobodys_name(cast, draft, do, book, mandate):
    """Rini keeps the counter and acts as seklur this week."""
    mandate("nyimas")
    letter = draft(in_field=True)
    Holding.objects.filter(pk=cast.holdings["nyimas"].pk).update(person=cast.people["rini"])
    sign = lambda: letters.sign_letter(  # noqa: E731
        letter.id, proof=replace(cast.proof("nyimas"), account=cast.accounts["rini"].pk), by=cast.actor("rini"),
        at=AT, id=uuid7(),
    )  # fmt: skip
    assert refused(sign) == "maker"
    assert waiting.in_name_of_others(by=cast.actor("rini"), at=AT) == []


def test_who_is_acting_lurah_and_seklur_signs_as_acting_lurah(cast, draft, do, book, mandate):
    mandate("nyimas")
    letter = draft(in_field=True)
    week = {"capacity": "plh", "from_on": TODAY, "until_on": TODAY}
    Holding.objects.create(id=uuid7(), office=cast.offices["hendra"], person=cast.people["nyimas"], **week)
    letter = do("sign_letter", letter, "nyimas")
    assert (letter.capacity, letter.mandate) == ("plh", None)


def test_a_list_is_signed_in_his_name_with_one_pin_and_he_sees_it_afterwards(cast, draft, book, mandate):
    given, ids = mandate("nyimas"), sorted(draft(n, in_field=True).id for n in (1, 2))
    seklur, lurah = cast.actor("nyimas"), cast.actor("hendra")
    asked = waiting.in_name_of_others(by=seklur, at=AT)
    assert [(one.letter.id, one.mandate, one.seat.signing.capacity) for one in asked] == [
        (id, given, "an") for id in ids
    ]
    letters.sign_and_number(ids, proof=cast.proof("nyimas"), by=seklur, at=AT, id=uuid7())
    seen = waiting.signed_in_name(by=lurah, at=AT, since=TODAY)
    assert {(one.id, one.holding.person, one.mandate) for one in seen} == {
        (id, cast.people["nyimas"], given) for id in ids
    }
    assert waiting.signed_count(by=lurah, at=AT, since=TODAY) == 2
    assert waiting.signed_count(by=lurah, at=AT, since=TODAY + timedelta(days=1)) == 0
    assert waiting.counted_by_mandate([given.id]) == {given.id: 2}
    assert waiting.signed_in_name(by=seklur, at=AT, since=TODAY) == []
    assert waiting.signed_in_name(by=cast.actor("zul"), at=AT, since=TODAY) == []


def test_a_long_list_takes_no_more_questions_than_a_short_one(cast, draft, mandate, django_assert_num_queries):
    mandate("nyimas")
    draft(1, in_field=True)
    by = cast.actor("nyimas")
    for n in (2, 3):
        with django_assert_num_queries(4):
            assert len(waiting.in_name_of_others(by=by, at=AT)) == n - 1
        draft(n, in_field=True)
    lurah = cast.actor("hendra")
    with django_assert_num_queries(2):
        assert waiting.waiting_count(by=lurah, at=AT) == 3


def test_a_deputys_own_paraf_does_not_ask_him_to_sign_twice(cast, draft, do, mandate):
    mandate("nyimas")
    letter, seklur = draft(), cast.actor("nyimas")
    do("paraf_letter", letter, "agus")
    assert [one.act for one in waiting.waiting_for(by=seklur, at=AT)] == ["paraf"]
    assert [one.act for one in waiting.in_name_of_others(by=seklur, at=AT)] == ["sign"]
    assert waiting.waiting_count(by=seklur, at=AT) == 1


def test_the_kasi_signs_through_the_seklur(cast, draft, do, book, mandate):
    mandate("agus")
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


def test_who_acts_in_the_deputys_office_says_so(cast, draft, do, book, mandate):
    mandate("nyimas")
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
    assert waiting.waiting_for(by=by, at=AT) == []


def test_u_b_names_the_office_between_even_when_nobody_holds_it(cast, draft, do, book, mandate):
    mandate("agus")
    letter = draft(in_field=True)
    Holding.objects.filter(pk=cast.holdings["nyimas"].pk).delete()
    assert signature(do("sign_letter", letter, "agus"))["through"] == cast.offices["nyimas"].title


def test_u_b_without_such_an_office_names_its_kind(cast, draft, do, book, mandate):
    mandate("agus")
    letter = draft(in_field=True)
    Holding.objects.filter(pk=cast.holdings["nyimas"].pk).delete()
    Office.objects.filter(pk=cast.offices["nyimas"].pk).update(kind="kasi_kecamatan")
    assert signature(do("sign_letter", letter, "agus"))["through"] == "Sekretaris Kelurahan"


def test_a_button_to_sign_is_there_with_the_mandate(cast, draft, mandate):
    mandate("agus")
    assert letters.may(draft(), "sign", by=cast.actor("agus"), at=AT)


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("rini", {"revise", "void"}),
        ("agus", {"paraf", "return"}),
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
