"""Sealing at rest: a data key for each person, wrapped by a master key outside the database.

AES-256-GCM with the row and field as associated data, so that a sealed value moved to another row
does not open. Search by number goes through a keyed blind index: a plain hash of a NIK is reversible,
there are only about 10^12 likely ones. Rotation rewraps data keys; sealed values and indexes stay.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from siip.kernel.models import DataKey

_NONCE: Final = 12
_json: Final = json.JSONEncoder(ensure_ascii=False).encode
_VERSION: Final = b"\x01"


class Unreadable(Exception):
    """A sealed value that does not open: another row's, a changed byte, a destroyed or unknown key."""


def new_key(id: UUID) -> tuple[DataKey, bytes]:
    """A new data key as an unsaved row, and its plain bytes for sealing at once."""
    (_, master, wrapped), plain = key_maker()(id)
    return DataKey(id=id, master=master, wrapped=wrapped), plain


def key_maker() -> Callable[[UUID], tuple[tuple[UUID, str, bytes], bytes]]:
    """`new_key` for thousands of people at once, each as (id, master, wrapped) for `kernel.bulk`."""
    master, secret = current_master()
    cipher = AESGCM(secret)  # making it takes longer than wrapping one key with it

    def make(id: UUID) -> tuple[tuple[UUID, str, bytes], bytes]:
        drawn = os.urandom(32 + _NONCE)  # each draw is a call of the system
        plain = drawn[:32]
        return (id, master, _encrypted(cipher, drawn[32:], plain, f"datakey:{id}")), plain

    return make


def plain_key(row: DataKey) -> bytes:
    """The plain bytes of a data key. Raises Unreadable when it was destroyed or its master is not here."""
    if row.wrapped is None:
        raise Unreadable("the data key was destroyed")
    masters = _masters()
    if row.master not in masters:
        raise Unreadable(f"master key {row.master} is not in the keys folder")
    return _decrypt(masters[row.master], bytes(row.wrapped), f"datakey:{row.id}")


def seal(key: bytes, plain: bytes, *, aad: str) -> bytes:
    """Seal bytes under a plain data key; `aad` names the place, such as "people.resident:<id>:nik"."""
    return _encrypt(key, plain, aad)


def open_sealed(key: bytes, sealed: bytes, *, aad: str) -> bytes:
    """Open what `seal` gave. Raises Unreadable."""
    return _decrypt(key, bytes(sealed), aad)


def seal_json(key: bytes, value: Any, *, aad: str) -> bytes:
    """Seal a value that JSON can hold."""
    return seal(key, _json(value).encode(), aad=aad)


def open_json(key: bytes, sealed: bytes, *, aad: str) -> Any:
    """Open what `seal_json` gave. Raises Unreadable."""
    return json.loads(open_sealed(key, sealed, aad=aad))


def blind(purpose: str, value: str) -> bytes:
    """A keyed fingerprint of 32 bytes, for searching a sealed column by equality ("nik", "no_kk")."""
    return blinder(purpose)(value)


def blinder(purpose: str) -> Callable[[str], bytes]:
    """`blind` for thousands of values of one purpose: the secret is derived once.

    HMAC-SHA256 (RFC 2104) with both of its first blocks hashed once: less than half the time of `hmac.digest`.
    """
    secret = house_secret(f"blind:{purpose}").ljust(64, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in secret)) for pad in (0x36, 0x5C))

    def blinded(value: str) -> bytes:
        first, second = inner.copy(), outer.copy()
        first.update(value.encode())
        second.update(first.digest())
        return second.digest()

    return blinded


def digest(body: bytes) -> str:
    """A keyed fingerprint as hex, for the journal: a plain hash of a small body gives a NIK away."""
    return hmac.new(house_secret("digest"), body, hashlib.sha256).hexdigest()


def destroy(row: DataKey, at: datetime) -> None:
    """Make everything sealed under this key unreadable for ever. The caller saves nothing else."""
    row.wrapped, row.destroyed_at = None, at
    row.save(update_fields=["wrapped", "destroyed_at"])


def rewrap(progress: Callable[[int], None] = lambda done: None, batch: int = 2000) -> int:
    """Wrap every data key under the newest master key; gives how many were behind.

    In batches of one transaction each, so it can be stopped and run again.
    """
    master, secret = current_master()
    done = 0
    while count := _rewrap_batch(master, secret, batch):
        done += count
        progress(done)
    return done


def make_master(folder: Path) -> str:
    """Write a new master key beside the older ones, readable by its owner only; gives its name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    last = max((int(path.stem.removeprefix("master-")) for path in folder.glob("master-*.key")), default=0)
    name = f"master-{last + 1:04}"  # older ones may have been taken away
    _write_key(folder / f"{name}.key")
    _masters_as_of.cache_clear()  # within one tick of the file system's clock the time of change stays the same
    return name


def make_house_key(folder: Path) -> None:
    """Write the house's own secret, from which blind index and digests are derived. Never rotated."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_key(folder / "house.key")


def current_master() -> tuple[str, bytes]:
    """Name and bytes of the newest master key. Raises Unreadable when there is none."""
    masters = _masters()
    if not masters:
        raise Unreadable("no master key in the keys folder: run `siip init`")
    name = max(masters)
    return name, masters[name]


def house_secret(purpose: str) -> bytes:
    """32 bytes derived from the house's own secret for one purpose (HKDF, RFC 5869)."""
    return _derived(_keys_dir(), purpose)


def _keys_dir() -> Path:
    return Path(settings.SIIP.keys_dir)


@lru_cache(maxsize=64)
def _derived(folder: Path, purpose: str) -> bytes:
    secret = base64.b64decode((folder / "house.key").read_text())
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret)


def _masters() -> dict[str, bytes]:
    # By the folder's time of change: a server that runs while keys are rotated must not go on wrapping under
    # the old master, which the operator takes away once all is rewrapped.
    folder = _keys_dir()
    return _masters_as_of(folder, folder.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _masters_as_of(folder: Path, changed: int) -> dict[str, bytes]:
    return {path.stem: base64.b64decode(path.read_text()) for path in folder.glob("master-*.key")}


def _rewrap_batch(master: str, secret: bytes, batch: int) -> int:
    with transaction.atomic():
        # Locked: a key that is destroyed meanwhile must not come back.
        behind = DataKey.objects.select_for_update().exclude(master=master).filter(wrapped__isnull=False)
        rows = list(behind.order_by("pk")[:batch])
        for row in rows:
            row.wrapped = _encrypt(secret, plain_key(row), f"datakey:{row.id}")
            row.master = master
        DataKey.objects.bulk_update(rows, ["wrapped", "master"])
    return len(rows)


def _write_key(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(os.urandom(32)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())


def _encrypt(key: bytes, plain: bytes, aad: str) -> bytes:
    return _encrypted(AESGCM(key), os.urandom(_NONCE), plain, aad)


def _encrypted(cipher: AESGCM, nonce: bytes, plain: bytes, aad: str) -> bytes:
    return _VERSION + nonce + cipher.encrypt(nonce, plain, aad.encode())


def _decrypt(key: bytes, sealed: bytes, aad: str) -> bytes:
    if sealed[:1] != _VERSION or len(sealed) <= 1 + _NONCE:
        raise Unreadable("not a sealed value of this version")
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, aad.encode())
    except InvalidTag:
        raise Unreadable("the sealed value does not open here") from None
