"""Numbers are given once: through rollbacks, crashes, restores, and logs that were lost, torn or damaged."""

import resource
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from siip.kernel import journal
from siip.kernel.backup import raise_epoch
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.letters import numbering, numbers_log, registers
from siip.letters.models import Lease, Number, Register
from siip.letters.rules.ledger import Line
from siip.letters.tests.conftest import PATTERN, logged, refused
from tests.cast import AT


def path_of(book):
    return numbers_log.paths(book.id)[0]


def lose(book, *serials, epoch=1):
    """What a crash between the log and COMMIT leaves: a line of the log that the database has never seen."""
    line = Line("take", numbering.numbers.runs(serials), epoch, uuid7(), AT)
    numbers_log.append(book.id, line)


def voids(book):
    return list(Number.objects.filter(register=book, status="void").order_by("serial").values_list("serial", "reason"))


def open_(cast, mode="siip", after=117):
    return registers.open_register(
        cast.offices["hendra"].id, year=2026, pattern=PATTERN, pad=1, mode=mode, after=after,
        by=cast.actor("dewi"), at=AT, id=uuid7(),
    )  # fmt: skip


def block(cast, book, first, last):
    return registers.book_block(book.id, first=first, last=last, by=cast.actor("rini"), at=AT, id=uuid7())


def snapshot():
    """The rows of registers as a backup holds them."""
    return [list(model.objects.values()) for model in (Register, Lease, Number)]


def restore(rows):
    """Put them back, over whatever happened since. What the letters say is no matter here."""
    for model in (Number, Lease, Register):
        model.objects.all().delete()
    for model, values in zip((Register, Lease, Number), rows, strict=True):
        model.objects.bulk_create(model(**value) for value in values)
    raise_epoch(AT)


def take(book, count, by, then=None):
    """Take numbers in an act of their own and use them up at once; gives the serials."""
    with journal.act("letters.take", id=uuid7(), by=by, at=AT, where="16/71/14/1003/") as act:
        found = numbering.take(numbering.lock(book.id), count, act=act)
        Number.objects.filter(pk__in=[number.pk for number in found]).update(status="void", reason="dipakai")
        if then:
            act.before_commit(then)
    return [number.serial for number in found]


def set_aside(book, count, by):
    """Numbers that leave the house on emergency blanks."""
    with journal.act("letters.aside", id=uuid7(), by=by, at=AT, where="16/71/14/1003/") as act:
        lease = numbering.set_aside(numbering.lock(book.id), count, act=act)
    return list(range(lease.first, lease.last + 1))


class Broken(Exception):
    """Something that went wrong after the log was written."""


def breaks():
    raise Broken


def take_and_break(book, count, by):
    with pytest.raises(Broken):
        take(book, count, by, then=breaks)


def test_numbers_go_on_from_the_paper_book_and_stand_in_the_log(give, book):
    assert (give(), give(2)) == ([118], [119, 120])
    assert logged(book.id) == [118, 119, 120]
    assert list(numbering.faults()) == []


def test_a_list_is_one_line_of_the_log(give, book):
    give(3)
    assert [line.runs for line in numbers_log.read(path_of(book)).lines] == [(), ((118, 120),)]


def test_the_log_lets_no_one_else_read_it(give, book):
    assert path_of(book).stat().st_mode & 0o077 == 0
    assert path_of(book).parent.stat().st_mode & 0o077 == 0


def test_two_batches_in_one_act_are_two_lines(cast, book):
    by = cast.actor("hendra")
    with journal.act("letters.both", id=uuid7(), by=by, at=AT, where="16/71/14/1003/"):
        assert (take(book, 2, by), take(book, 1, by)) == ([118, 119], [120])
    assert (logged(book.id), take(book, 1, by), list(numbering.faults())) == ([118, 119, 120], [121], [])


def test_what_a_rolled_back_act_logged_is_void_as_interrupted(cast, book):
    by = cast.actor("hendra")
    take_and_break(book, 2, by)
    assert logged(book.id) == [118, 119]
    assert take(book, 1, by) == [120]
    assert voids(book)[:2] == [(118, "TERPUTUS"), (119, "TERPUTUS")]
    assert list(numbering.faults()) == []


def test_a_refused_act_writes_no_line(cast, book):
    by = cast.actor("hendra")
    with pytest.raises(Broken), journal.act("letters.x", id=uuid7(), by=by, at=AT, where="16/71/14/1003/") as act:
        numbering.take(numbering.lock(book.id), 1, act=act)
        raise Broken
    assert (logged(book.id), take(book, 1, by)) == ([], [118])


def test_holes_are_booked_by_name_in_the_journal(cast, book):
    lose(book, 118, 119, 121)
    take(book, 1, cast.actor("hendra"))
    entry = Entry.objects.get(act="letters.book_lost")
    assert entry.about == {"register": str(book.id), "void": "118-119, 121", "booked": ""}
    assert entry.person == cast.people["hendra"].id


def test_after_a_restore_what_was_given_since_is_void_as_such(cast, book):
    by = cast.actor("hendra")
    before = snapshot()
    take(book, 3, by)
    restore(before)
    assert take(book, 1, by) == [121]
    assert voids(book)[:3] == [(118, "RESTORE"), (119, "RESTORE"), (120, "RESTORE")]


def test_the_same_backup_twice_gives_no_number_twice(cast, book):
    by = cast.actor("hendra")
    before, given = snapshot(), []
    for _ in range(3):
        given += take(book, 2, by)
        restore(before)
    given += take(book, 1, by)
    assert given == [118, 119, 120, 121, 122, 123, 124]


def test_a_backup_older_than_the_register_finds_its_log_again(cast):
    by, nothing = cast.actor("hendra"), snapshot()
    book = open_(cast)
    take(book, 2, by)
    restore(nothing)
    again = open_(cast)
    assert again.id == book.id
    assert voids(again) == [(118, "RESTORE"), (119, "RESTORE")]
    assert take(again, 1, by) == [120]


def test_a_log_lost_without_a_restore_is_written_anew(cast, book):
    by = cast.actor("hendra")
    take(book, 2, by)
    path_of(book).unlink()
    assert take(book, 1, by) == [120]
    assert (logged(book.id), list(numbering.faults())) == ([118, 119, 120], [])
    assert Entry.objects.filter(act="letters.mend_log").count() == 1


def test_a_log_lost_and_a_numbering_that_failed_is_still_found_lost(cast, book):
    by = cast.actor("hendra")
    take(book, 1, by)
    path_of(book).unlink()
    take_and_break(book, 1, by)
    assert take(book, 1, by) == [120]
    assert (logged(book.id), list(numbering.faults())) == ([118, 119, 120], [])


def test_a_damaged_log_is_mended_and_kept_beside(cast, book):
    by = cast.actor("hendra")
    for _ in range(3):
        take(book, 1, by)
    path = path_of(book)
    broken = path.read_bytes()[:-20] + b"?" * 19 + b"\n"
    path.write_bytes(broken)
    assert (take(book, 1, by), logged(book.id)) == ([121], [118, 119, 120, 121])
    assert path.with_suffix(".damaged-1").read_bytes() == broken
    assert list(numbering.faults()) == []


def test_damage_before_the_last_known_line_keeps_that_line(cast, book):
    by = cast.actor("hendra")
    for _ in range(2):
        take(book, 1, by)
    first, *rest = path_of(book).read_bytes().split(b"\n")
    path_of(book).write_bytes(b"\n".join([b"?" * len(first), *rest]))
    lose(book, 120)  # so that the whole log is looked at
    assert (take(book, 1, by), logged(book.id)) == ([121], [118, 119, 120, 121])
    assert list(numbering.faults()) == []


def test_a_log_cut_short_is_mended(cast, book):
    by = cast.actor("hendra")
    take(book, 1, by)
    short = path_of(book).read_bytes()
    take(book, 1, by)
    path_of(book).write_bytes(short)
    assert (take(book, 1, by), logged(book.id)) == ([120], [118, 119, 120])


def test_a_torn_end_is_closed_and_gives_no_number_away(cast, book):
    by = cast.actor("hendra")
    take(book, 1, by)
    with path_of(book).open("ab") as log:
        log.write(b"take 119 1 0192f0c4")
    assert (take(book, 1, by), voids(book)) == ([119], [(118, "dipakai"), (119, "dipakai")])
    assert list(numbering.faults()) == []


def test_while_the_log_ends_as_the_register_remembers_nothing_more_is_read(cast, book):
    by = cast.actor("hendra")
    for _ in range(2):
        take(book, 1, by)
    first, *rest = path_of(book).read_bytes().split(b"\n")
    path_of(book).write_bytes(b"\n".join([b"?" * len(first), *rest]))
    assert take(book, 1, by) == [120]
    assert [fault.split(": ")[1] for fault in numbering.faults()] == ["1 unreadable lines"]


def test_a_full_disk_stops_the_number(cast, book):
    """The kernel takes a part of the line only; what is left of it is torn, and the next one is whole."""
    path = path_of(book)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 10, hard))
    try:
        with pytest.raises(OSError, match="disk is full"):
            lose(book, 118)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert take(book, 1, cast.actor("hendra")) == [118]
    assert logged(book.id) == [118]


def test_a_restore_without_any_log_asks_a_person_for_the_last_number(cast, book):
    by, clerk = cast.actor("hendra"), cast.actor("rini")
    before = snapshot()
    take(book, 5, by)
    restore(before)
    path_of(book).unlink()
    assert refused(lambda: take(book, 1, by)) == "log-lost"
    assert refused(lambda: take(book, 1, by)) == "log-lost"
    registers.state_last_number(book.id, last=122, by=clerk, at=AT, id=uuid7())
    assert voids(book) == [(serial, "RESTORE") for serial in range(118, 123)]
    assert (take(book, 1, by), list(numbering.faults())) == ([123], [])


def test_a_log_is_lost_only_after_a_restore_without_any_copy_of_it(cast, book):
    by = cast.actor("hendra")
    assert numbering.is_log_lost(book) is False
    take(book, 2, by)
    restore(snapshot())
    book.refresh_from_db()
    assert numbering.is_log_lost(book) is False
    path_of(book).unlink()
    assert numbering.is_log_lost(book) is True
    registers.state_last_number(book.id, last=119, by=cast.actor("rini"), at=AT, id=uuid7())
    book.refresh_from_db()
    assert numbering.is_log_lost(book) is False


def test_the_stated_number_may_be_the_one_that_is_known(cast, book):
    before = snapshot()
    restore(before)
    path_of(book).unlink()
    registers.state_last_number(book.id, last=117, by=cast.actor("rini"), at=AT, id=uuid7())
    assert (voids(book), take(book, 1, cast.actor("hendra"))) == ([], [118])


@pytest.mark.parametrize("last", [-1, 117 + registers.MOST_UNKNOWN + 1])
def test_a_last_number_beyond_reason_is_refused(cast, book, last):
    call = lambda: registers.state_last_number(book.id, last=last, by=cast.actor("rini"), at=AT, id=uuid7())  # noqa: E731
    assert refused(call) == "after"


def test_a_number_stated_twice_is_done_once_and_needs_the_right(cast, book):
    id = uuid7()
    for _ in range(2):
        registers.state_last_number(book.id, last=119, by=cast.actor("rini"), at=AT, id=id)
    assert [serial for serial, _ in voids(book)] == [118, 119]
    call = lambda: registers.state_last_number(book.id, last=120, by=cast.actor("hendra"), at=AT, id=uuid7())  # noqa: E731
    assert refused(call) == "no-right"


@pytest.fixture
def two_folders(settings, tmp_path, cast):
    settings.SIIP = replace(settings.SIIP, numbers_copy=str(tmp_path / "copy"))
    return open_(cast)


def test_a_second_folder_holds_the_same_log(cast, two_folders):
    take(two_folders, 2, cast.actor("hendra"))
    one, other = numbers_log.paths(two_folders.id)
    assert one.read_bytes() == other.read_bytes()


def test_one_sound_copy_is_enough_even_after_a_restore(cast, two_folders):
    by, before = cast.actor("hendra"), snapshot()
    take(two_folders, 2, by)
    restore(before)
    one, other = numbers_log.paths(two_folders.id)
    one.unlink()
    assert take(two_folders, 1, by) == [120]
    assert one.read_bytes() == other.read_bytes()
    assert list(numbering.faults()) == []


def test_a_second_folder_named_later_is_filled(cast, book, settings, tmp_path):
    take(book, 1, cast.actor("hendra"))
    settings.SIIP = replace(settings.SIIP, numbers_copy=str(tmp_path / "copy"))
    assert [fault.split(": ")[1] for fault in numbering.faults()] == ["missing"]
    take(book, 1, cast.actor("hendra"))
    assert list(numbering.faults()) == []


def test_faults_name_the_numbers_that_differ(cast, book):
    lose(book, 130)
    assert [fault.split(": ")[1] for fault in numbering.faults()] == ["differs from the database in 130"]


def test_a_closed_register_gives_nothing(cast, book):
    registers.close_register(book.id, by=cast.actor("rini"), at=AT, id=uuid7())
    assert refused(lambda: take(book, 1, cast.actor("hendra"))) == "register-closed"


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.integers(1, 4)),
        st.tuples(st.just("set aside"), st.integers(1, 3)),
        st.tuples(st.just("break"), st.integers(1, 3)),
        st.tuples(st.just("back up"), st.just(0)),
        st.tuples(st.just("restore"), st.integers(0, 4)),
        st.tuples(st.just("tear"), st.integers(1, 60)),
        st.tuples(st.just("lose a copy"), st.integers(0, 1)),
    ),
    min_size=3,
    max_size=12,
)


class Undone(Exception):
    """Ends an example: all its rows go."""


@given(deeds)
@examples(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_happens_no_number_is_given_twice(cast, settings, tmp_path_factory, said):
    """A ledger of paper, outside of both database and log, sees every number that left the house."""
    home = tmp_path_factory.mktemp("house")
    settings.SIIP = replace(settings.SIIP, data_dir=home, numbers_copy="copy")
    with pytest.raises(Undone), transaction.atomic():
        _live(cast, said)
        raise Undone


def _live(cast, said):
    by, book = cast.actor("hendra"), open_(cast)
    paper, backups = [], [snapshot()]
    for deed, much in [*said, ("restore", 0), ("take", 2)]:
        one, other = numbers_log.paths(book.id)
        if deed == "take":
            paper += take(book, much, by)
        elif deed == "set aside":
            paper += set_aside(book, much, by)
        elif deed == "break":
            take_and_break(book, much, by)
        elif deed == "back up":
            backups.append(snapshot())
        elif deed == "restore":
            restore(backups[much % len(backups)])
        elif deed == "tear" and one.exists():
            with one.open("ab") as log:
                log.write(Line("take", ((500, 500),), 1, uuid7(), AT).text().encode()[:much])
        elif one.exists() and other.exists():
            (one, other)[much].unlink()
    assert len(paper) == len(set(paper))
    rows = dict(Number.objects.filter(register=book).values_list("serial", "status"))
    assert sorted(rows) == list(range(118, 118 + len(rows)))  # no hole that nobody can explain
    assert set(paper) <= set(rows)
    assert list(numbering.faults()) == []
