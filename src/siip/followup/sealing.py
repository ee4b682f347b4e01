"""What people wrote, sealed under a key of each promise and each aduan: destroying the key erases it for good."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from siip.kernel import crypt
from siip.kernel.models import DataKey
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy

LONGEST: Final = 1000
LONGEST_LINE: Final = 160


def new(id: UUID, place: str, said: Mapping[str, str]) -> tuple[UUID, bytes]:
    """A key for something new, kept, and what was said about it sealed; `place` names the table."""
    key, plain = crypt.new_key(id)
    key.save(force_insert=True)
    return key.id, crypt.seal_json(plain, dict(said), aad=f"{place}:{id}")


def seal(key: UUID, id: UUID, place: str, text: str) -> bytes | None:
    """A note of a step, sealed; None for none. Raises Refused: "discarded" once the key was destroyed."""
    if not text:
        return None
    try:
        plain = crypt.plain_key(DataKey.objects.get(pk=key))
    except crypt.Unreadable:
        raise Refused(
            "discarded", "Isi laporan ini sudah dihapus karena batas simpannya lewat. Buat laporan baru bila perlu."
        ) from None
    return crypt.seal_json(plain, text, aad=f"{place}:{id}")


class Opener:
    """Opens what lies under some keys, all of them read at once; what can no longer be read is nothing."""

    def __init__(self, keys: Iterable[UUID]) -> None:
        self._keys = {row.pk: row for row in DataKey.objects.filter(pk__in=set(keys))}
        self._plain: dict[UUID, bytes] = {}

    def opened(self, key: UUID, sealed: bytes | memoryview | None, aad: str) -> Any:
        """What was sealed; None where nothing was, or the key is destroyed."""
        if sealed is None or self._keys[key].wrapped is None:
            return None
        if key not in self._plain:
            self._plain[key] = crypt.plain_key(self._keys[key])
        return crypt.open_json(self._plain[key], bytes(sealed), aad=aad)


def wording(text: str, what: str) -> str:
    """Several lines as they are kept. Raises Refused: "nik-in-text", "text-long"."""
    kept = "\n".join(tidy(one) for one in refuse_nik(text, what).split("\n")).strip()
    if len(kept) > LONGEST:
        raise Refused("text-long", f"{what} paling panjang {LONGEST} huruf; sekarang {len(kept)}. Singkat isinya.")
    return kept


def line(text: str, what: str) -> str:
    """One line as it is kept. Raises Refused: "nik-in-text", "text-long"."""
    kept = tidy(refuse_nik(text, what))
    if len(kept) > LONGEST_LINE:
        raise Refused("text-long", f"{what} paling panjang {LONGEST_LINE} huruf; sekarang {len(kept)}.")
    return kept
