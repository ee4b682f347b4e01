"""A backup holds what it should, and after a restore the epoch is one that never was before."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from siip.kernel import backup
from siip.kernel.models import House

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECONDS = int((AT - backup.BEGINNING).total_seconds())


@pytest.fixture
def house(db):
    return House.objects.get_or_create(
        only=True, defaults={"id": "0192f0c4-0000-7000-8000-000000000000", "training": False, "made_at": AT}
    )[0]


def put_back(epoch):
    """What pg_restore does to the row of the house."""
    House.objects.update(epoch=epoch)


def test_a_dump_put_back_twice_begins_two_epochs(house):
    put_back(7)
    first = backup.raise_epoch(AT)
    put_back(7)
    second = backup.raise_epoch(AT + timedelta(seconds=1))
    assert 7 < first < second


def test_a_clock_that_was_set_back_does_not_set_the_epoch_back(house):
    first = backup.raise_epoch(AT)
    assert backup.raise_epoch(AT - timedelta(days=900)) == first + 1


def test_an_epoch_of_this_century_fits_its_column(house):
    far = datetime(2090, 1, 1, tzinfo=UTC)
    assert backup.raise_epoch(far) == House.objects.get().epoch == (far - backup.BEGINNING).total_seconds()


@pytest.fixture
def home(house, tmp_path, settings, transactional_db):
    """A SQLite house of its own in a folder: a file of the tests' tables, and two folders beside it."""
    put_back(7)
    settings.SIIP = replace(settings.SIIP, data_dir=tmp_path / "data")
    for name in ("media/16", "catalogue", "keys", "numbers"):
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "file").write_text(name)
    (tmp_path / "data" / "media" / "link").symlink_to("/etc/hostname")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "data" / backup.DATABASE)])
    return tmp_path / "data"


def epoch_in(file):
    with closing(sqlite3.connect(file)) as raw:
        return raw.execute("SELECT epoch FROM kernel_house").fetchone()[0]


@pytest.mark.sqlite
def test_a_backup_holds_database_media_and_catalogue_and_no_keys_log_or_link(home, tmp_path):
    size = backup.write(tmp_path / "backup.zip")
    assert size == (tmp_path / "backup.zip").stat().st_size
    names = zipfile.ZipFile(tmp_path / "backup.zip").namelist()
    assert names == [backup.DATABASE, "media/16/file", "catalogue/file"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "data"]


@pytest.mark.sqlite
def test_a_backup_never_overwrites_another(home, tmp_path):
    (tmp_path / "backup.zip").write_text("the old one")
    with pytest.raises(FileExistsError):
        backup.write(tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").read_text() == "the old one"


@pytest.mark.sqlite
def test_a_restore_puts_aside_what_stood_there_and_begins_an_epoch(home, tmp_path):
    backup.write(tmp_path / "backup.zip")
    (home / "media" / "16" / "file").write_text("since")
    (home / f"{backup.DATABASE}-wal").write_text("left over")
    aside = backup.restore(tmp_path / "backup.zip", AT)
    assert (home / "media" / "16" / "file").read_text() == "media/16"
    assert (aside / "media" / "16" / "file").read_text() == "since"
    assert not (home / f"{backup.DATABASE}-wal").exists()
    assert (home / "numbers" / "file").exists() and (home / "keys" / "file").exists()
    assert (epoch_in(aside / backup.DATABASE), epoch_in(home / backup.DATABASE)) == (7, SECONDS)


@pytest.mark.sqlite
def test_the_same_backup_put_back_on_an_empty_machine_begins_another_epoch_each_time(home, tmp_path):
    shutil.rmtree(home / "catalogue")  # an office may have none of its own
    backup.write(tmp_path / "backup.zip")
    begun = []
    for later in (1, 2):
        shutil.rmtree(home)
        home.mkdir()
        backup.restore(tmp_path / "backup.zip", AT + timedelta(seconds=later))
        begun.append(epoch_in(home / backup.DATABASE))
    assert begun == [SECONDS + 1, SECONDS + 2]


@pytest.mark.sqlite
def test_the_epoch_that_ends_is_left_behind_even_by_a_clock_that_was_set_back(home, tmp_path):
    backup.write(tmp_path / "backup.zip")
    backup.restore(tmp_path / "backup.zip", AT)
    backup.restore(tmp_path / "backup.zip", AT - timedelta(days=900))
    assert epoch_in(home / backup.DATABASE) == SECONDS + 1


def zip_of(path, **files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_sqlite3", ".sqlite3"), content)
    return path


def without_house(folder):
    with closing(sqlite3.connect(folder / "made")) as raw:
        raw.execute("CREATE TABLE kernel_house (epoch INTEGER)")
    return (folder / "made").read_bytes()


@pytest.mark.sqlite
@pytest.mark.parametrize("what", ["missing", "no zip", "no database", "strange", "cut", "no tables", "no house"])
def test_what_is_no_backup_is_refused_and_nothing_is_touched(home, tmp_path, what):
    source = tmp_path / "x.zip"
    made = {
        "no zip": lambda: source.write_text("no zip"),
        "no database": lambda: zip_of(source, media__file="x"),
        "strange": lambda: zip_of(source, siip_sqlite3="x", **{"../out": "x"}),
        "cut": lambda: source.write_bytes(
            zip_of(source, siip_sqlite3="x" * 99).read_bytes().replace(b"xxx", b"xyx", 1)
        ),
        "no tables": lambda: zip_of(source, siip_sqlite3="x"),
        "no house": lambda: zip_of(source, siip_sqlite3=without_house(tmp_path)),
    }
    made.get(what, lambda: None)()
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    with pytest.raises(backup.NotABackup):
        backup.restore(source, AT)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
