"""Where a letter stands: a fold that no order of arrival changes, and that paper on the street is stronger than."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siip.letters.rules import chain
from siip.letters.rules.chain import Deputy, Link, Step, fold, turns, why_not

AT = datetime(2026, 11, 27, 0, 30, tzinfo=UTC)
RINI, AGUS, NYIMAS, HENDRA = (UUID(int=n) for n in range(1, 5))
HOUSE, PHONE = UUID(int=100), UUID(int=101)
SIGN = Link("lurah", "sign", (Deputy("seklur", "an"), Deputy("kasi_pemerintahan", "ub", "seklur")))
COUNTER = (Link("petugas_loket", "check"), Link("kasi_pemerintahan", "paraf"), Link("seklur", "paraf"), SIGN)
STREET = (Link("petugas_loket", "check"), SIGN)
OFFICE_OF = {RINI: "petugas_loket", AGUS: "kasi_pemerintahan", NYIMAS: "seklur", HENDRA: "lurah"}

DRAFT, KASI, SEKLUR, LURAH = ("draft", RINI), ("paraf", AGUS), ("paraf", NYIMAS), ("sign", HENDRA)
APPROVED = (DRAFT, KASI, SEKLUR, LURAH)
NUMBERED = (*APPROVED, ("number", RINI))
SIGNED = (*NUMBERED, ("confirm", RINI))


def steps(*said, start=0):
    """One step a minute: (act, by) or (act, by, office)."""
    return [
        Step(
            id=UUID(int=1000 + n), act=act, by=by, at=AT + timedelta(minutes=n), hlc=n * 10, dev=HOUSE, seq=n,
            office=office[0] if office else OFFICE_OF.get(by, ""),
        )
        for n, (act, by, *office) in enumerate(said, start)
    ]  # fmt: skip


def late(act, by, hlc, number=0):
    """A step that a phone made at that clock value and sent afterwards."""
    return Step(UUID(int=9000 + number), act, by, AT, hlc, PHONE, 1, OFFICE_OF.get(by, ""))


def stand(*said, links=COUNTER):
    return fold(links, steps(*said))


def whys(standing):
    return [(conflict.act, conflict.why) for conflict in standing.conflicts]


@pytest.mark.parametrize(
    ("said", "state", "waits_for"),
    [
        ((DRAFT,), "chain", "kasi_pemerintahan"),
        ((DRAFT, KASI), "chain", "seklur"),
        ((DRAFT, KASI, SEKLUR), "chain", "lurah"),
        (APPROVED, "approved", ""),
        (NUMBERED, "numbered", ""),
        (SIGNED, "signed", ""),
        ((DRAFT, KASI, ("return", NYIMAS)), "returned", "petugas_loket"),
        ((DRAFT, KASI, ("return", NYIMAS), ("revise", RINI)), "chain", "kasi_pemerintahan"),
        ((DRAFT, KASI, ("revise", RINI)), "chain", "kasi_pemerintahan"),
        ((DRAFT, ("void", RINI)), "void", ""),
        ((*NUMBERED, ("void", RINI)), "void", ""),
        ((*NUMBERED, ("revoke", HENDRA)), "revoked", ""),
        ((*SIGNED, ("review", HENDRA)), "review", ""),
        ((*SIGNED, ("review", HENDRA), ("clear", HENDRA)), "signed", ""),
        ((*NUMBERED, ("review", HENDRA), ("clear", HENDRA)), "numbered", ""),
        ((*SIGNED, ("review", HENDRA), ("revoke", HENDRA)), "revoked", ""),
    ],
)
def test_the_road_of_a_letter(said, state, waits_for):
    standing = stand(*said)
    assert (standing.state, standing.waits_for, standing.conflicts) == (state, waits_for, ())


def test_in_the_street_the_lurah_comes_right_after_the_counter():
    assert stand(DRAFT, LURAH, links=STREET).state == "approved"


def test_a_chain_without_a_check_returns_to_nobody_in_particular():
    assert stand(DRAFT, ("return", HENDRA), links=(SIGN,)).waits_for == ""


@pytest.mark.parametrize(
    ("said", "act", "by", "office", "why"),
    [
        ((), "paraf", AGUS, "kasi_pemerintahan", "no-draft"),
        ((DRAFT,), "draft", RINI, "petugas_loket", "state"),
        ((DRAFT,), "eat", RINI, "petugas_loket", "unknown-act"),
        ((DRAFT,), "number", RINI, "petugas_loket", "state"),
        ((DRAFT,), "confirm", RINI, "petugas_loket", "state"),
        (NUMBERED, "number", RINI, "petugas_loket", "state"),
        (APPROVED, "revise", RINI, "petugas_loket", "state"),
        (APPROVED, "return", HENDRA, "lurah", "state"),
        (SIGNED, "void", RINI, "petugas_loket", "state"),
        (APPROVED, "revoke", HENDRA, "lurah", "state"),
        (SIGNED, "clear", HENDRA, "lurah", "state"),
        ((DRAFT,), "paraf", RINI, "kasi_pemerintahan", "maker"),
        ((DRAFT,), "paraf", None, "kasi_pemerintahan", "maker"),
        ((DRAFT, KASI, SEKLUR), "sign", RINI, "lurah", "maker"),
        ((DRAFT,), "paraf", NYIMAS, "seklur", "not-your-turn"),
        ((DRAFT,), "sign", HENDRA, "lurah", "not-your-turn"),
        ((DRAFT,), "return", HENDRA, "lurah", "not-your-turn"),
        ((DRAFT, KASI, SEKLUR), "paraf", HENDRA, "lurah", "not-your-turn"),
        ((DRAFT,), "paraf", AGUS, "kasi_pemerintahan", ""),
        ((DRAFT,), "return", AGUS, "kasi_pemerintahan", ""),
        (APPROVED, "number", None, "", ""),
    ],
)
def test_what_may_be_done_and_why_not(said, act, by, office, why):
    assert why_not(stand(*said), act, by=by, office=office) == why


def test_who_revised_a_letter_made_it_too():
    standing = stand(DRAFT, ("revise", AGUS))
    assert why_not(standing, "paraf", by=AGUS, office="kasi_pemerintahan") == "maker"


def test_the_seklur_signs_in_the_lurahs_name_instead_of_his_own_paraf():
    standing = stand(DRAFT, KASI)
    assert turns(standing, "seklur") == {"paraf", "return", "sign"}
    assert turns(standing, "lurah") == frozenset()


def test_the_kasi_signs_through_the_seklur_when_only_these_two_are_open():
    assert turns(stand(DRAFT), "kasi_pemerintahan") == {"paraf", "return", "sign"}
    assert turns(stand(DRAFT, KASI), "kasi_pemerintahan") == {"return", "sign"}
    assert turns(stand(DRAFT), "seklur") == frozenset()  # the kasi has not initialled yet


def test_a_deputy_signs_when_all_paraf_are_there():
    assert turns(stand(DRAFT, KASI, SEKLUR), "seklur") == {"sign", "return"}


def test_nobody_has_a_turn_outside_the_chain():
    assert turns(stand(*APPROVED), "lurah") == frozenset()


def test_a_conflict_says_which_step_why_who_where_and_when():
    (conflict,) = stand(DRAFT, ("paraf", NYIMAS)).conflicts
    assert conflict.plain() == {
        "step": str(UUID(int=1001)), "act": "paraf", "why": "not-your-turn", "by": str(NYIMAS), "office": "seklur",
        "dev": str(HOUSE), "at": "2026-11-27T00:31:00+00:00",
    }  # fmt: skip


def test_a_conflict_of_the_house_itself_names_nobody():
    (conflict,) = stand(DRAFT, ("sign", None)).conflicts
    assert (conflict.why, conflict.plain()["by"]) == ("maker", None)


def test_a_late_void_does_not_take_back_a_number_that_went_out():
    standing = fold(COUNTER, [*steps(*NUMBERED), late("void", RINI, hlc=35)])
    assert (standing.state, whys(standing)) == ("numbered", [("number", "state")])


def test_a_late_void_does_not_take_back_a_signature_by_pen():
    standing = fold(COUNTER, [*steps(*SIGNED), late("void", RINI, hlc=45)])
    assert (standing.state, whys(standing)) == ("signed", [("confirm", "state")])


def test_a_late_return_does_not_take_back_a_number_that_went_out():
    standing = fold(COUNTER, [*steps(*NUMBERED), late("return", HENDRA, hlc=25)])
    assert (standing.state, whys(standing)) == ("numbered", [("sign", "state"), ("number", "state")])


def test_a_number_without_any_signature_is_a_conflict_and_nothing_more():
    standing = stand(DRAFT, ("number", RINI))
    assert (standing.state, whys(standing)) == ("chain", [("number", "state")])


def test_a_signature_by_pen_without_a_number_is_a_conflict_and_nothing_more():
    standing = stand(DRAFT, ("confirm", RINI))
    assert (standing.state, whys(standing)) == ("chain", [("confirm", "state")])


@pytest.mark.parametrize("act", ["number", "confirm"])
def test_revoked_stays_revoked(act):
    standing = stand(*NUMBERED, ("revoke", HENDRA), (act, RINI))
    assert (standing.state, whys(standing)) == ("revoked", [(act, "state")])


def test_the_pen_is_noted_beneath_a_review():
    standing = stand(*NUMBERED, ("review", HENDRA), ("confirm", RINI), ("clear", HENDRA))
    assert (standing.state, whys(standing)) == ("signed", [("confirm", "state")])


def test_a_second_number_changes_nothing():
    standing = stand(*SIGNED, ("number", RINI))
    assert (standing.state, whys(standing)) == ("signed", [("number", "state")])


def test_a_draft_stands_first_wherever_its_clock_puts_it():
    draft, *rest = steps(*APPROVED)
    slow = Step(draft.id, draft.act, draft.by, draft.at, 10**9, PHONE, 7, draft.office)
    assert fold(COUNTER, [*rest, slow]).state == "approved"


def test_steps_without_a_draft_wait():
    standing = fold(COUNTER, steps(*APPROVED)[1:])
    assert (standing.state, {why for _, why in whys(standing)}) == ("chain", {"no-draft"})


anything = st.lists(
    st.builds(
        Step,
        id=st.integers(1, 40).map(lambda n: UUID(int=n)),
        act=st.sampled_from(chain.ACTS),
        by=st.sampled_from([*OFFICE_OF, None]),
        at=st.just(AT),
        hlc=st.integers(0, 100),
        dev=st.sampled_from([HOUSE, PHONE]),
        seq=st.integers(1, 50),
        office=st.sampled_from([*OFFICE_OF.values(), ""]),
    ),
    max_size=14,
    unique_by=(lambda step: step.id, lambda step: (step.dev, step.seq)),
)


@given(anything, st.randoms(use_true_random=False), st.sampled_from([COUNTER, STREET]))
def test_any_order_of_arrival_ends_alike(found, chance, links):
    shuffled = [*found, *found[:3]]
    chance.shuffle(shuffled)
    assert fold(links, shuffled) == fold(links, found)


@given(anything, st.sampled_from([COUNTER, STREET]))
def test_one_step_after_another_is_the_fold(found, links):
    drafts_first = sorted(found, key=lambda s: (s.act != "draft", s.hlc, str(s.dev), s.seq))
    standing = fold(links, [])
    for step in drafts_first:
        standing = chain.after(standing, step)
    assert standing == fold(links, found)
    assert standing.state in chain.STATES


@given(anything)
def test_no_late_step_takes_a_signed_letter_back(found):
    others = [step for step in found if step.act != "draft"]  # of which a letter has one
    assert fold(COUNTER, [*steps(*SIGNED), *others]).state in ("signed", "revoked", "review")


@given(anything)
def test_nobody_who_made_it_ever_moves_it_to_approved(found):
    mine = [step for step in found if step.by == RINI]
    assert fold(STREET, [*steps(DRAFT), *mine]).base in ("chain", "returned", "void")


@pytest.mark.parametrize("by", [RINI, AGUS, None])
def test_a_number_on_a_signature_that_is_none_is_no_paper(by):
    said = (DRAFT, ("return", HENDRA), ("sign", by, "lurah" if by != AGUS else "kasi_umum"), ("number", RINI))
    assert stand(*said, links=STREET).state == "returned"
