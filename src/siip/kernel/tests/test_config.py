"""A configuration that makes no sense is refused at start, in a sentence that says what to write instead."""

import base64
import dataclasses

import pytest

from siip.kernel import config


@pytest.fixture
def house(tmp_path):
    """A data folder; `house("...")` writes its siip.toml."""

    def write(text: str):
        (tmp_path / "siip.toml").write_text(text)
        (tmp_path / "siip.toml").chmod(0o600)
        return tmp_path

    return write


def read(folder, **environ: str):
    return config.load({"SIIP_DATA_DIR": str(folder), **environ})


def refusal(folder, **environ: str) -> str:
    with pytest.raises(config.Nonsense) as caught:
        read(folder, **environ)
    return str(caught.value)


def test_nothing_written_means_the_defaults(tmp_path):
    found = read(tmp_path)
    assert (found.database_url, found.public_url, found.training) == ("", "http://localhost:8000", False)
    assert found.keys_dir == tmp_path / "keys"


def test_every_setting_has_its_field():
    fields = {field.name for field in dataclasses.fields(config.Config)}
    assert fields == {setting.name for setting in config.SETTINGS} | {"data_dir"}


def test_the_file_goes_before_the_default_and_the_environment_before_the_file(house):
    folder = house("session_minutes = 45\nimport_mib = 12\n")
    found = read(folder, SIIP_IMPORT_MIB="15")
    assert (found.session_minutes, found.import_mib, found.import_rows) == (45, 15, 99_999)


def test_the_configuration_cannot_be_changed_afterwards(tmp_path):
    with pytest.raises(dataclasses.FrozenInstanceError):
        read(tmp_path).city = "kota_1671"
    with pytest.raises(TypeError):
        read(tmp_path).hosts["a"] = "16.71.14"


def test_the_usual_name_of_a_database_address_is_understood(tmp_path):
    found = read(tmp_path, DATABASE_URL="postgresql://siip@db/siip", SIIP_CITY="kota_1671")
    assert found.database_url == "postgresql://siip@db/siip"


def test_our_own_name_of_it_goes_first(tmp_path):
    address = "postgresql://siip@own/siip"
    found = read(tmp_path, DATABASE_URL="postgresql://x@y/z", SIIP_DATABASE_URL=address, SIIP_CITY="kota_1671")
    assert found.database_url == address


def test_hosts_lead_to_kecamatan(house):
    found = read(house('[hosts]\n"plaju.example.go.id" = "16.71.14"\n'))
    assert dict(found.hosts) == {"plaju.example.go.id": "16.71.14"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("publik_url = 'http://a'", "public_url"),
        ("x = 1", "docs/operating.md"),
        ("public_url = 'ftp://siip.example.go.id'", "http://"),
        ("public_url = 'siip.example.go.id'", "https://"),
        ("public_url = 'https://siip.example.go.id/app'", "tanpa folder"),
        ("public_url = 'https://a:b@siip.example.go.id'", "kata sandi"),
        ("public_url = 'https://siip.example.go.id:99999'", "bukan alamat"),
        ("public_url = 7", "teks"),
        ("training = 'mungkin'", "true atau false"),
        ("training = 1", "true atau false"),
        ("session_minutes = 2", "5 sampai 720"),
        ("session_minutes = true", "bilangan bulat"),
        ("session_minutes = 30.5", "bilangan bulat"),
        ("import_mib = 31", "1 sampai 30"),
        ("import_rows = 100000", "1000 sampai 99999"),
        ("log_level = 'LOUD'", "DEBUG, INFO, WARNING, ERROR"),
        ("city = 'palembang'", "kota_1671"),
        ("city = 'kota_1671; --'", "kota_1671"),
        ("database_url = 'mysql://a/b'", "postgresql://"),
        ("database_url = 'postgresql://a@b'", "nama basis data"),
        ("database_url = 'postgresql://siip@db/siip'", "nama skema"),
        ("hosts = 'plaju'", "[hosts]"),
        ("[hosts]\n'Plaju.go.id' = '16.71.14'", "huruf kecil"),
        ("[hosts]\n'http://plaju.go.id' = '16.71.14'", "tanpa http://"),
        ("[hosts]\n'plaju.go.id' = '167114'", "16.71.14"),
        ("[hosts]\n'plaju.go.id' = 16", "16.71.14"),
        ("training = ", "TOML"),
        ("\x00", "TOML"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_write(house, text, said):
    message = refusal(house(text))
    assert said in message and "siip.toml" in message


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SIIP_SESSION_MINUTE", "30", "SIIP_SESSION_MINUTES"),
        ("SIIP_TRAINING", "1", "tidak dikenal"),
        ("SIIP_SESSION_MINUTES", "setengah jam", "bilangan bulat"),
        ("SIIP_SESSION_MINUTES", "٣٠", "bilangan bulat"),
        ("SIIP_BEHIND_PROXY", "maybe", "true atau false"),
        ("SIIP_PUBLIC_URL", "localhost:8000", "http://"),
    ],
)
def test_so_is_the_environment(tmp_path, name, value, said):
    message = refusal(tmp_path, **{name: value})
    assert said in message and name in message


def test_everything_that_is_wrong_is_said_at_once(house):
    message = refusal(house("training = 3\nimport_mib = 0\n"), SIIP_LOG_LEVEL="x")
    assert len(message.splitlines()) == 4


def test_a_password_is_never_repeated(house):
    folder = house("database_url = 'postgresql://siip:rahasia@db:x y/siip?what=1'\n")
    assert "rahasia" not in refusal(folder)


def test_a_data_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "data").touch()
    assert "bukan folder" in refusal(tmp_path / "data")


def test_a_file_with_an_address_of_a_database_is_for_its_owner_only(house):
    folder = house("database_url = 'postgresql://siip:x@db/siip'\ncity = 'kota_1671'\n")
    (folder / "siip.toml").chmod(0o644)
    assert "chmod 600" in refusal(folder)


@pytest.fixture
def keys(tmp_path):
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "house.key").write_text(base64.b64encode(bytes(32)).decode())
    (folder / "house.key").chmod(0o600)
    return folder


def test_a_house_with_its_key_is_made(keys):
    assert read(keys.parent).is_made


def test_secrets_differ_by_purpose_and_stay(keys):
    found = read(keys.parent)
    assert found.secret("django") == found.secret("django") != found.secret("cookie")


def test_before_init_there_is_no_house(tmp_path):
    assert not read(tmp_path).is_made


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o602, 0o610])
def test_a_key_that_others_can_open_is_refused(keys, mode):
    (keys / "house.key").chmod(mode)
    assert "chmod 600" in refusal(keys.parent)


@pytest.mark.parametrize("text", ["", "kunci", base64.b64encode(bytes(16)).decode(), "é"])
def test_what_is_no_key_is_refused(keys, text):
    (keys / "house.key").write_text(text)
    assert "bukan kunci" in refusal(keys.parent)


def test_a_folder_in_place_of_a_key_is_refused(keys):
    (keys / "master-0001.key").mkdir()
    assert "bukan berkas kunci" in refusal(keys.parent)


def test_keys_may_lie_elsewhere(keys, tmp_path):
    (tmp_path / "other").mkdir()
    keys.rename(tmp_path / "other" / "keys")
    assert read(tmp_path, SIIP_KEYS_DIR=str(tmp_path / "other" / "keys")).is_made


def test_what_init_writes_is_read_again(tmp_path):
    hosts = {"plaju.example.go.id": "16.71.14"}
    path = config.write(tmp_path, public_url="https://siip.example.go.id", training=True, import_mib=8, hosts=hosts)
    found = read(tmp_path)
    assert (found.public_url, found.training, found.import_mib) == ("https://siip.example.go.id", True, 8)
    assert dict(found.hosts) == hosts
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_written_already_is_not_overwritten(house):
    with pytest.raises(FileExistsError):
        config.write(house("training = false\n"), training=True)
