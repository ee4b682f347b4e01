"""The command line: `./siip COMMAND`. Each command reads its arguments, calls an area, and prints."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec
from uuid import uuid5

import typer
from django.conf import settings
from django.db import connection
from rich.progress import Progress

from siip import demo, founding, importing, rehearsing
from siip import serve as server
from siip.kernel import backup, catalogue, cities, config, crypt, database, jobs, journal
from siip.kernel.ids import uuid7
from siip.kernel.models import Chain, Entry
from siip.kernel.refused import Refused
from siip.letters import numbering
from siip.people import accounts, offices, resident_imports
from siip.people.resident_files import read_list
from siip.programme import grounds
from siip.rehearse import play
from siip.rehearse.friday import SCENES
from siip.rehearse.hand import Stumbled
from siip.wilayah import boundaries
from siip.wilayah.rules import geojson

P = ParamSpec("P")
app = typer.Typer(
    name="siip", help="SIIP: layanan kecamatan di lapangan.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_show_locals=False,
)  # fmt: skip

catalogue_app = typer.Typer(help="Jenis surat, layanan, dan daftar kode.", no_args_is_help=True)
app.add_typer(catalogue_app, name="catalogue")

Port = Annotated[int, typer.Option(min=1, max=65535, help="Port yang didengarkan.")]
Host = Annotated[str, typer.Option(help="Alamat yang didengarkan; 0.0.0.0 untuk semua.")]


def run() -> None:
    """Run the command; what cannot be done is said in a sentence, and the exit code tells."""
    try:
        app()
    except (Refused, catalogue.CatalogueError, database.WrongDatabase, server.CannotServe, backup.NotABackup) as error:
        typer.echo(error.message if isinstance(error, Refused) else str(error), err=True)
        sys.exit(1)
    except Stumbled as error:
        typer.echo(f"Latihan berhenti. {error}", err=True)
        sys.exit(1)


def _after(look: Callable[[], None]) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """A command that first looks whether the house has what it needs. Not in the callback of the whole program, which
    runs before `--help` of a command is answered.
    """

    def wrap(command: Callable[P, None]) -> Callable[P, None]:
        @wraps(command)
        def looked(*args: P.args, **kwargs: P.kwargs) -> None:
            look()
            command(*args, **kwargs)

        return looked

    return wrap


@app.callback()
def siip() -> None:
    """SIIP: layanan kecamatan di lapangan."""


@app.command()
def serve(port: Port = 8000, host: Host = "127.0.0.1", workers: Annotated[int, typer.Option(min=0)] = 0) -> None:
    """Jalankan server. --workers 0: satu pada SQLite, sebanyak inti prosesor pada PostgreSQL."""
    plan = server.plan(host=host, port=port, workers=workers)
    for line in plan.addresses():
        typer.echo(line)
    server.serve(plan)


@app.command()
@_after(server.refuse_unmade)
def migrate() -> None:
    """Sesuaikan tabel semua kota dengan versi ini. Aman diulang bila terputus."""
    if not cities.names():
        changed = cities.migrate()
        typer.echo("Basis data: " + ("disesuaikan." if changed else "sudah sesuai."))
    for name, changed in cities.migrate_all():
        typer.echo(f"{name}: " + ("disesuaikan." if changed else "sudah sesuai."))


@catalogue_app.command("check")
def check_catalogue() -> None:
    """Baca seluruh katalog dan cetak setiap jenis surat dengan tiga contohnya."""
    problems = catalogue.check(typer.echo)
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"Katalog baik: {len(catalogue.letter_types())} jenis surat, {len(catalogue.services())} layanan.")


@app.command()
def init(
    kecamatan: Annotated[str, typer.Option(help="Kode kecamatan menurut Kemendagri, misalnya 16.71.14.")],
    manager: Annotated[str, typer.Option(help="Nama pengelola pertama, seperti pada surat.")] = "Pengelola",
    username: Annotated[str, typer.Option(help="Nama pengguna pengelola pertama.")] = "pengelola",
    public_url: Annotated[str, typer.Option(help="Alamat untuk umum; tercetak dalam setiap kode QR.")] = "",
    training: Annotated[bool, typer.Option(help="Rumah latihan: nomor dan surat tidak berlaku.")] = False,
) -> None:
    """Siapkan SIIP untuk satu kecamatan. Diulang dengan kode lain: kecamatan kedua di rumah yang sama."""
    start_house({"public_url": public_url} if public_url else {}, training=training)
    at = datetime.now(UTC)
    founded = founding.found(kecamatan, at=at, progress=typer.echo)
    person = founding.first_manager(founded, manager, at=at)
    typer.echo(f"Kecamatan {founded.kecamatan.name} ({founded.kecamatan.code}) siap, waktu {founded.kecamatan.zone}.")
    if len(offices.served_kecamatan()) > 1:
        typer.echo(f'Beri setiap kecamatan alamatnya di siip.toml: [hosts] "alamat" = "{founded.kecamatan.code}"')
    if person is None:
        typer.echo("Pengelola sudah ada; tidak ada akun baru.")
        return
    password = start_password()
    accounts.open_account(
        person_id=person, username=username, password=password, by=founded.house, at=at, id=uuid5(person, "account")
    )
    typer.echo(f"Masuk sebagai {username} dengan kata sandi awal {password} (diganti saat masuk pertama, 14 hari).")
    typer.echo(f"Folder data: {settings.SIIP.data_dir}. Cadangkan juga folder keys di dalamnya, di tempat terpisah.")


@app.command()
@_after(server.refuse_empty)
def verify() -> None:
    """Periksa rantai jurnal dari awal sampai akhir."""
    wrong = list(journal.faults())
    for fault in wrong:
        typer.echo(fault, err=True)
    count = Entry.objects.count()
    if wrong:
        typer.echo(f"{len(wrong)} hal tidak cocok dalam {count} catatan. Jangan mengubah apa pun; hubungi pengelola.")
        raise typer.Exit(1)
    typer.echo(f"Jurnal utuh: {count} catatan, {Chain.objects.count()} rantai.")


@app.command("backup")
@_after(server.refuse_empty)
def make_backup(target: Annotated[Path, typer.Argument(help="Berkas cadangan yang akan ditulis.")]) -> None:
    """Tulis cadangan rumah SQLite yang sedang berjalan ke satu berkas (tanpa folder keys)."""
    if connection.vendor != "sqlite":
        typer.echo("Rumah ini memakai PostgreSQL: pakai pg_dump (docs/operating.md).", err=True)
        raise typer.Exit(1)
    try:
        size = backup.write(target)
    except FileExistsError:
        typer.echo(f"{target} sudah ada dan tidak ditimpa. Pilih nama lain.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Cadangan ditulis: {target}, {size / 1024 / 1024:.1f} MiB. Folder keys dicadangkan terpisah.")


@app.command()
@_after(server.refuse_unmade)
def restore(source: Annotated[Path, typer.Argument(help="Berkas cadangan.")]) -> None:
    """Pulihkan cadangan. Hentikan server dahulu; keadaan sekarang disisihkan, tidak dihapus."""
    server.refuse_running()
    aside = backup.restore(source, datetime.now(UTC))
    typer.echo(f"Cadangan dipulihkan. Keadaan sebelumnya ada di {aside}. Nomor yang sudah keluar tidak terulang.")


@app.command("restored")
@_after(server.refuse_empty)
def after_restore() -> None:
    """Sesudah memulihkan PostgreSQL dengan pg_restore: naikkan masa, supaya nomor tidak terulang."""
    typer.echo(f"Masa {backup.raise_epoch(datetime.now(UTC))} dimulai di rumah ini.")


keys_app = typer.Typer(help="Kunci penyegelan.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")


@keys_app.command("new")
@_after(server.refuse_unmade)
def new_master() -> None:
    """Buat kunci induk baru; yang lama tetap diperlukan sampai `keys rewrap` selesai."""
    typer.echo(f"Kunci induk {crypt.make_master(Path(settings.SIIP.keys_dir))} dibuat. Jalankan: siip keys rewrap")


@keys_app.command("rewrap")
@_after(server.refuse_empty)
def rewrap() -> None:
    """Bungkus ulang semua kunci data dengan kunci induk terbaru. Aman diulang bila terputus."""
    done = crypt.rewrap(lambda count: typer.echo(f"{count} ..."))
    name, _ = crypt.current_master()
    typer.echo(f"{done} kunci data dibungkus ulang dengan {name}. Kunci induk lama boleh disimpan terpisah.")


import_app = typer.Typer(help="Memasukkan daftar dari berkas.", no_args_is_help=True)
app.add_typer(import_app, name="import")


@import_app.command("residents")
@_after(server.refuse_unready)
def import_residents(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Berkas Excel: .xlsx, .xlsm, atau .xls.")],
    kecamatan: Annotated[str, typer.Option(help="Kode kecamatan atau kelurahan. Bawaan: satu-satunya di sini.")] = "",
    source: Annotated[str, typer.Option(help="Dari mana daftar ini. Bawaan: nama berkasnya.")] = "",
    basis: Annotated[str, typer.Option(help="Dasar hukum menyimpannya. Bawaan: pelayanan publik.")] = "",
    until: Annotated[str, typer.Option(help="Disimpan sampai tanggal, misalnya 31-12-2027. Bawaan: setahun.")] = "",
    sheet: Annotated[str, typer.Option(help="Nama lembar. Bawaan: lembar pertama yang berisi.")] = "",
    make_rt: Annotated[bool, typer.Option("--make-rt", help="Tambahkan RT di daftar yang belum dikenal.")] = False,
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help="Batal bila ada baris ditolak.")] = False,
) -> None:
    """Masukkan daftar penduduk. Tidak pernah bertanya: yang tidak disebut memakai bawaan, dan bawaannya dicetak."""
    at = datetime.now(UTC)
    where = importing.place(kecamatan)
    opened = read_list(file.read_bytes(), file.name, sheet_name=sheet or None, most_rows=settings.SIIP.import_rows)
    terms = importing.terms(opened.name, where, at, source=source, basis=basis, until=until)
    for line in importing.taken_for_granted(opened, terms, where, make_rt=make_rt, all_or_nothing=all_or_nothing):
        typer.echo(line)
    try:
        with importing.progress() as told:
            outcome = resident_imports.import_residents(
                opened, terms, where=where.path, new_id=uuid7, by=founding.house_actor(), at=at, id=uuid7(),
                make_rt=make_rt, all_or_nothing=all_or_nothing, progress=told,
            )  # fmt: skip
    except resident_imports.RowsRefused as refused:
        for finding in refused.rows:
            typer.echo(f"Baris {finding.row}: {finding.message}")
        raise
    for line in importing.report(outcome):
        typer.echo(line)


@import_app.command("boundaries")
@_after(server.refuse_unready)
def import_boundaries(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Berkas GeoJSON: derajat, WGS 84.")],
    source: Annotated[str, typer.Option(help="Dari siapa batas ini; tertulis di bawah setiap peta.")],
    licence: Annotated[str, typer.Option(help="Lisensi atau sebutan yang diminta sumbernya.")] = "",
    kecamatan: Annotated[str, typer.Option(help="Kode kecamatan atau kelurahan. Bawaan: satu-satunya di sini.")] = "",
) -> None:
    """Masukkan batas kecamatan, kelurahan, atau RT. Yang baik masuk; yang ditolak disebut nomor dan sebabnya."""
    where = importing.place(kecamatan)
    geojson.refuse_long(file.stat().st_size)
    outcome = boundaries.import_boundaries(
        file.read_bytes(), boundaries.Origin(source, licence), inside=where.path,
        points=grounds.points_in(where.path), by=founding.house_actor(), at=datetime.now(UTC), id=uuid7(),
    )  # fmt: skip
    for line in importing.boundary_report(outcome, where):
        typer.echo(line)
    if not outcome.taken and not outcome.known_count:
        raise typer.Exit(1)


@app.command()
@_after(server.refuse_unready)
def doctor() -> None:
    """Periksa apakah rumah ini dapat dilayani, dan apa yang perlu diperhatikan."""
    typer.echo(f"SQLite {'.'.join(map(str, database.library_version()))}, basis data {connection.vendor}: baik.")
    for difference in numbering.faults():
        typer.echo(f"Catatan nomor: {difference}")
    for name, count in jobs.counts().items():
        typer.echo(f"Antrean pekerjaan, {name}: {count}")


def start_house(values: dict[str, Any], *, training: bool) -> None:
    """Lay the house if it is new and start again; else bring its tables up to date."""
    data_dir = settings.SIIP.data_dir
    said = {**values, "training": True} if training else values
    if founding.lay(data_dir, **said):
        os.execv(sys.executable, [sys.executable, "-m", "siip", *sys.argv[1:]])
    if settings.SIIP.city:
        cities.create(settings.SIIP.city)
    else:
        cities.migrate()
    founding.make_house(uuid7(), training=settings.SIIP.training, at=datetime.now(UTC))


def start_password() -> str:
    """A start password that can be read aloud: three groups of four letters and digits, 60 bits."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(3))


INTERRUPTED = 130  # as a shell says it
WIB = timezone(timedelta(hours=7))  # of the demonstration, which lies in Palembang
demo_app = typer.Typer(help="Kecamatan Plaju dengan orang-orang karangan.", invoke_without_command=True)
app.add_typer(demo_app, name="demo")


@demo_app.callback()
def run_demo(context: typer.Context, port: Port = 8000, host: Host = "127.0.0.1") -> None:
    """Buat rumah latihan bila belum ada, lalu jalankan, dengan cara masuk sebagai setiap orang."""
    if context.invoked_subcommand:
        return
    home = Path(settings.SIIP.data_dir)
    if not (home / config.FILE).exists():
        _build_demo(home, port)
        os.execv(sys.executable, [sys.executable, "-m", "siip", *sys.argv[1:]])
    if not demo.is_built():
        raise server.CannotServe(f"{home} bukan rumah demonstrasi. Pilih folder lain dengan --data.")
    cities.migrate()
    plan = server.plan(host=host, port=port)
    typer.echo(f"Kata sandi semua orang: {demo.PASSWORD}")
    for username, name, does, pin in demo.people():
        typer.echo(f"  {username:9} {name}: {does}" + (f" (PIN {pin})" if pin else ""))
    typer.echo("Bila diminta kode verifikasi: ./siip demo code NAMA")
    for line in plan.addresses():
        typer.echo(line)
    typer.echo(f"Kantor: http://localhost:{plan.port}/kantor/")
    server.serve(plan)


@demo_app.command("code")
@_after(server.refuse_unready)
def demo_code(username: Annotated[str, typer.Argument(help="Nama pengguna.")]) -> None:
    """Kode verifikasi yang sekarang ditampilkan telepon orang itu."""
    typer.echo(accounts.demo_code(username, datetime.now(UTC)))


@demo_app.command("build", hidden=True)
def build_demo(port: Port = 8000) -> None:
    """Isi rumah latihan baru di folder data; dipanggil oleh `demo`."""
    start_house({"public_url": f"http://localhost:{port}"}, training=True)
    demo.build(datetime.now(UTC), typer.echo)
    typer.echo("Memainkan Jumat yang lalu")
    with rehearsing.behind_the_scenes() as base:
        fridays = [demo.last_friday(datetime.now(WIB).date())]
        size = rehearsing.SIZES["kecil"]
        rehearsing.begun(base).play(fridays, size=size, seed=1, progress=lambda on, scene: None)


Base = Annotated[str, typer.Argument(help="Alamat rumah demonstrasi yang sedang berjalan.")]
Fridays = Annotated[
    int, typer.Option(min=1, max=520, help="Berapa Jumat terakhir sebelum --until; yang sudah dimainkan dilewati.")
]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Sebelum hari ini; kosong: hari ini.")]
Size = Annotated[str, typer.Option(help=f"Besarnya: {', '.join(rehearsing.SIZES)}.")]
Seed = Annotated[int, typer.Option(help="Benih: angka yang sama memainkan hal yang sama.")]


@app.command()
@_after(server.refuse_unready)
def rehearse(
    base: Base = "http://localhost:8000",
    fridays: Fridays = 1,
    until: Until = None,
    size: Size = "biasa",
    seed: Seed = 1,
) -> None:
    """Mainkan Jumat-Jumat di rumah demonstrasi lewat halamannya: untuk melihat, berlatih, dan menguji beban."""
    if size not in rehearsing.SIZES:
        raise server.CannotServe(f"Besarnya: {', '.join(rehearsing.SIZES)}.")
    rehearsing.refuse_elsewhere()
    days = play.fridays_before((until or datetime.now(WIB)).date(), fridays)
    rehearsing.refuse_too_early(days)
    rehearsal = rehearsing.begun(base)
    for line in rehearsing.left_out(rehearsal, days):
        typer.echo(line)
    left = [on for on in days if on not in rehearsal.standing]
    if not left:
        typer.echo(rehearsing.nothing_left(rehearsal, days))
        return
    _tell_waits(_play(rehearsal, left, rehearsing.SIZES[size], seed))


def _play(rehearsal: play.Rehearsal, fridays: list[date], size: play.Size, seed: int) -> play.Played:
    with Progress(transient=True) as bar:
        task = bar.add_task("Memainkan", total=len(fridays) * len(SCENES))
        try:
            return rehearsal.play(
                fridays, size=size, seed=seed,
                progress=lambda on, scene: bar.update(task, advance=1, description=f"{on:%d-%m-%Y} {scene}"),
            )  # fmt: skip
        except KeyboardInterrupt:
            typer.echo(
                "Latihan dihentikan. Yang sudah dimainkan tetap ada; Jumat yang terputus dilewati bila diulang.",
                err=True,
            )
            raise typer.Exit(INTERRUPTED) from None


def _tell_waits(done: play.Played) -> None:
    typer.echo(f"{len(done.events)} Jumat dimainkan lewat {len(done.waits)} halaman.")
    slowest, asked = max(done.waits)
    typer.echo(
        f"Menunggu jawaban: separuhnya paling lama {done.wait(0.5) * 1000:.0f} ms, 95 dari 100 paling lama "
        f"{done.wait(0.95) * 1000:.0f} ms; terlama {slowest * 1000:.0f} ms ({asked})."
    )


def _build_demo(home: Path, port: int) -> None:
    """In a folder beside it, renamed when it is whole: a demonstration that was broken off is begun anew."""
    part = home.with_name(f"{home.name}.sebagian")
    shutil.rmtree(part, ignore_errors=True)
    if home.exists() and any(home.iterdir()):
        raise server.CannotServe(f"{home} tidak kosong. Pilih folder lain dengan --data.")
    home.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "siip", "demo", "build", "--port", str(port)]
    done = subprocess.run(command, env=os.environ | {"SIIP_DATA_DIR": str(part)}, check=False)
    if done.returncode:
        raise typer.Exit(done.returncode)
    if home.exists():
        home.rmdir()
    part.rename(home)
