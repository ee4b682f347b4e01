"""Links: made for every head, opened by token or code, closed by revoking, renewing and the end of the office."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.kernel.refused import Refused
from siip.mobilisation import links
from siip.mobilisation.models import Link
from siip.people import offices
from tests.cast import AT, OTHER, PLAJU

RULES = {"kecamatan": PLAJU, "at": AT}


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def make(event, by, id=None):
    return links.make_links(event.pk, by=by, at=AT, id=id or uuid7())


def entries(name):
    return Entry.objects.filter(act=f"mobilisation.{name}").count()


@pytest.fixture
def link(event, yusuf, rini):
    make(event, rini)
    return links.latest([yusuf.pk])[yusuf.pk]


def revoke(link, by, id=None):
    return links.revoke_link(link.pk, by=by, at=AT, id=id or uuid7())


def renew(link, by, id=None):
    return links.renew_link(link.pk, by=by, at=AT, id=id or uuid7())


# Making


def test_every_head_gets_a_link_and_a_vacant_rt_none(event, rini):
    made = make(event, rini)
    assert sorted(one.holding.person.name for one in made) == ["Hasan", "Ruslan", "Yusuf"]
    assert entries("make_links") == 1


def test_a_link_is_standing_and_not_made_twice(event, plan, rini):
    make(event, rini)
    assert make(plan(on=date(2026, 12, 4)), rini) == []
    assert Link.objects.count() == 3


def test_sent_twice_makes_once(event, rini):
    id = uuid7()
    first = make(event, rini, id)
    assert sorted(one.pk for one in make(event, rini, id)) == sorted(one.pk for one in first)
    assert (Link.objects.count(), entries("make_links")) == (3, 1)


def test_who_may_not_call_makes_none(event, cast):
    assert refusal(lambda: make(event, cast.actor("zul"))) == "no-right"
    assert refusal(lambda: links.make_links(uuid7(), by=cast.actor("rini"), at=AT, id=uuid7())) == "not-found"
    assert not Link.objects.exists()


def test_a_holding_has_one_link_that_opens(link):
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(id=uuid7(), holding=link.holding, token_blind=b"1", code_blind=b"2", made_at=AT)


# Opening


def test_token_and_code_open_the_same_page_again_and_again(link, yusuf):
    for _ in range(5):
        assert links.by_token(links.token(link), **RULES).holding == yusuf
    assert links.by_code(links.code(link).lower(), **RULES).link == link


def test_who_comes_by_a_link_answers_for_his_own_place_only(link, yusuf):
    by = links.by_token(links.token(link), **RULES).by
    assert (by.person, by.account) == (yusuf.person_id, None)
    assert {(one.right, one.path) for one in by.grants} == {(links.ANSWER, yusuf.office.wilayah.path)}


def test_neither_token_nor_code_lies_in_the_database(link):
    token, code = links.token(link), links.code(link).replace(" ", "")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held = repr(cursor.fetchall()).upper()
            assert token.upper() not in held and code not in held


def test_two_links_share_nothing(event, rini):
    made = make(event, rini)
    assert len({links.token(one) for one in made} | {links.code(one) for one in made}) == 6


@pytest.mark.parametrize("token", ["", "7" * 26, "x", "u" * 26, "16/71/14", "' OR 1=1--"])
def test_a_guessed_token_is_unknown(link, token):
    assert refusal(lambda: links.by_token(token, **RULES)) == "link-unknown"
    assert refusal(lambda: links.by_code(token, **RULES)) == "link-unknown"


def test_the_code_is_no_token_and_the_token_no_code(link):
    assert refusal(lambda: links.by_token(links.code(link), **RULES)) == "link-unknown"
    assert refusal(lambda: links.by_code(links.token(link), **RULES)) == "link-unknown"


def test_at_the_host_of_another_kecamatan_it_is_unknown(link):
    assert refusal(lambda: links.by_token(links.token(link), kecamatan=OTHER, at=AT)) == "link-unknown"


def test_it_opens_through_the_last_day_of_the_office(link, yusuf, dewi):
    offices.end_holding(yusuf.pk, last_on=date(2026, 11, 25), by=dewi, at=AT, id=uuid7())
    midnight = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)  # 00.00 WIB
    token = links.token(link)
    assert links.by_token(token, kecamatan=PLAJU, at=midnight.replace(hour=16, minute=59)).link == link
    assert refusal(lambda: links.by_token(token, kecamatan=PLAJU, at=midnight)) == "link-ended"


def test_a_head_who_takes_office_on_friday_is_called_before(install, plan, rini):
    path = "16/71/14/1003/05/13/"
    next_head = install("Marwan", "ketua_rt", path, from_on=date(2026, 11, 27))
    make(plan(rts=(path,)), rini)
    link = links.latest([next_head.pk])[next_head.pk]
    assert links.by_token(links.token(link), **RULES).holding == next_head


# Revoking and renewing


def test_a_revoked_link_opens_nothing(link, rini):
    revoke(link, rini)
    assert refusal(lambda: links.by_token(links.token(link), **RULES)) == "link-revoked"
    assert refusal(lambda: links.by_code(links.code(link), **RULES)) == "link-revoked"
    assert entries("revoke_link") == 1


def test_a_revoked_link_does_not_come_back_by_making_links(link, event, rini):
    revoke(link, rini)
    assert make(event, rini) == []


def test_a_renewed_link_is_another_one(link, rini, yusuf):
    new = renew(link, rini)
    assert links.token(new) != links.token(link)
    assert links.by_token(links.token(new), **RULES).holding == yusuf
    assert refusal(lambda: links.by_token(links.token(link), **RULES)) == "link-renewed"
    assert links.latest([yusuf.pk])[yusuf.pk] == new


def test_revoking_and_renewing_are_done_once_if_sent_twice(link, rini):
    first, second = uuid7(), uuid7()
    assert revoke(link, rini, first).revoked_at == revoke(link, rini, first).revoked_at == AT
    assert renew(link, rini, id=second) == renew(link, rini, id=second)
    assert (Link.objects.filter(holding=link.holding).count(), entries("renew_link")) == (2, 1)


def test_who_may_not_call_closes_and_renews_nothing(link, cast):
    zul = cast.actor("zul")
    assert (refusal(lambda: revoke(link, zul)), refusal(lambda: renew(link, zul))) == ("no-right", "no-right")


def test_what_is_closed_or_replaced_is_not_closed_or_replaced_again(link, rini):
    renew(link, rini)
    assert refusal(lambda: revoke(link, rini)) == "link-revoked"
    assert refusal(lambda: renew(link, rini)) == "link-renewed"


def test_nobody_gets_a_new_link_after_his_office(link, yusuf, dewi, rini):
    offices.end_holding(yusuf.pk, last_on=date(2026, 11, 23), by=dewi, at=AT, id=uuid7())
    assert refusal(lambda: renew(link, rini)) == "link-ended"


def test_a_link_that_is_not_there_is_not_found(cast, rini):
    for act in (links.revoke_link, links.renew_link):
        assert refusal(lambda act=act: act(uuid7(), by=rini, at=AT, id=uuid7())) == "not-found"
