"""Residents: 30,000 rows of Excel checked, sealed, indexed and stored, against a bare executemany of those rows.

    python bench/import.py [ROWS] [--database sqlite|postgresql]

The list is invented anew (43 columns, 4 MB). Each round takes it into an empty house; the floor, in the same
run, writes the very rows that the import has written (keys and residents) with one executemany a table into
the same empty tables. Target: 2 s on SQLite, whole, from the bytes of the file to COMMIT. Seconds of this process
stand beside those of the clock, which a busy machine stretches; on PostgreSQL the server's own are not in them.
"""

import argparse
import io
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROUNDS = 5
TARGET_SECONDS = 2.0
AT = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
HEADING = (
    "alamat dusun rw rt nama no_kk nik sex tempatlahir tanggallahir agama_id pendidikan_kk_id pendidikan_sedang_id "
    "pekerjaan_id status_kawin kk_level warganegara_id ayah_nik nama_ayah ibu_nik nama_ibu golongan_darah_id "
    "akta_lahir dokumen_pasport tanggal_akhir_paspor dokumen_kitas akta_perkawinan tanggalperkawinan akta_perceraian "
    "tanggalperceraian cacat_id cara_kb_id hamil ktp_el status_rekam alamat_sekarang status_dasar suku tag_id_card "
    "id_asuransi no_asuransi lat lng"
).split()
WORDS = (
    "Siti Nur Dewi Rina Yuni Ayu Ratna Indah Ahmad Budi Agus Hendra Rudi Fajar Ilham Yusuf Hasan Umar".upper().split()
)
KELURAHAN = ("Plaju Ulu", "Plaju Darat", "Plaju Ilir", "Baguskuning", "Komperta", "Talangputri", "Talangbubuk")


def invented(rows: int, *, rws: int = 11, rts: int = 39) -> bytes:
    """A list in the template's layout over so many RW of each kelurahan and RT of each RW; the same every time."""
    import xlsxwriter

    chance, out = random.Random(7), io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        page = book.add_worksheet("Data Penduduk")
        page.write_row(0, 0, HEADING)
        for number in range(rows):
            born = date(2026, 1, 1) - timedelta(days=chance.randrange(30_000))
            woman = chance.random() < 0.5
            middle = f"{born.day + 40 * woman:02}{born:%m%y}"
            said: dict[str, Any] = {
                "alamat": f"Jl. Kapten Abdullah No. {chance.randrange(300)}", "dusun": chance.choice(KELURAHAN),
                "rw": f"{chance.randrange(1, rws + 1):03}", "rt": f"{chance.randrange(1, rts + 1):03}",
                "nama": " ".join(chance.sample(WORDS, 3)), "no_kk": f"167114{middle}{number // 3 % 9999 + 1:04}",
                "nik": f"167114{middle}{number % 9999 + 1:04}", "sex": 2 if woman else 1, "tempatlahir": "PALEMBANG",
                "tanggallahir": born.isoformat(), "agama_id": 1, "pendidikan_kk_id": 5, "pekerjaan_id": 88,
                "status_kawin": 2, "kk_level": 4, "warganegara_id": 1, "nama_ayah": chance.choice(WORDS),
                "nama_ibu": chance.choice(WORDS), "status_dasar": 1,
            }  # fmt: skip
            page.write_row(number + 1, 0, [said.get(name) for name in HEADING])
    return out.getvalue()


def measure(rows: int) -> None:
    from django.db import connection

    from siip.people.models import Resident

    content = invented(rows)
    by = found()
    whole, worked, parts, floors, floors_worked = [], [], [], [], []
    for _ in range(ROUNDS):
        empty()
        began, busy = time.perf_counter(), time.process_time()
        parts.append(take(content, by))
        whole.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
        bare_seconds, bare_worked = floor()
        floors.append(bare_seconds)
        floors_worked.append(bare_worked)
    median, bare = statistics.median(whole), statistics.median(floors)
    busy, bare_busy = statistics.median(worked), statistics.median(floors_worked)
    steps = parts[whole.index(median)]
    print(f"{connection.vendor}: {Resident.objects.count()} residents from {len(content) / 2**20:.1f} MiB of Excel")
    print("  " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in steps.items()))
    print(
        f"  whole {median:.2f} s by the clock (target {TARGET_SECONDS} s; best of {ROUNDS}: {min(whole):.2f} s), "
        f"{busy:.2f} s of this process; {rows / median:,.0f} rows a second"
    )
    print(
        f"  bare executemany of the same rows {bare:.2f} s, {bare_busy:.2f} s of this process: the import is "
        f"{median / bare:.1f} times the floor by the clock, {busy / bare_busy:.1f} times by processor"
    )


def take(content: bytes, by: Any) -> dict[str, float]:
    """One import; gives the seconds of each step."""
    from siip.kernel.ids import uuid7
    from siip.people import resident_imports
    from siip.people.resident_files import read_list

    marks = {"start": time.perf_counter()}
    file = read_list(content, "daftar.xlsx")
    marks["open"] = time.perf_counter()

    def told(what: str, done: int, total: int) -> None:
        if done == total:
            marks["check" if what == "Memeriksa" else "store"] = time.perf_counter()

    terms = resident_imports.default_terms(file.name, AT.date())
    resident_imports.import_residents(
        file, terms, where="16/71/14/", new_id=uuid7, by=by, at=AT, id=uuid7(), progress=told
    )
    marks["commit"] = time.perf_counter()
    names = list(marks)
    return {name: marks[name] - marks[names[at]] for at, name in enumerate(names[1:])}


def floor() -> tuple[float, float]:
    """The rows of the last import written again, by hand: nothing can be faster in this process."""
    from django.db import connection, transaction

    from siip.kernel.models import DataKey
    from siip.people.models import Resident

    kept = []
    with connection.cursor() as cursor:
        for model in (DataKey, Resident):
            table = connection.ops.quote_name(model._meta.db_table)
            wanted = "WHERE id IN (SELECT key FROM people_resident)" if model is DataKey else ""
            cursor.execute(f"SELECT * FROM {table} {wanted}")
            places = ", ".join(["%s"] * len(cursor.description))
            kept.append((f"INSERT INTO {table} VALUES ({places})", cursor.fetchall()))
        cursor.execute("DELETE FROM people_resident")
        cursor.execute("DELETE FROM kernel_datakey")
    began, busy = time.perf_counter(), time.process_time()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, rows in kept:
            cursor.executemany(statement, rows)
    return time.perf_counter() - began, time.process_time() - busy


def found() -> Any:
    from siip import founding
    from siip.kernel import cities
    from siip.kernel.ids import uuid7
    from siip.wilayah import rts, territory
    from siip.wilayah.rts import RwRt

    cities.migrate()
    founding.make_house(uuid7(), training=True, at=AT)
    by = founding.found("16.71.14", at=AT).house
    for place in territory.kelurahan_of("16/71/14/"):
        all_rts = [RwRt(f"{rw:03}", f"{rt:03}") for rw in range(1, 12) for rt in range(1, 40)]
        rts.add_rts(place.path, all_rts, by=by, at=AT, id=uuid7())
    return by


def empty() -> None:
    from siip.kernel.models import DataKey
    from siip.people.models import Resident, ResidentImport

    for model in (Resident, ResidentImport, DataKey):
        model.objects.all().delete()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("rows", nargs="?", type=int, default=30_000)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    said = asked.parse_args()
    home, server = Path(tempfile.mkdtemp(prefix="siip-bench-")), None
    os.environ |= {"SIIP_DATA_DIR": str(home), "DJANGO_SETTINGS_MODULE": "siip.settings", "SIIP_LOG_LEVEL": "ERROR"}
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.house import make_keys

    make_keys(home / "keys")
    try:
        if said.database == "postgresql":
            server = own_server()
        import django

        django.setup()
        if server is not None or os.environ.get("SIIP_DATABASE_URL"):
            from siip.kernel import cities

            cities.create("kota_1671")
        measure(said.rows)
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(home, ignore_errors=True)


def own_server() -> Any:
    """PostgreSQL as the tests have it: a given one, or our own."""
    from tests.own_pg import OwnPostgreSQL

    os.environ["SIIP_CITY"] = "kota_1671"
    if given := os.environ.get("SIIP_TEST_DATABASE_URL"):
        os.environ["SIIP_DATABASE_URL"] = given
        return None
    import psycopg

    server = OwnPostgreSQL()
    server.start()
    with psycopg.connect(server.url, autocommit=True) as plain:
        plain.execute("CREATE DATABASE siip_bench TEMPLATE template0")
    os.environ["SIIP_DATABASE_URL"] = server.url.replace("/postgres?", "/siip_bench?")
    return server


if __name__ == "__main__":
    main()
