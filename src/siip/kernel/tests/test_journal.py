"""The journal: one transaction and one entry for each act, and a chain in which every change shows."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.ids import uuid7
from siip.kernel.models import Chain, DataKey, Entry, House
from siip.kernel.refused import Refused

FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
PLAJU, PLAJU_ILIR, OTHER = "16/71/14/", "16/71/14/1003/", "35/78/01/"
HOUSE = Actor(None, None, UUID(int=1), frozenset())

pytestmark = pytest.mark.django_db


def effect(id: UUID) -> None:
    """What an act of these tests does: a row under the id of the act."""
    DataKey.objects.create(id=id, master="m", wrapped=b"x")


def happened(id: UUID) -> tuple[bool, bool]:
    """(entry, effect)"""
    return Entry.objects.filter(pk=id).exists(), DataKey.objects.filter(pk=id).exists()


def do(where: str = PLAJU_ILIR, *, id: UUID | None = None, body: Any = None, name: str = "tests.do") -> UUID:
    with journal.act(name, id=id or uuid7(), by=HOUSE, at=FRIDAY, where=where, body=body) as act:
        if not act.repeated:
            effect(act.id)
    return act.id


# Once


def test_an_act_leaves_one_entry(db: None) -> None:
    by = Actor(uuid7(), 7, uuid7(), frozenset())
    with journal.act(
        "tests.do", id=uuid7(), by=by, at=FRIDAY, where=PLAJU_ILIR, about={"day": date(2026, 11, 27)}
    ) as a:
        assert (a.repeated, a.seq) == (False, None)
    entry = Entry.objects.get()
    said = (entry.id, entry.act, entry.path, entry.kecamatan, entry.person, entry.account, entry.device, entry.at)
    assert said == (a.id, "tests.do", PLAJU_ILIR, PLAJU, by.person, 7, by.device, FRIDAY)
    assert (entry.about, entry.seq, a.seq) == ({"day": "2026-11-27"}, 1, 1)


def test_a_repeat_is_recognised_and_leaves_nothing() -> None:
    id = do(body=["Rini", 1])
    assert do(id=id, body=["Rini", 1]) == id
    assert Entry.objects.count() == DataKey.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"body": ["Rini", 2]},
        {"body": None},
        {"where": PLAJU, "body": ["Rini", 1]},
        {"name": "tests.else", "body": ["Rini", 1]},
    ],
)
def test_another_payload_under_the_same_id_is_refused(other: dict[str, Any]) -> None:
    id = do(body=["Rini", 1])
    with pytest.raises(Refused) as refusal:
        do(id=id, **other)
    assert refusal.value.code == "other-payload" and Entry.objects.count() == 1


def test_another_account_cannot_repeat_an_act() -> None:
    id, other = do(), Actor(None, 9, HOUSE.device, frozenset())
    with pytest.raises(Refused), journal.act("tests.do", id=id, by=other, at=FRIDAY, where=PLAJU_ILIR):
        effect(uuid7())
    assert DataKey.objects.count() == 1


def test_an_act_whose_thing_is_gone_is_known_to_the_account_that_did_it_only() -> None:
    by = Actor(None, 7, HOUSE.device, frozenset())
    with journal.act("tests.do", id=uuid7(), by=by, at=FRIDAY, where=PLAJU) as act:
        pass
    other = Actor(None, 9, HOUSE.device, frozenset())
    assert [journal.was_done(act.id, by=by), journal.was_done(act.id, by=other)] == [True, False]
    assert not journal.was_done(uuid7(), by=by)


def test_a_later_moment_is_still_a_repeat() -> None:
    id = do()
    with journal.act("tests.do", id=id, by=HOUSE, at=FRIDAY + timedelta(hours=1), where=PLAJU_ILIR) as act:
        assert act.repeated


def test_the_body_is_kept_as_a_keyed_digest_only() -> None:
    id = do(body=["1671140101010001"])
    entry = Entry.objects.get(pk=id)
    plain = rfc8785.dumps(["tests.do", None, PLAJU_ILIR, ["1671140101010001"]])
    assert entry.digest != hashlib.sha256(plain).hexdigest() and "1671140101010001" not in str(vars(entry))


# Sequences and chains


def test_the_sequence_is_asked_for_once() -> None:
    with journal.act("tests.do", id=uuid7(), by=HOUSE, at=FRIDAY, where=PLAJU_ILIR) as act:
        assert act.enter() == act.enter() == 1
    assert Entry.objects.count() == 1


def test_sequences_have_no_hole_and_each_kecamatan_its_chain() -> None:
    for where in (PLAJU_ILIR, OTHER, "", PLAJU, "16/71/"):
        do(where)
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    chains = dict(Chain.objects.values_list("path", "seq"))
    assert chains == {"": 5, PLAJU: 2, OTHER: 1}
    assert list(journal.faults()) == []


def test_an_inner_act_has_an_id_of_its_own_that_every_repeat_gives_again() -> None:
    outer = uuid7()
    for _ in range(2):
        with journal.act("tests.outer", id=outer, by=HOUSE, at=FRIDAY, where=PLAJU) as act:
            inner = do(id=act.inner("do"))
    assert inner not in (outer, act.inner("else"))
    assert set(Entry.objects.values_list("id", flat=True)) == {outer, inner}
    assert list(journal.faults()) == []


def test_an_act_over_two_kecamatan_keeps_both_chains() -> None:
    with journal.act("tests.outer", id=uuid7(), by=HOUSE, at=FRIDAY, where="16/71/") as act:
        do(PLAJU, id=act.inner("one"))
        do(OTHER, id=act.inner("other"))
    assert list(journal.faults()) == []


# Entry if and only if effect


@pytest.mark.parametrize("step", range(4))
def test_a_crash_leaves_neither_entry_nor_effect(step: int) -> None:
    id = uuid7()

    def crash(at: int) -> None:
        if at == step:
            raise RuntimeError

    with pytest.raises(RuntimeError), journal.act("tests.do", id=id, by=HOUSE, at=FRIDAY, where=PLAJU) as act:
        crash(0)
        effect(id)
        crash(1)
        act.enter()
        crash(2)
        act.before_commit(lambda: crash(3))
    assert happened(id) == (False, False)
    assert list(journal.faults()) == []
    do(id=id)  # and it can be done again
    assert happened(id) == (True, True)


def test_a_refused_act_leaves_nothing() -> None:
    id = uuid7()
    with pytest.raises(Refused), journal.act("tests.do", id=id, by=HOUSE, at=FRIDAY, where=PLAJU):
        effect(id)
        raise Refused("no", "Tidak.")
    assert happened(id) == (False, False)


@given(st.lists(st.tuples(st.sampled_from(["do", "refuse", "crash", "nest"]), st.booleans()), max_size=6))
def test_whatever_happens_entry_and_effect_go_together(steps: list[tuple[str, bool]]) -> None:
    with transaction.atomic():
        ids = [_play(kind, entered) for kind, entered in steps]
        assert all(entry == done for entry, done in map(happened, ids))
        assert list(journal.faults()) == []
        transaction.set_rollback(True)


def _play(kind: str, entered: bool) -> UUID:
    """An act of some kind inside one that goes on; its id."""
    outer, inner = uuid7(), uuid7()
    with journal.act("tests.outer", id=outer, by=HOUSE, at=FRIDAY, where=PLAJU):
        effect(outer)
        try:
            with journal.act("tests.inner", id=inner, by=HOUSE, at=FRIDAY, where=OTHER) as act:
                effect(inner)
                if entered:
                    act.enter()
                if kind == "nest":
                    do(id=act.inner("do"))
                if kind != "do":
                    raise Refused("no", "Tidak.") if kind == "refuse" else RuntimeError
        except (Refused, RuntimeError):
            pass
    assert happened(outer) == (True, True)
    return inner


# What must be on disk before the commit


def test_hooks_run_last_and_in_order_when_the_outermost_act_ends() -> None:
    said: list[str] = []
    with journal.act("tests.outer", id=uuid7(), by=HOUSE, at=FRIDAY, where=PLAJU) as outer:
        outer.before_commit(lambda: said.append("outer"))
        with journal.act("tests.inner", id=outer.inner("do"), by=HOUSE, at=FRIDAY, where=PLAJU) as inner:
            inner.before_commit(lambda: said.append("inner"))
        assert said == []
        outer.before_commit(lambda: said.append(str(Entry.objects.count())))
    assert said == ["outer", "inner", "2"]


def test_a_refused_inner_act_takes_its_hooks_with_it() -> None:
    said: list[str] = []
    with journal.act("tests.outer", id=uuid7(), by=HOUSE, at=FRIDAY, where=PLAJU) as outer:
        outer.before_commit(lambda: said.append("outer"))
        with pytest.raises(Refused):
            with journal.act("tests.inner", id=outer.inner("do"), by=HOUSE, at=FRIDAY, where=PLAJU) as inner:
                inner.before_commit(lambda: said.append("inner"))
                raise Refused("no", "Tidak.")
    assert said == ["outer"]


def test_hooks_of_one_act_are_none_of_the_next() -> None:
    said: list[str] = []
    for name in ("one", "two"):
        with journal.act("tests.do", id=uuid7(), by=HOUSE, at=FRIDAY, where=PLAJU) as act:
            act.before_commit(lambda name=name: said.append(name))  # type: ignore[misc]
    assert said == ["one", "two"]


# Tampering


def tampered(change: Callable[[], Any]) -> str:
    for where in (PLAJU_ILIR, OTHER, "", PLAJU, PLAJU_ILIR):
        do(where)
    assert list(journal.faults()) == []
    change()
    return "\n".join(journal.faults())


def second() -> Any:
    return Entry.objects.filter(seq=2)


@pytest.mark.parametrize(
    "said",
    [
        {"act": "tests.else"}, {"path": "35/78/01/1001/"}, {"person": UUID(int=9)}, {"account": 9},
        {"device": UUID(int=9)}, {"at": FRIDAY + timedelta(microseconds=1)}, {"about": {"n": 1}}, {"digest": "0" * 64},
        {"own_hash": "f" * 64}, {"own_hash": "zz"}, {"kecamatan_hash": "f" * 64}, {"kecamatan_hash": "zz"},
        {"house_hash": "f" * 64}, {"house_hash": "zz"}, {"kecamatan": PLAJU}, {"kecamatan": ""}, {"seq": 99},
    ],
)  # fmt: skip
def test_each_column_of_an_entry_is_guarded(said: dict[str, Any]) -> None:
    assert tampered(lambda: second().update(**said))


def test_an_entry_of_the_house_is_guarded_where_it_has_no_kecamatan() -> None:
    found = tampered(lambda: Entry.objects.filter(seq=3).update(kecamatan_hash="f" * 64))
    assert found.startswith("entry 3") and "another kecamatan" in found


def test_a_changed_entry_is_named_and_the_others_are_not() -> None:
    found = tampered(lambda: second().update(about={"n": 1}))
    assert found == f"entry 2 ({Entry.objects.get(seq=2).id}): changed after it was written"


def test_an_id_is_guarded() -> None:
    assert "changed" in tampered(lambda: second().update(id=UUID(int=9)))


@pytest.mark.parametrize("seq", [1, 2, 3, 5])
def test_a_deleted_entry_leaves_a_gap(seq: int) -> None:
    assert tampered(lambda: Entry.objects.filter(seq=seq).delete())


def test_an_entry_that_was_slipped_in_breaks_the_chain() -> None:
    def slip_in() -> None:
        entry = Entry.objects.get(seq=5)
        entry.pk, entry.seq = uuid7(), 6
        entry.save(force_insert=True)

    assert "entry 6" in tampered(slip_in)


def test_two_entries_that_changed_places_are_found() -> None:
    def swap() -> None:
        for old, new in ((2, 99), (4, 2), (99, 4)):
            Entry.objects.filter(seq=old).update(seq=new)

    assert tampered(swap)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Chain.objects.filter(pk=PLAJU).update(head="0" * 64),
        lambda: Chain.objects.filter(pk="").update(seq=4),
        lambda: Chain.objects.filter(pk=PLAJU).delete(),
        lambda: Chain.objects.all().delete(),
        lambda: Entry.objects.all().delete(),
    ],
)
def test_the_heads_of_the_chains_are_guarded(change: Callable[[], Any]) -> None:
    assert "chain of" in tampered(change)


def test_an_empty_journal_has_no_faults() -> None:
    assert list(journal.faults()) == []


# Canonical form


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, None),
        (True, True),
        (5, 5),
        (2**53 - 1, 2**53 - 1),
        (2**53, str(2**53)),
        (-(2**60), str(-(2**60))),
        ("Rini", "Rini"),
        (FRIDAY, "2026-11-27T01:00:00.000000+00:00"),
        (FRIDAY.astimezone(timezone(timedelta(hours=7))), "2026-11-27T01:00:00.000000+00:00"),
        (date(2026, 11, 27), "2026-11-27"),
        (b"\x01", "01"),
        (bytearray(b"\x01"), "01"),
        (memoryview(b"\x01"), "01"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Decimal("1.50"), "1.50"),
        ((1, [2]), [1, [2]]),
        ({3, 1, 2}, [1, 2, 3]),
        (frozenset({"b", "a"}), ["a", "b"]),
        ({1: {"x": UUID(int=1)}}, {"1": {"x": "00000000-0000-0000-0000-000000000001"}}),
    ],
)
def test_what_was_said_has_one_form(value: Any, said: Any) -> None:
    assert journal.plain(value) == said


@given(st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=5)))
def test_the_order_of_a_mapping_does_not_matter(body: dict[str, Any]) -> None:
    try:
        assert rfc8785.dumps(journal.plain(body)) == rfc8785.dumps(journal.plain(dict(reversed(body.items()))))
    except UnicodeEncodeError:  # half a surrogate pair is no text
        pass


# Reading


def test_the_newest_entries_of_a_territory_come_first() -> None:
    ids = [do(where) for where in (PLAJU_ILIR, PLAJU, OTHER, PLAJU_ILIR, "16/71/14/1001/", "")]
    assert [entry.id for entry in journal.entries_at(PLAJU_ILIR)] == [ids[3], ids[0]]
    assert [entry.id for entry in journal.entries_at(PLAJU)] == [ids[4], ids[3], ids[1], ids[0]]
    assert [entry.id for entry in journal.entries_at("")] == [ids[5]]


def test_a_trail_goes_on_before_the_last_that_was_seen() -> None:
    ids = [do(PLAJU_ILIR) for _ in range(3)]
    seen = journal.entries_at(PLAJU_ILIR, limit=1)[0]
    assert seen.id == ids[2]
    assert [entry.id for entry in journal.entries_at(PLAJU_ILIR, before=seen.seq)] == [ids[1], ids[0]]


def test_a_trail_is_as_long_as_asked_for_however_busy_the_neighbours_are() -> None:
    wanted = [do(PLAJU_ILIR) for _ in range(2)]
    for _ in range(5):
        do("16/71/14/1001/")
    assert [entry.id for entry in journal.entries_at(PLAJU_ILIR, limit=2)] == wanted[::-1]


def test_the_house_is_the_device_of_what_is_done_online() -> None:
    with pytest.raises(House.DoesNotExist):
        journal.house_id()
    made = House.objects.create(id=uuid7(), training=False, made_at=FRIDAY)
    assert journal.house_id() == made.id


# At once


def at_once(count: int, act: Callable[[int], None]) -> list[Refused]:
    faults: list[Refused] = []
    ready = Barrier(count)

    def run(n: int) -> None:
        ready.wait()
        try:
            act(n)
        except Refused as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.django_db(transaction=True)
def test_two_that_send_the_same_form_at_once_do_it_once() -> None:
    id, repeated = uuid7(), []

    def send(n: int) -> None:
        with journal.act("tests.do", id=id, by=HOUSE, at=FRIDAY, where=PLAJU) as act:
            repeated.append(act.repeated)
            if not act.repeated:
                effect(id)

    assert at_once(4, send) == []
    assert sorted(repeated) == [False, True, True, True]
    assert Entry.objects.count() == DataKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_send_different_things_under_one_id_at_once_do_one_of_them() -> None:
    id = uuid7()
    faults = at_once(2, lambda n: do(id=id, body=n) and None)
    assert [fault.code for fault in faults] == ["other-payload"]
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_acts_at_once_keep_every_chain_whole() -> None:
    """Acts that span two kecamatan the one way and the other way do not wait for each other."""

    def crowd(n: int) -> None:
        for _ in range(3):
            with journal.act("tests.outer", id=uuid7(), by=HOUSE, at=FRIDAY, where="16/71/") as act:
                for where in (PLAJU, OTHER) if n % 2 else (OTHER, PLAJU):
                    do(where, id=act.inner(where))

    assert at_once(6, crowd) == []
    assert Entry.objects.count() == 54 and list(journal.faults()) == []
