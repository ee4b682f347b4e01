"""Lists of residents taken in: checked, sealed, indexed and stored in one transaction, with one entry.

The same NIK in the same kecamatan is the same person: a newer list replaces what the former said, under
the same id and data key. Whoever stands on the list and not in the newer file stays; no import erases.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from siip.kernel import bulk, crypt, journal, words
from siip.kernel.actor import Actor
from siip.kernel.models import DataKey
from siip.kernel.paths import kecamatan_of, within
from siip.kernel.refused import Refused
from siip.people import resident_uploads
from siip.people.models import ResidentImport
from siip.people.resident_files import ListFile
from siip.people.resident_store import Store
from siip.people.residents import IMPORT
from siip.people.rules.resident_rows import Checked, Finding, Place, Places, check_rows, rt_warning
from siip.wilayah import national, rts, territory
from siip.wilayah.models import Wilayah
from siip.wilayah.rules.codes import Level
from siip.wilayah.rules.rt_sheet import RtRow
from siip.wilayah.rules.zones import TZDB, Zone

Progress = Callable[[str, int, int], None]  # what is being done, rows done, rows in all
MOST_SHOWN = 50
CHECKING = "Memeriksa"


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Where a list came from, on what basis it is kept, and until when (the last day)."""

    source: str
    basis: str
    until_on: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an import: its row, and what there is to tell about rows of the file."""

    taken: ResidentImport
    refused: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


class RowsRefused(Refused):
    """All or nothing was asked for and some rows cannot go in; `rows` tells which and why."""

    def __init__(self, rows: Sequence[Finding]) -> None:
        super().__init__(
            "rows-refused",
            f"{len(rows)} baris tidak dapat dimasukkan, jadi belum ada yang dimasukkan. Perbaiki baris itu, "
            "atau impor baris yang baik saja.",
        )
        self.rows = tuple(rows)


def default_terms(file_name: str, on: date) -> Terms:
    """What stands when nothing else is said: public service as the basis, and a year until a newer list."""
    last = date(on.year + 1, on.month, min(on.day, 28))
    return Terms(f"Berkas {file_name}"[:120], "UU 27/2022 pasal 20 ayat (2) huruf e: pelayanan publik", last)


@bulk.no_collector()
def check_list(
    file: ListFile, *, where: str, by: Actor, at: datetime, make_rt: bool = False, progress: Progress = _silent
) -> Checked:
    """Every row as an import into a kecamatan or kelurahan would take it; nothing is stored.

    Raises Refused: "no-right", "unknown-wilayah".
    """
    by.require(IMPORT, where)
    kecamatan = territory.kecamatan(kecamatan_of(where))
    total = len(file.rows) - file.layout.heading - 1
    checked = check_rows(
        file.rows, file.layout, _places(where), on=local_date(kecamatan, at), regions=national.kecamatan_codes(),
        progress=lambda done: progress(CHECKING, done, total),
    )  # fmt: skip
    progress(CHECKING, total, total)
    if not make_rt:
        checked.warnings += map(rt_warning, checked.rt_unknown)
    return checked


@bulk.no_collector()
def import_residents(
    file: ListFile,
    terms: Terms,
    *,
    where: str,
    new_id: Callable[[], UUID],
    by: Actor,
    at: datetime,
    id: UUID,
    all_or_nothing: bool = False,
    make_rt: bool = False,
    upload_id: UUID | None = None,
    progress: Progress = _silent,
) -> Outcome:
    """Take a list into a kecamatan or kelurahan: good rows go in, the others are listed.

    `make_rt` adds the RT that the list names and nobody has entered yet (it asks "wilayah.manage" too);
    without it such a person stands with the kelurahan. `new_id` gives ids for new residents, sorted by time;
    the waiting file `upload_id` goes with it.
    Raises Refused: "no-right", "unknown-wilayah", "terms-missing", "terms-past", "nik-in-text",
    "nothing-to-import", and RowsRefused ("rows-refused") when `all_or_nothing`.
    """
    checked = check_list(file, where=where, by=by, at=at, make_rt=make_rt, progress=progress)
    kecamatan = territory.kecamatan(kecamatan_of(where))
    refuse_terms(terms, where, at)
    body = [file.digest, file.sheet, where, terms.source, terms.basis, terms.until_on, all_or_nothing, make_rt]
    with journal.act("people.import_residents", id=id, by=by, at=at, where=where, body=body) as act:
        if act.repeated:
            return outcome(id, by=by)
        # Two imports into one kecamatan at once: the second waits here, and finds what the first put in.
        list(Wilayah.objects.select_for_update(no_key=True).filter(pk=kecamatan.pk))
        if make_rt and checked.rt_unknown:
            _make_rts(checked, where, by=by, at=at, id=act.inner("rts"))
        store = Store(kecamatan, checked, new_id, id)
        _refuse_rows(checked, store.count, all_or_nothing)
        row = _import_row(store, checked, terms, where=where, at=at, id=id)
        store.write(lambda done: progress("Menyimpan", done, store.count))
        if upload_id:
            resident_uploads.forget(upload_id)
        act.about = {
            "rows": row.row_count, "added": row.added_count, "updated": row.updated_count,
            "refused": row.refused_count, "warned": row.warned_count,
        }  # fmt: skip
    return Outcome(row, tuple(checked.refused), tuple(checked.warnings))


@bulk.no_collector()
def import_upload(
    upload_id: UUID,
    terms: Terms,
    *,
    new_id: Callable[[], UUID],
    by: Actor,
    at: datetime,
    id: UUID,
    all_or_nothing: bool = False,
    make_rt: bool = False,
    progress: Progress = _silent,
) -> Outcome:
    """Take in a file that waited; sent twice, the second finds what the first did.

    Raises Refused: "upload-gone", and what `import_residents` refuses.
    """
    if ResidentImport.objects.filter(pk=id).exists():
        return outcome(id, by=by)
    row = resident_uploads.upload(upload_id, by=by)
    return import_residents(
        resident_uploads.list_of(row), terms, where=row.wilayah.path, new_id=new_id, by=by, at=at, id=id,
        all_or_nothing=all_or_nothing, make_rt=make_rt, upload_id=upload_id, progress=progress,
    )  # fmt: skip


def outcome(import_id: UUID, *, by: Actor) -> Outcome:
    """What came of an import that was done. Raises Refused: "not-found"."""
    rows = ResidentImport.objects.filter(within("wilayah__path", by.scope(IMPORT)))
    row = rows.select_related("wilayah").filter(pk=import_id).first()
    if row is None:
        raise Refused("not-found", "Impor ini tidak ada di wilayah Anda.")
    if row.discarded_at:
        return Outcome(row, (), ())
    plain = crypt.plain_key(DataKey.objects.get(pk=row.key))
    said = crypt.open_json(plain, bytes(row.sealed), aad=_aad(row.id))
    refused, warnings = (tuple(Finding(*finding) for finding in findings) for findings in said)
    return Outcome(row, refused, warnings)


def imports(by: Actor) -> list[ResidentImport]:
    """The imports so far, the newest first."""
    rows = ResidentImport.objects.filter(within("wilayah__path", by.scope(IMPORT)))
    return list(rows.select_related("wilayah").order_by("-at", "-id")[:MOST_SHOWN])


def local_date(kecamatan: Wilayah, at: datetime) -> date:
    """The day on the calendar of a kecamatan: whoever was born today is no error at 06.00 WIT."""
    return at.astimezone(ZoneInfo(TZDB[Zone(kecamatan.zone)])).date()


def _places(where: str) -> Places:
    rows = Wilayah.objects.filter(within("path", [where]), valid_until__isnull=True)
    found = {
        level: [Place(*place) for place in rows.filter(level=level.value).values_list("id", "path", "name")]
        for level in (Level.KELURAHAN, Level.RT)
    }
    return Places(found[Level.KELURAHAN], found[Level.RT])


def _make_rts(checked: Checked, where: str, *, by: Actor, at: datetime, id: UUID) -> None:
    """Add what is missing; an RT that territory refuses (once with and once without RW) is told as unknown."""
    wanted = {(one.kelurahan.path, one.rw, one.rt): one for one in checked.rt_unknown}
    rows = [RtRow(one.row, path.strip("/").replace("/", "."), rw, rt) for (path, rw, rt), one in wanted.items()]
    rts.import_rts(rows, inside=where, by=by, at=at, id=id)
    places = _places(where)
    for one in checked.rt_unknown:
        one.place = places.rt(one.kelurahan, one.rw, one.rt) or one.place
    checked.warnings += [rt_warning(one) for one in checked.rt_unknown if one.place is one.kelurahan]


def refuse_terms(terms: Terms, where: str, at: datetime) -> None:
    """Raises Refused: "terms-missing", "terms-past", "nik-in-text"."""
    if not (terms.source.strip() and terms.basis.strip()):
        raise Refused("terms-missing", "Tulislah dari mana daftar ini dan apa dasar penyimpanannya.")
    words.refuse_nik(terms.source, "Sumber")
    words.refuse_nik(terms.basis, "Dasar")
    if terms.until_on < local_date(territory.kecamatan(kecamatan_of(where)), at):
        raise Refused("terms-past", "Tanggal “disimpan sampai” sudah lewat. Pilihlah tanggal mendatang.")


def _refuse_rows(checked: Checked, count: int, all_or_nothing: bool) -> None:
    if all_or_nothing and checked.refused:
        raise RowsRefused(checked.refused)
    if not count:
        first = f" Baris {checked.refused[0].row}: {checked.refused[0].message}" if checked.refused else ""
        raise Refused("nothing-to-import", f"Tidak ada baris yang dapat dimasukkan.{first}")


def _import_row(store: Store, checked: Checked, terms: Terms, *, where: str, at: datetime, id: UUID) -> ResidentImport:
    key, plain = crypt.new_key(id)
    key.save(force_insert=True)
    findings = [[[f.row, f.code, f.message] for f in found] for found in (checked.refused, checked.warnings)]
    return ResidentImport.objects.create(
        id=id, wilayah=territory.at_path(where), source=terms.source, basis=terms.basis, until_on=terms.until_on,
        at=at, row_count=checked.row_count, added_count=len(store.new), updated_count=len(store.known),
        refused_count=len(checked.refused), warned_count=checked.warned_count,
        key=key.id, sealed=crypt.seal_json(plain, findings, aad=_aad(id)),
    )  # fmt: skip


def _aad(import_id: UUID) -> str:
    return f"people.import:{import_id}"
