"""What a setting may be: readers that take text or a TOML value, or say in Indonesian what to write."""

import base64
import binascii
import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

CITY: Final = re.compile(r"(kota|kab)_[0-9]{4}")
_CODE: Final = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
_HOST: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_YES: Final = {"1": True, "true": True, "ya": True, "0": False, "false": False, "tidak": False}

Check = Callable[[Any], Any]
"""Gives the value that was meant. Raises ValueError with a sentence for the operator."""


def text(value: Any) -> str:
    """A line of text."""
    if not isinstance(value, str) or "\n" in value or "\0" in value:
        raise ValueError("harus berupa satu baris teks dalam tanda kutip.")
    return value.strip()


def boolean(value: Any) -> bool:
    """Yes or no; in the environment 1, true, ya, 0, false, tidak."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _YES:
        return _YES[value.lower()]
    raise ValueError("tulis true atau false.")


def number(least: int, most: int) -> Check:
    """A whole number between two, both included."""

    def read(value: Any) -> int:
        written = isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}", value.strip())
        if isinstance(value, bool) or not (isinstance(value, int) or written):
            raise ValueError(f"tulis bilangan bulat dari {least} sampai {most}.")
        if not least <= int(value) <= most:
            raise ValueError(f"{value} di luar batas. Tulis bilangan dari {least} sampai {most}.")
        return int(value)

    return read


def one_of(*choices: str) -> Check:
    """One of the words, in any case."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value.upper() not in choices:
            raise ValueError(f"tulis salah satu dari {', '.join(choices)}.")
        return value.upper()

    return read


def url(value: Any) -> str:
    """The address under which the public reaches this house, without a slash at the end."""
    said = text(value).rstrip("/")
    try:
        parts = urlsplit(said)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        raise ValueError(f"{said!r} bukan alamat. Contoh: https://siip.example.go.id") from None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.hostname or ""):
        raise ValueError(f"{said!r} harus diawali http:// atau https:// dan nama host.")
    if parts.path or parts.query or parts.fragment or parts.username or not port_is_one:
        raise ValueError("tulis alamat pangkal saja, tanpa folder, tanda tanya, atau kata sandi.")
    return said


def city(value: Any) -> str:
    """The schema of a city or regency, such as kota_1671; empty for none."""
    said = text(value)
    if said and not CITY.fullmatch(said):
        raise ValueError(f"{said!r} bukan nama skema. Tulis misalnya kota_1671 atau kab_1602.")
    return said


def database_url(value: Any) -> str:
    """An address of PostgreSQL; empty for SQLite."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    said = text(value)
    if not said:
        return ""
    if not said.startswith(("postgresql://", "postgres://")):
        raise ValueError("harus diawali postgresql://, atau kosong untuk SQLite.")
    try:
        named = conninfo_to_dict(said).get("dbname")
    except ProgrammingError:  # its text repeats the address, password and all
        raise ValueError("alamat PostgreSQL ini tidak dapat dibaca. Periksa tanda baca di dalamnya.") from None
    if not named:
        raise ValueError("sebutkan nama basis datanya: postgresql://user@host/nama")
    return said


def hosts(value: Any) -> Mapping[str, str]:
    """Host names, each with the dotted code of a kecamatan."""
    if not isinstance(value, Mapping):
        raise ValueError('harus berupa tabel: [hosts], lalu "plaju.example.go.id" = "16.71.14" per baris.')
    for host, code in value.items():
        if not _HOST.fullmatch(host):
            raise ValueError(f"{host!r} bukan nama host. Tulis huruf kecil, tanpa http:// dan tanpa port.")
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise ValueError(f'kode {code!r} untuk {host} bukan kode kecamatan. Contoh: "16.71.14".')
    return MappingProxyType(dict(value))


def key_folder_faults(folder: Path) -> list[str]:
    """What is wrong with the folder of keys, one line each; nothing where there is none yet."""
    try:
        found = sorted(folder.glob("*.key")) if folder.exists() else []
        return [fault for path in found if (fault := _key_fault(path))]
    except OSError as error:
        return [f"{folder}: tidak dapat dibuka ({error.strerror}). Jalankan SIIP sebagai pemilik folder ini."]


def is_read_by_others(path: Path) -> bool:
    """Whether somebody beside the owner may read or change a file; never so on Windows."""
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _key_fault(path: Path) -> str | None:
    if not path.is_file():
        return f"{path}: bukan berkas kunci."
    if is_read_by_others(path):
        return f"{path}: dapat dibuka pengguna lain. Jalankan: chmod 600 '{path}'"
    try:
        key = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except OSError as error:
        return f"{path}: tidak dapat dibaca ({error.strerror}). Jalankan SIIP sebagai pemilik berkas ini."
    except (UnicodeDecodeError, binascii.Error):
        key = b""
    return None if len(key) == 32 else f"{path}: isinya bukan kunci. Kembalikan dari cadangan kunci."
