"""The command line: `./siip COMMAND`. Each command reads its arguments, calls an area, and prints."""

import sys
from typing import Annotated

import typer

from siip import serve as server
from siip.kernel import catalogue, cities, database
from siip.kernel.refused import Refused

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
    except (Refused, catalogue.CatalogueError, database.WrongDatabase, server.CannotServe) as error:
        typer.echo(error.message if isinstance(error, Refused) else str(error), err=True)
        sys.exit(1)


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
