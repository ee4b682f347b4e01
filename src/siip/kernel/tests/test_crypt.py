"""Sealing: what opens where, what a destroyed key takes with it, and rotation of the master key."""

import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel import crypt
from siip.kernel.ids import uuid7
from siip.kernel.models import DataKey

FRIDAY = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
NIK = b"1671140101010001"
KEY = bytes(range(32))


@pytest.fixture
def keys(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A keys folder of its own with house key and one master."""
    folder = tmp_path / "keys"
    crypt.make_house_key(folder)
    crypt.make_master(folder)
    settings.SIIP = replace(settings.SIIP, keys_dir=folder)
    yield folder


def stored() -> tuple[DataKey, bytes]:
    row, plain = crypt.new_key(uuid7())
    row.save(force_insert=True)
    return row, plain


# Sealing


@given(st.binary(), st.text(), st.binary(min_size=32, max_size=32))
def test_what_is_sealed_opens_again(plain: bytes, aad: str, key: bytes) -> None:
    aad = aad.encode("utf-8", "replace").decode()
    sealed = crypt.seal(key, plain, aad=aad)
    assert crypt.open_sealed(key, sealed, aad=aad) == plain
    assert crypt.open_sealed(key, memoryview(sealed), aad=aad) == plain  # type: ignore[arg-type]  # as psycopg gives it


@given(st.text(), st.text())
def test_a_sealed_value_moved_to_another_place_does_not_open(one: str, other: str) -> None:
    one, other = (text.encode("utf-8", "replace").decode() for text in (one, other))
    sealed = crypt.seal(KEY, NIK, aad=one)
    if one != other:
        with pytest.raises(crypt.Unreadable):
            crypt.open_sealed(KEY, sealed, aad=other)


@given(st.integers(0, 44), st.integers(0, 7))
def test_one_changed_bit_is_noticed(at: int, bit: int) -> None:
    sealed = bytearray(crypt.seal(KEY, NIK, aad="place"))
    assert len(sealed) == 45  # version, nonce, 16 digits, tag
    sealed[at] ^= 1 << bit
    with pytest.raises(crypt.Unreadable):
        crypt.open_sealed(KEY, bytes(sealed), aad="place")


@given(st.integers(0, 44))
def test_what_is_cut_off_does_not_open(length: int) -> None:
    with pytest.raises(crypt.Unreadable):
        crypt.open_sealed(KEY, crypt.seal(KEY, NIK, aad="place")[:length], aad="place")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(crypt.Unreadable):
        crypt.open_sealed(bytes(32), crypt.seal(KEY, NIK, aad="place"), aad="place")


def test_the_same_value_is_never_sealed_alike() -> None:
    assert crypt.seal(KEY, NIK, aad="place") != crypt.seal(KEY, NIK, aad="place")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_json_comes_back_as_it_was(value: Any) -> None:
    try:
        sealed = crypt.seal_json(KEY, value, aad="place")
    except UnicodeEncodeError:  # half a surrogate pair is no text
        return
    assert crypt.open_json(KEY, sealed, aad="place") == value


# Data keys


@pytest.mark.django_db
def test_a_data_key_lies_wrapped(keys: Path) -> None:
    row, plain = stored()
    found = DataKey.objects.get(pk=row.pk)
    assert crypt.plain_key(found) == plain and len(plain) == 32
    assert plain not in bytes(found.wrapped or b"") and found.master == "master-0001"


@pytest.mark.django_db
def test_many_keys_are_made_with_one_look_at_the_master(keys: Path) -> None:
    make = crypt.key_maker()
    made = [make(uuid7()) for _ in range(3)]
    assert len({plain for _, plain in made}) == 3
    rows = [(DataKey(id=id, master=master, wrapped=wrapped), plain) for (id, master, wrapped), plain in made]
    assert all(crypt.plain_key(row) == plain for row, plain in rows)


@pytest.mark.django_db
def test_a_wrapped_key_moved_to_another_row_does_not_open(keys: Path) -> None:
    one, other = stored()[0], stored()[0]
    one.wrapped = other.wrapped
    with pytest.raises(crypt.Unreadable):
        crypt.plain_key(one)


@pytest.mark.django_db
def test_a_destroyed_key_opens_nothing_for_ever(keys: Path) -> None:
    row, plain = stored()
    crypt.destroy(row, FRIDAY)
    found = DataKey.objects.get(pk=row.pk)
    assert (found.wrapped, found.destroyed_at) == (None, FRIDAY)
    with pytest.raises(crypt.Unreadable, match="destroyed"):
        crypt.plain_key(found)


@pytest.mark.django_db
@pytest.mark.parametrize("said", [{"wrapped": None}, {"destroyed_at": FRIDAY}])
def test_the_database_holds_a_key_whole_or_destroyed(keys: Path, said: dict[str, Any]) -> None:
    row, _ = stored()
    with pytest.raises(IntegrityError), transaction.atomic():
        DataKey.objects.filter(pk=row.pk).update(**said)


# Rotation


@pytest.mark.django_db
@pytest.mark.parametrize("batch", [1, 2, 100])
def test_rotation_rewraps_everything_and_the_old_master_can_go(keys: Path, batch: int) -> None:
    made = [stored() for _ in range(5)]
    sealed = [crypt.seal(plain, NIK, aad=str(row.pk)) for row, plain in made]
    gone = stored()[0]
    crypt.destroy(gone, FRIDAY)
    assert crypt.make_master(keys) == "master-0002"
    steps: list[int] = []
    assert crypt.rewrap(steps.append, batch=batch) == 5
    assert steps[-1] == 5 and len(steps) == -(-5 // batch)
    assert crypt.rewrap(batch=batch) == 0
    (keys / "master-0001.key").unlink()
    for (row, plain), value in zip(made, sealed, strict=True):
        found = DataKey.objects.get(pk=row.pk)
        assert (found.master, crypt.plain_key(found)) == ("master-0002", plain)
        assert crypt.open_sealed(plain, value, aad=str(row.pk)) == NIK
    assert DataKey.objects.get(pk=gone.pk).wrapped is None


@pytest.mark.django_db
def test_a_running_server_takes_up_a_new_master_at_once(keys: Path) -> None:
    """It would else wrap new keys under the old one, which is taken away when all is rewrapped."""
    assert crypt.current_master()[0] == "master-0001"
    made_by_another_process = (keys / "master-0001.key").read_text()
    (keys / "master-0002.key").write_text(made_by_another_process)
    assert crypt.current_master()[0] == "master-0002"
    assert stored()[0].master == "master-0002"


@pytest.mark.django_db
def test_a_name_is_never_given_to_two_masters(keys: Path) -> None:
    crypt.make_master(keys)
    (keys / "master-0001.key").unlink()
    assert crypt.make_master(keys) == "master-0003"


@pytest.mark.django_db
def test_rotation_can_stop_and_go_on(keys: Path) -> None:
    for _ in range(4):
        stored()
    crypt.make_master(keys)

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crypt.rewrap(stop, batch=3)
    assert DataKey.objects.filter(master="master-0001").count() == 1
    assert crypt.rewrap() == 1


@pytest.mark.django_db
def test_a_master_that_is_not_here_is_named(keys: Path) -> None:
    row, _ = stored()
    crypt.make_master(keys)
    (keys / "master-0001.key").unlink()
    with pytest.raises(crypt.Unreadable, match="master-0001 is not in the keys folder"):
        crypt.plain_key(row)


def test_a_folder_without_a_master_says_what_to_do(tmp_path: Path, settings: Any) -> None:
    settings.SIIP = replace(settings.SIIP, keys_dir=tmp_path)
    with pytest.raises(crypt.Unreadable, match="siip init"):
        crypt.current_master()


def test_keys_are_readable_by_their_owner_only_and_never_overwritten(keys: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in keys.iterdir()} == {0o600}
    assert keys.stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileExistsError):
        crypt.make_house_key(keys)


# Blind index and digests


def test_a_blind_index_is_stable_over_rotation(keys: Path) -> None:
    before = crypt.blind("nik", "1671140101010001")
    crypt.make_master(keys)
    assert crypt.blind("nik", "1671140101010001") == before and len(before) == 32


@given(st.text(), st.text())
def test_a_blind_index_is_equal_for_equal_values_only(one: str, other: str) -> None:
    one, other = (text.encode("utf-8", "replace").decode() for text in (one, other))
    assert (crypt.blind("nik", one) == crypt.blind("nik", other)) == (one == other)


def test_each_purpose_has_a_secret_of_its_own(keys: Path) -> None:
    assert crypt.blind("nik", "1") != crypt.blind("no_kk", "1")
    assert crypt.house_secret("a") != crypt.house_secret("b") and len(crypt.house_secret("a")) == 32
    assert crypt.digest(b"1") != crypt.blind("digest", "1").hex()


def test_another_house_has_other_fingerprints(keys: Path, tmp_path: Path, settings: Any) -> None:
    here = crypt.blind("nik", "1"), crypt.digest(b"1")
    crypt.make_house_key(tmp_path / "other")
    settings.SIIP = replace(settings.SIIP, keys_dir=tmp_path / "other")
    assert crypt.blind("nik", "1") != here[0] and crypt.digest(b"1") != here[1]


def test_the_blind_index_is_hmac_sha256_of_the_house_secret_for_its_purpose():
    expected = hmac.digest(crypt.house_secret("blind:nik"), b"1671140411690001", "sha256")
    assert crypt.blind("nik", "1671140411690001") == expected
