"""Who may do what where; and the cut to one kecamatan, which the host decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel.actor import Actor, Grant
from siip.kernel.ids import uuid7
from siip.kernel.paths import is_within
from siip.kernel.refused import Refused
from siip.kernel.tests.test_paths import trees

grants = st.frozensets(st.builds(Grant, st.sampled_from(["see", "sign"]), trees))


def actor(*held: Grant) -> Actor:
    return Actor(uuid7(), 1, uuid7(), frozenset(held))


def test_a_right_reaches_its_territory_and_what_lies_beneath() -> None:
    lurah = actor(Grant("sign", "16/71/14/1003/"))
    assert lurah.may("sign", "16/71/14/1003/005/07/")
    assert not lurah.may("sign", "16/71/14/") and not lurah.may("see", "16/71/14/1003/")
    assert lurah.may_somewhere("sign") and not lurah.may_somewhere("see")


def test_what_may_not_be_done_is_refused_in_words() -> None:
    lurah = actor(Grant("sign", "16/71/14/1003/"))
    lurah.require("sign", "16/71/14/1003/")
    with pytest.raises(Refused, match="Mintalah pejabat yang berwenang") as refusal:
        lurah.require("sign", "16/71/14/1001/")
    assert refusal.value.code == "no-right"


def test_a_scope_is_where_the_right_is_held() -> None:
    both = actor(Grant("see", "16/71/14/1003/"), Grant("see", "16/71/14/"), Grant("sign", "35/"))
    assert (both.scope("see"), both.scope("sign"), both.scope("void")) == (("16/71/14/",), ("35/",), ())


@given(grants, trees, trees)
def test_cut_to_a_kecamatan_he_may_what_he_might_inside_it_and_nothing_outside(
    held: frozenset[Grant], kecamatan: str, path: str
) -> None:
    whole = Actor(None, None, uuid7(), held)
    cut = whole.only_within(kecamatan)
    for right in ("see", "sign"):
        assert cut.may(right, path) == (is_within(path, kecamatan) and whole.may(right, path))
    assert (cut.person, cut.account, cut.device) == (whole.person, whole.account, whole.device)


@given(grants, trees)
def test_a_scope_and_a_question_agree(held: frozenset[Grant], path: str) -> None:
    whole = Actor(None, None, uuid7(), held)
    for right in ("see", "sign"):
        assert whole.may(right, path) == any(is_within(path, one) for one in whole.scope(right))
        assert whole.may_somewhere(right) == bool(whole.scope(right))
