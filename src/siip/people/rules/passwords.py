"""What may be a password: long, and nothing that stands on a list or says who you are.

No rules of composition: they make people write Kecamatan1! (NIST SP 800-63B, 3.1.1.2).
"""

import re
from collections.abc import Container, Iterable
from typing import Final

LEAST: Final = 10
MOST: Final = 128  # a longer one only costs the server time
# What people here would take, with digits around it or not; lists made elsewhere lack them.
_LOCAL: Final = (
    "admin", "alhamdulillah", "assalamualaikum", "bismillah", "cantik", "desa", "ganteng", "gotongroyong",
    "indonesia", "jumatbersih", "kampung", "kantor", "kecamatan", "kelurahan", "kotakita", "lurah", "camat",
    "merdeka", "palembang", "pancasila", "password", "pelayanan", "petugas", "plaju", "qwerty", "rahasia",
    "sandi", "katasandi", "sayang", "sayangku", "selamatdatang", "siip", "sriwijaya", "terimakasih",
)  # fmt: skip


def faults(password: str, *, about: Iterable[str] = (), common: Container[str] = frozenset()) -> list[str]:
    """What is wrong with a password, in Indonesian; nothing when it will do.

    `about` are the names of the person and the account, `common` a list of common passwords in lower case.
    """
    if len(password) < LEAST:
        return [f"Kata sandi terlalu pendek: paling sedikit {LEAST} huruf atau angka. Tiga kata yang acak sudah cukup."]
    if len(password) > MOST:
        return [f"Kata sandi terlalu panjang: paling banyak {MOST} huruf."]
    core = re.sub(r"[\W\d_]+", "", password.lower())
    if password.lower() in common or len(set(password.lower())) < 5 or _is_made_of(core, _LOCAL):
        return ["Kata sandi ini mudah ditebak orang. Pilih yang lain, misalnya tiga kata yang tidak berhubungan."]
    own = [word for name in about for word in re.findall(r"[^\W\d_]{4,}", name.lower())]
    if _is_made_of(core, own):
        return ["Kata sandi ini hampir sama dengan nama Anda. Pilih yang lain."]
    return []


def _is_made_of(core: str, words: Iterable[str]) -> bool:
    """Whether nothing but a few letters is left when the words are taken out."""
    for word in sorted(words, key=len, reverse=True):
        core = core.replace(word, "")
    return len(core) < 4
