"""Eight processes at one register, on the database itself: every number once, through SIGKILL and restore."""

import os
from datetime import timedelta
from uuid import uuid5

import pytest
from django.db import connection

from siip.kernel import backup, crypt, journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Entry
from siip.letters import letters, numbering, numbers_log, registers
from siip.letters.models import Letter, Number
from siip.letters.rules import codes
from siip.letters.tests import many
from siip.letters.tests.conftest import ANSWERS, PATTERN, logged
from tests.cast import AT, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PROCESSES = 8


@pytest.fixture
def cast(transactional_db):
    """The cast, committed: other processes see it."""
    return build()


@pytest.fixture
def drafted(cast):
    """`drafted(5)` gives the ids of so many letters that wait for the lurah's signature."""

    def draft(count):
        made = []
        for _ in range(count):
            id = uuid7()
            key, _ = crypt.new_key(uuid7())
            key.save(force_insert=True)
            letters.draft_letter(
                letter_id=id, kind="domisili_orang", office_id=cast.offices["hendra"].id, subject_name="Siti Maryam",
                subject_rt="07/02", purpose="bank", answers=ANSWERS, key_id=key.id,
                code=codes.code_from(os.urandom(19)), in_field=True, by=cast.actor("rini"), at=AT, id=uuid7(),
            )  # fmt: skip
            made.append(id)
        return made

    return draft


@pytest.fixture
def at_once(cast, tmp_path):
    """`at_once(ids)` has eight processes sign and number them, each its share; gives the paper."""

    def number(ids, **how):
        parts = [ids[n::PROCESSES] for n in range(PROCESSES) if ids[n::PROCESSES]]
        account = cast.accounts["hendra"].pk
        return many.run(task="number", parts=parts, account=account, at=AT.isoformat(), paper=tmp_path / "paper", **how)

    return number


def give(cast, ids):
    """Sign and number in this process."""
    by, proof = cast.actor("hendra"), cast.proof("hendra")
    return [letter.number_row.serial for letter in letters.sign_and_number(ids, proof=proof, by=by, at=AT, id=uuid7())]


def rows(book):
    return dict(Number.objects.filter(register=book).order_by("serial").values_list("serial", "status"))


def test_eight_processes_number_one_register(book, drafted, at_once):
    ids = drafted(32)
    paper = at_once(ids)
    assert sorted(serial for _, serial in paper) == list(range(118, 150))
    assert rows(book) == dict.fromkeys(range(118, 150), "used")
    assert logged(book.id) == list(range(118, 150))
    assert list(numbering.faults()) == []
    assert list(journal.faults()) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_processes_killed_in_the_middle_give_no_number_twice(cast, book, drafted, at_once, seed):
    ids, last = drafted(24), drafted(1)
    paper = set(at_once(ids, kills=12, seed=seed, log=numbers_log.paths(book.id)[0]))
    give(cast, last)  # whoever numbers next books what the dead ones left
    found = rows(book)
    assert sorted(letter for letter, _ in paper) == sorted(map(str, ids))
    assert len({serial for _, serial in paper}) == 24
    assert sorted(found) == list(range(118, 118 + len(found)))
    assert list(found.values()).count("used") == 25
    holes = Number.objects.filter(status="void").values_list("reason", flat=True)
    assert set(holes) <= {"TERPUTUS"}
    assert list(numbering.faults()) == []
    assert list(journal.faults()) == []


@pytest.mark.parametrize(("crash", "holes"), [("before", []), ("after", [118])])
def test_a_process_that_dies_at_the_log_leaves_neither_entry_nor_effect(cast, book, drafted, at_once, crash, holes):
    ids = drafted(1)
    before = Entry.objects.count()
    assert at_once(ids, crash=crash) == []
    assert (logged(book.id), Entry.objects.count(), Number.objects.count()) == (holes, before, 0)
    assert not Entry.objects.filter(pk=uuid5(ids[0], "sign and number")).exists()
    assert Letter.objects.get(pk=ids[0]).state == "chain"
    assert give(cast, ids) == [118 + len(holes)]
    assert [serial for serial, status in rows(book).items() if status == "void"] == holes
    assert list(numbering.faults()) == []


def test_without_lock_and_constraint_numbers_are_given_twice(transactional_db, tmp_path):
    """The control: the same eight processes, a table with neither, and the race is there to be seen."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE race_twin (serial INTEGER)")
    try:
        parts = [[f"{n}-{m}" for m in range(3)] for n in range(PROCESSES)]
        paper = many.run(task="twin", parts=parts, paper=tmp_path / "paper")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE race_twin")
    assert len(paper) == 24
    assert len({serial for _, serial in paper}) < 24


@pytest.fixture
def disk(tmp_path):
    """`disk.back_up()` and `disk.restore()`, the way an operator does it on this database."""
    made = _PostgreSQL() if connection.vendor == "postgresql" else _File(tmp_path)
    yield made
    made.tidy()


class _File:
    def __init__(self, folder):
        self.folder, self.count = folder, 0

    def back_up(self):
        self.count += 1
        target = self.folder / f"{self.count}.zip"
        backup.write(target)
        return target

    def restore(self, source):
        self.count += 1
        backup.restore(source, AT + timedelta(seconds=self.count))

    def tidy(self):
        pass


class _PostgreSQL:
    """A copy of the database stands for pg_dump, a copy of the copy for pg_restore."""

    def __init__(self):
        self.own, self.made = connection.settings_dict["NAME"], []

    def back_up(self):
        return self._copy(connection.settings_dict["NAME"])

    def restore(self, source):
        copy = self._copy(source)
        connection.settings_dict["NAME"] = copy
        backup.raise_epoch(AT + timedelta(seconds=len(self.made)))

    def tidy(self):
        connection.close()
        connection.settings_dict["NAME"] = self.own
        for name in self.made:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _copy(self, source):
        connection.close()
        name = f"{self.own}_{len(self.made)}"
        # A thread of a test before (a server for a browser) may have left its session, which a copy does not bear.
        self._run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'")
        self._run(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY")
        self.made.append(name)
        return name

    def _run(self, sql):
        import psycopg

        with psycopg.connect(os.environ["SIIP_DATABASE_URL"], autocommit=True) as plain:
            plain.execute(sql)


def test_restores_of_old_backups_give_no_number_twice(cast, book, drafted, disk):
    """One before the first number, one in the middle, and the first one a second time."""
    paper = []
    first = disk.back_up()
    paper += give(cast, drafted(3))
    middle = disk.back_up()
    paper += give(cast, drafted(2))
    for source in (first, middle, first):
        disk.restore(source)
        paper += give(cast, drafted(2))
    assert paper == list(range(118, 129))
    found = rows(book)
    assert sorted(found) == list(range(118, 129))
    assert [serial for serial, status in found.items() if status == "used"] == [127, 128]
    assert set(Number.objects.filter(status="void").values_list("reason", flat=True)) == {"RESTORE"}
    assert list(numbering.faults()) == []
    assert list(journal.faults()) == []


def test_a_backup_older_than_the_register_does_not_begin_it_again(cast, drafted, disk):
    office, by = cast.offices["hendra"].id, cast.actor("dewi")

    def open_register():
        return registers.open_register(
            office, year=2026, pattern=PATTERN, pad=1, mode="siip", after=117, by=by, at=AT, id=uuid7()
        )

    before = disk.back_up()
    open_register()
    given = give(cast, drafted(3))
    disk.restore(before)
    open_register()
    assert (given, give(cast, drafted(1))) == ([118, 119, 120], [121])
