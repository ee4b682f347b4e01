"""The rows of one import as they are written: new people apart from known ones, sealed, in bulk."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
from typing import TypeVar
from uuid import UUID

from siip.kernel import bulk, crypt
from siip.kernel.models import DataKey
from siip.kernel.paths import within
from siip.people.models import Resident
from siip.people.residents import aad
from siip.people.rules.resident_rows import Checked, Finding, Listed
from siip.wilayah.models import Wilayah

BATCH = 5_000  # rows sealed and held as objects at a time
_SAID = ("wilayah_id", "source_id", "name", "name_key", "birth_on", "nik_blind", "kk_blind", "sealed")
_POORER = (
    "Orang ini sudah ada di daftar dengan NIK; baris tanpa NIK yang lengkap tidak menggantikannya. "
    "Isilah NIK-nya bila datanya memang berubah."
)
Item = TypeVar("Item")
Unnamed = tuple[str, date | None, bytes | None]  # folded name, birth date, blind KK number
Ids = tuple[UUID, UUID]  # of the resident and of the data key
Blinded = tuple[Listed, bytes | None, bytes | None]  # with the blind NIK and KK number


class Store:
    """Sorts what was checked against the list that is there, then writes it. Inside the act's transaction."""

    def __init__(self, kecamatan: Wilayah, checked: Checked, new_id: Callable[[], UUID], import_id: UUID) -> None:
        self._kecamatan, self._new_id, self._import_id = kecamatan, new_id, import_id
        self.new: list[Blinded] = []
        self.known: list[tuple[Blinded, Ids]] = []
        self._sort(checked)

    @property
    def count(self) -> int:
        """How many people will be written."""
        return len(self.new) + len(self.known)

    def write(self, progress: Callable[[int], None]) -> None:
        """Insert the new people and replace the known ones; tells how many are done."""
        done, make_key = 0, crypt.key_maker()
        for new in _batches(self.new):
            keys, rows = [], []
            for person in new:
                id = self._new_id()
                key, plain = make_key(id)
                keys.append(key)
                rows.append((*self._row(person, id, plain), id, self._kecamatan.pk, id))
            bulk.insert(DataKey, ("id", "master", "wrapped"), keys)
            bulk.insert(Resident, (*_SAID, "key", "kecamatan_id", "id"), rows)
            progress(done := done + len(new))
        for known in _batches(self.known):
            plain_keys = _plain_keys([key for _, (_, key) in known])
            bulk.update(Resident, _SAID, [(*self._row(person, id, plain_keys[key]), id) for person, (id, key) in known])
            progress(done := done + len(known))

    def _sort(self, checked: Checked) -> None:
        by_nik, with_nik, without_nik = self._on_the_list()
        blind_nik, blind_kk = crypt.blinder("nik"), cache(crypt.blinder("no_kk"))  # a family shares its number
        for listed in checked.listed:
            nik = blind_nik(listed.nik) if listed.nik else None
            kk = blind_kk(listed.no_kk) if listed.no_kk else None
            unnamed = (listed.name_key, listed.birth_on, kk)
            if not listed.nik and listed.no_kk and unnamed in with_nik:
                checked.refused.append(Finding(listed.row, "row-poorer", _POORER))
                continue
            found = by_nik.get(nik) if nik else None
            # A newborn is listed by name first, and with a NIK by the next list.
            if found := found or without_nik.pop(unnamed, None):
                self.known.append(((listed, nik, kk), found))
            else:
                self.new.append((listed, nik, kk))

    def _on_the_list(self) -> tuple[dict[bytes, Ids], set[Unnamed], dict[Unnamed, Ids]]:
        here = within("wilayah__path", [self._kecamatan.path])  # by the index of `wilayah`
        rows = Resident.objects.filter(here, kecamatan=self._kecamatan, erased_at__isnull=True)
        by_nik: dict[bytes, Ids] = {}
        with_nik: set[Unnamed] = set()
        without_nik: dict[Unnamed, Ids] = {}
        for id, key, nik, kk, name_key, birth_on in rows.values_list(
            "id", "key", "nik_blind", "kk_blind", "name_key", "birth_on"
        ):
            unnamed = (name_key, birth_on, bytes(kk) if kk else None)
            if nik:
                by_nik[bytes(nik)] = (id, key)
                with_nik.add(unnamed)
            else:
                without_nik[unnamed] = (id, key)
        return by_nik, with_nik, without_nik

    def _row(self, person: Blinded, id: UUID, plain: bytes) -> tuple[object, ...]:
        """The values of _SAID."""
        listed, nik, kk = person
        return (
            listed.place.id, self._import_id, listed.name, listed.name_key, listed.birth_on, nik, kk,
            crypt.seal_json(plain, listed.details, aad=aad(id)),
        )  # fmt: skip


def _plain_keys(ids: Sequence[UUID]) -> dict[UUID, bytes]:
    return {row.id: crypt.plain_key(row) for row in DataKey.objects.filter(pk__in=ids)}


def _batches(items: Sequence[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch
