"""What `siip import` says while it works: the defaults it took, how far it is, and what came of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from siip.kernel.refused import Refused
from siip.people import offices, resident_imports
from siip.people.resident_files import ListFile
from siip.people.resident_imports import Outcome, Terms
from siip.people.rules import spellings
from siip.wilayah import territory
from siip.wilayah.boundaries import BoundaryImport, RefusedFeature
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import path_of

MOST_FEATURES: Final = 10
"""Of those refused for one reason, how many are named."""


def place(code: str) -> Wilayah:
    """The kecamatan or kelurahan of a code; without one, the only kecamatan that this house serves.

    Raises Refused: "which-kecamatan", "unknown-wilayah".
    """
    if not code:
        served = offices.served_kecamatan()
        if len(served) != 1:
            known = ", ".join(f"{one.code} {one.name}" for one in served) or "belum ada; jalankan siip init"
            raise Refused("which-kecamatan", f"Sebutkan kecamatannya dengan --kecamatan KODE. Di sini: {known}.")
        return served[0]
    try:
        path = path_of(code)
    except ValueError:
        raise Refused("unknown-wilayah", f"“{code[:40]}” bukan kode wilayah. Tulislah misalnya 16.71.14.") from None
    return territory.at_path(path)


def terms(name: str, where: Wilayah, at: datetime, *, source: str, basis: str, until: str) -> Terms:
    """What was said, and the defaults for the rest. Raises Refused: what `spellings.day` refuses."""
    usual = resident_imports.default_terms(Path(name).name, resident_imports.local_date(where, at))
    return Terms(source or usual.source, basis or usual.basis, spellings.day(until) or usual.until_on)


def taken_for_granted(
    file: ListFile, said: Terms, where: Wilayah, *, make_rt: bool, all_or_nothing: bool
) -> Iterator[str]:
    """What will be done, and with which defaults; one line each."""
    yield f"Daftar   : {file.name}, lembar {file.sheet}; {file.kind}, {len(file.layout.columns)} kolom dipakai"
    if file.layout.left_out:
        yield f"Ditinggal: {', '.join(file.layout.left_out)}"
    if file.formulas:
        yield f"Rumus    : {file.formulas} sel; yang dibaca hanya hasilnya, rumusnya tidak dijalankan"
    yield f"Untuk    : {where.title} ({where.code})"
    yield f"Sumber   : {said.source}"
    yield f"Dasar    : {said.basis}"
    yield f"Disimpan : sampai {said.until_on:%d-%m-%Y}"
    yield "RT baru  : " + ("ditambahkan ke daftar wilayah" if make_rt else "tidak ditambahkan (--make-rt)")
    yield "Ditolak  : " + ("batalkan semuanya" if all_or_nothing else "baris lain tetap masuk (--all-or-nothing)")


@contextmanager
def progress() -> Iterator[resident_imports.Progress]:
    """A bar in the terminal; nothing where the output is no terminal."""
    look = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*look, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def told(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done)

        yield told


def report(outcome: Outcome) -> Iterator[str]:
    """Counts, the kinds of warnings with an example of each, and every refused row with its reason."""
    row = outcome.taken
    yield (
        f"Selesai: {row.row_count} baris; {row.added_count} orang baru, {row.updated_count} diperbarui, "
        f"{row.refused_count} ditolak, {row.warned_count} dengan peringatan."
    )
    counts = Counter(finding.code for finding in outcome.warnings)
    first = {finding.code: finding for finding in reversed(outcome.warnings)}
    for code, count in counts.most_common():
        yield f"Peringatan, {count} baris: misalnya baris {first[code].row}: {first[code].message}"
    for finding in outcome.refused:
        yield f"Ditolak, baris {finding.row}: {finding.message}"


def boundary_report(outcome: BoundaryImport, where: Wilayah) -> Iterator[str]:
    """Which places have a boundary now, and every refused feature with its number and reason."""
    yield (
        f"{where.title} ({where.code}): {len(outcome.taken)} batas dimasukkan, {outcome.replaced_count} di antaranya "
        f"mengganti yang lama, {outcome.known_count} sudah sama, {len(outcome.refused)} ditolak."
    )
    if outcome.taken:
        yield f"Masuk: {', '.join(place.title for place in outcome.taken)}"
    if outcome.elsewhere_count:
        yield f"Dilewati: {outcome.elsewhere_count} bidang di luar {where.title}"
    for warning in outcome.warnings:
        yield f"Peringatan: {warning}"
    for reason, features in outcome.reasons:
        count = f"{len(features)} bidang: " if len(features) > 1 else "bidang "
        yield f"Ditolak, {count}{_features(features)}: {reason}"


def _features(refused: Sequence[RefusedFeature]) -> str:
    shown = [f"{one.number} ({one.name})" if one.name else str(one.number) for one in refused[:MOST_FEATURES]]
    more = len(refused) - len(shown)
    return ", ".join(shown) + (f", dan {more} lagi" if more else "")
