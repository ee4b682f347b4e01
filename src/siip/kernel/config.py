"""The configuration: read once from `siip.toml` and `SIIP_*`, refused at start if it makes no sense.

Environment wins over the file, the file over the default. Every setting stands in SETTINGS with its
reason, and in `docs/operating.md` with a line for the operator (tested).
"""

import base64
import difflib
import hashlib
import hmac
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from siip.kernel import checks

FILE: Final = "siip.toml"
PREFIX: Final = "SIIP_"
_FOR_TESTS: Final = ("SIIP_TEST_", "SIIP_CITUS_URL")


class Nonsense(Exception):
    """A configuration that cannot be meant. The message, in Indonesian, lists everything that is wrong:
    what, where, and what to write instead."""


@dataclass(frozen=True)
class Setting:
    """One decision of the operator. `read` turns text or a TOML value into it, or raises ValueError."""

    name: str
    default: Any
    read: checks.Check
    why: str
    env: bool = True


SETTINGS: Final = (
    Setting("database_url", "", checks.database_url, "empty: SQLite in the data folder"),
    Setting("city", "", checks.city, "the schema of the city or regency; PostgreSQL only"),
    Setting("public_url", "http://localhost:8000", checks.url, "stands in every QR for ever"),
    Setting("hosts", MappingProxyType({}), checks.hosts, "host name -> kecamatan", env=False),
    Setting("training", False, checks.boolean, "a house for practice; fixed at init", env=False),
    Setting("keys_dir", "", checks.text, "empty: `keys` in the data folder; may lie on another medium"),
    Setting("numbers_copy", "", checks.text, "a second folder for the numbers log, on a medium of its own"),
    Setting("session_minutes", 30, checks.number(5, 720), "a counter is left alone for a prayer, not for a day"),
    # Both end where kernel.sheet ends: a larger number here would promise what no file gets through.
    Setting("import_mib", 25, checks.number(1, 30), "30,000 residents in 43 columns are about 9 MiB"),
    Setting("import_rows", 99_999, checks.number(1_000, 99_999), "a larger kecamatan sends a file a kelurahan"),
    Setting("behind_proxy", False, checks.boolean, "believe X-Forwarded-Proto; only if a proxy always sets it"),
    Setting("sqlite_patched", "", checks.text, "a SQLite version that the distribution has mended"),
    Setting("log_level", "INFO", checks.one_of("DEBUG", "INFO", "WARNING", "ERROR"), "what goes to stderr"),
)  # fmt: skip


@dataclass(frozen=True)
class Config:
    """What the operator decided. Fields as in SETTINGS."""

    data_dir: Path
    keys_dir: Path
    database_url: str
    city: str
    public_url: str
    hosts: Mapping[str, str]
    training: bool
    numbers_copy: str
    session_minutes: int
    import_mib: int
    import_rows: int
    behind_proxy: bool
    sqlite_patched: str
    log_level: str

    @property
    def is_made(self) -> bool:
        """Whether `siip init` has been here: the house has its own key."""
        return (self.keys_dir / "house.key").exists()

    def secret(self, purpose: str) -> str:
        """A secret of this house for one purpose, derived from its key. Raises FileNotFoundError before `init`."""
        key = base64.b64decode((self.keys_dir / "house.key").read_text())
        derived = hmac.digest(key, f"config:{purpose}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(derived).decode()


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration of this process. Raises Nonsense."""
    data_dir = Path(environ.get("SIIP_DATA_DIR") or "data").absolute()
    wrong: list[str] = []
    if data_dir.exists() and not data_dir.is_dir():
        raise Nonsense(_message([f"SIIP_DATA_DIR: {data_dir} bukan folder. Tulis nama sebuah folder."]))
    values = {setting.name: setting.default for setting in SETTINGS}
    values.update(_from_file(data_dir / FILE, wrong))
    values.update(_from_environment(environ, wrong))
    values["keys_dir"] = (data_dir / (values["keys_dir"] or "keys")).absolute()
    wrong += _clashes(values, data_dir / FILE) + checks.key_folder_faults(values["keys_dir"])
    if wrong:
        raise Nonsense(_message(wrong))
    return Config(data_dir=data_dir, **values)


def write(data_dir: Path, **values: Any) -> Path:
    """Write a first `siip.toml` (for `init`), readable by its owner only. Raises FileExistsError."""
    path = data_dir / FILE
    lines = ["# Pengaturan SIIP. Setiap baris dijelaskan di docs/operating.md.\n"]
    tables = {name: value for name, value in values.items() if isinstance(value, Mapping)}
    for name, value in values.items():
        if name not in tables:
            lines.append(f"{name} = {_toml(value)}\n")
    for name, table in tables.items():
        lines += [
            f"\n[{name}]\n",
            *(f"{_toml(key)} = {_toml(value)}\n" for key, value in table.items()),
        ]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines(lines)
    return path


def _from_file(path: Path, wrong: list[str]) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        wrong.append(f"{path}: tidak dapat dibaca sebagai TOML ({error}). Perbaiki baris yang disebut.")
        return {}
    return _judged(written, {setting.name: setting for setting in SETTINGS}, f"{path}: ", wrong)


def _from_environment(environ: Mapping[str, str], wrong: list[str]) -> dict[str, Any]:
    ours = {
        name: value
        for name, value in environ.items()
        if name.startswith(PREFIX) and not name.startswith(_FOR_TESTS) and name != "SIIP_DATA_DIR"
    }
    if environ.get("DATABASE_URL"):
        ours.setdefault("SIIP_DATABASE_URL", environ["DATABASE_URL"])
    known = {_variable(setting.name): setting for setting in SETTINGS if setting.env}
    judged = _judged(ours, known, "", wrong)
    return {known[name].name: value for name, value in judged.items()}


def _judged(
    said: Mapping[str, Any],
    known: Mapping[str, Setting],
    where: str,
    wrong: list[str],
) -> dict[str, Any]:
    good: dict[str, Any] = {}
    for name, value in said.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Mungkin maksud Anda {near[0]}." if near else "Hapus, atau lihat docs/operating.md."
            wrong.append(f"{where}{name}: pengaturan ini tidak dikenal. {hint}")
            continue
        try:
            good[name] = known[name].read(value)
        except ValueError as error:
            wrong.append(f"{where}{name}: {error}")
    return good


def _clashes(values: Mapping[str, Any], path: Path) -> list[str]:
    wrong = []
    if values["database_url"] and not values["city"]:
        wrong.append(f'city: PostgreSQL memerlukan nama skema. Tulis misalnya city = "kota_1671" di {path}.')
    if path.exists() and "database_url" in path.read_text(errors="replace") and checks.is_read_by_others(path):
        wrong.append(f"{path}: memuat database_url dan dapat dibaca orang lain. Jalankan: chmod 600 '{path}'")
    return wrong


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)


def _message(wrong: list[str]) -> str:
    return "\n".join(["Pengaturan SIIP belum benar:", *(f"  - {line}" for line in wrong)])
