"""Where the work at a site stands: a fold over its steps, equal in whatever order they arrive; amounts and volumes.

The last writer by the clock counts, for state, waste and note together and for each measure by itself: two who
measure the same drain do not add up, whoever measured last has seen more of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from siip.kernel import fold
from siip.kernel.refused import Refused

OPEN, CLEAN, REPAIRED = "open", "clean", "repaired"
STATES: Final = MappingProxyType({CLEAN: "Bersih", REPAIRED: "Diperbaiki", OPEN: "Belum selesai"})
WASTES: Final = MappingProxyType({"hauled": "Sudah diangkut", "left": "Masih di tempat", "none": "Tidak ada sampah"})
"""What became of the waste; "" is not said."""


@dataclass(frozen=True, slots=True)
class Said(fold.Said):
    """A step as far as the fold looks at it: `act` is "open", "note" (state, waste, note) or "measure"."""

    state: str = ""
    waste: str = ""
    note: str = ""
    kode: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of the steps; `measures` by their code, without those that were taken back."""

    state: str = OPEN
    waste: str = ""
    note: str = ""
    noted_at: datetime | None = None
    measures: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """How a volume comes of a measure: so many cubic metres for each `unit`."""

    unit: str
    m3: Decimal


@dataclass(frozen=True, slots=True)
class Volume:
    """A derived volume in cubic metres, and from what: "40 karung × 0,05 m³ + 2 gerobak × 1 m³"."""

    m3: Decimal
    told: str

    @property
    def said(self) -> str:
        """ "± 4,6 m³": no more exact than its factor."""
        return f"±\u00a0{written(self.m3)}\u00a0m³"


def standing(steps: Iterable[Said]) -> Standing:
    """Fold the steps of one site in (hlc, dev, seq) order; the same step twice counts once."""
    noted: Said | None = None
    noted_at: datetime | None = None
    measured: dict[str, Decimal | None] = {}
    for step in fold.in_order(steps):
        if step.act == "open":
            continue
        noted_at = step.at
        if step.act == "note":
            noted = step
        else:
            measured[step.kode] = step.amount
    kept = tuple(sorted((kode, amount) for kode, amount in measured.items() if amount is not None))
    if noted is None:
        return Standing(noted_at=noted_at, measures=kept)
    return Standing(noted.state, noted.waste, noted.note, noted_at, kept)


def check_amount(amount: Decimal, *, label: str, unit: str, decimals: int, most: int) -> Decimal:
    """The amount, if it can be meant. Raises Refused: "amount-negative", "amount-decimals", "amount-many"."""
    if not amount.is_finite() or amount < 0:
        raise Refused("amount-negative", f"{label}: tulis angka nol atau lebih.")
    if amount > most:
        raise Refused(
            "amount-many",
            f"{label} paling banyak {written(Decimal(most))} {unit} di satu titik kerja. Periksa angkanya.",
        )
    if amount != round(amount, decimals):
        shape = f"dengan paling banyak {decimals} angka di belakang koma" if decimals else "tanpa koma"
        raise Refused("amount-decimals", f"{label} ditulis {shape}.")
    return amount


def volume(amounts: Mapping[str, Decimal], factors: Mapping[str, Factor]) -> Volume | None:
    """The cubic metres of what was counted in sacks and carts; None if nothing of it has a factor."""
    found = [(amounts[kode], factor) for kode, factor in factors.items() if amounts.get(kode)]
    if not found:
        return None
    told = " + ".join(f"{written(amount)} {factor.unit} × {written(factor.m3)}\u00a0m³" for amount, factor in found)
    return Volume(sum((amount * factor.m3 for amount, factor in found), Decimal(0)), told)


def written(amount: Decimal) -> str:
    """An amount as people write it here: 1250.50 is "1.250,5"."""
    text = f"{amount:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
