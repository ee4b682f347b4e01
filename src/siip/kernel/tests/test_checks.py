"""What a setting may be, where the file and the environment do not come to it (test_config.py)."""

import base64

import pytest

from siip.kernel import checks


@pytest.mark.parametrize(("said", "meant"), [(True, True), ("Ya", True), ("0", False), ("FALSE", False)])
def test_yes_and_no_are_understood(said, meant):
    assert checks.boolean(said) is meant


@pytest.mark.parametrize("said", ["", "mungkin", 1, None])
def test_what_is_neither_is_refused(said):
    with pytest.raises(ValueError, match="true atau false"):
        checks.boolean(said)


@pytest.mark.parametrize("said", ["4", 11, True, "setengah", 7.5])
def test_a_number_outside_its_bounds_or_none_at_all_is_refused(said):
    with pytest.raises(ValueError, match="5 sampai 10"):
        checks.number(5, 10)(said)


def test_one_of_a_few_words_in_any_case():
    assert (checks.number(5, 10)(" 7 "), checks.one_of("INFO", "ERROR")("info")) == (7, "INFO")
    with pytest.raises(ValueError, match="salah satu dari INFO, ERROR"):
        checks.one_of("INFO", "ERROR")("LOUD")


@pytest.mark.parametrize("said", ["two\nlines", "nul\0", 7])
def test_a_text_is_one_line(said):
    with pytest.raises(ValueError, match="satu baris"):
        checks.text(said)


def test_the_address_of_sqlite_is_empty():
    assert checks.database_url(" ") == ""


def test_an_address_that_cannot_be_read_is_refused_without_repeating_it():
    with pytest.raises(ValueError, match="tidak dapat dibaca") as refused:
        checks.database_url("postgresql://siip:rahasia@db/siip?what=1")
    assert "rahasia" not in str(refused.value)


@pytest.fixture
def keys(tmp_path):
    """A folder with one good key, to be spoilt."""
    path = tmp_path / "house.key"
    path.touch(mode=0o600)
    path.write_text(base64.b64encode(bytes(32)).decode())
    return tmp_path


def test_good_keys_have_no_fault_and_neither_has_a_folder_that_is_not_there(keys):
    assert checks.key_folder_faults(keys) == checks.key_folder_faults(keys / "none") == []


@pytest.mark.parametrize("content", [b"", b"AAAA", b"\xff\xfe", b"not base64!", base64.b64encode(bytes(31))], ids=str)
def test_what_is_no_key_is_named(keys, content):
    (keys / "house.key").write_bytes(content)
    assert "bukan kunci" in checks.key_folder_faults(keys)[0]


def test_a_key_that_others_may_read_is_named_with_what_to_do(keys):
    (keys / "house.key").chmod(0o640)
    assert f"chmod 600 '{keys / 'house.key'}'" in checks.key_folder_faults(keys)[0]


def test_a_folder_in_the_place_of_a_key_is_named(keys):
    (keys / "master.key").mkdir()
    assert "bukan berkas kunci" in checks.key_folder_faults(keys)[0]


def test_a_folder_that_cannot_be_looked_into_is_named():
    class Shut:
        """A folder of somebody else: root, who may run these tests, is shut out of none."""

        def exists(self):
            raise PermissionError(13, "Permission denied")

        def __str__(self):
            return "/keys"

    assert checks.key_folder_faults(Shut()) == [
        "/keys: tidak dapat dibuka (Permission denied). Jalankan SIIP sebagai pemilik folder ini."
    ]


def test_a_key_that_cannot_be_read_is_named(keys, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(keys), "read_text", refuse)
    assert "tidak dapat dibaca (Permission denied)" in checks.key_folder_faults(keys)[0]
