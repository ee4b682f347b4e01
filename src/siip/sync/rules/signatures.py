"""ECDSA over P-256 with SHA-256, as every browser's WebCrypto makes it: keys and signatures as raw bytes in base64url.

Of a device over each batch, and of a person over what only he may say: paraf, signature, number, void, release.
(Letters themselves bear Ed25519: that is for paper and its readers, who need no browser.)
"""

import base64
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

_CURVE: Final = ec.SECP256R1()
_HALF: Final = 32
_WHOLE: Final = b"\x04"


class NotAKey(Exception):
    """The text is no public key of P-256."""


def public_key(text: str) -> ec.EllipticCurvePublicKey:
    """The key behind its 65 raw bytes (04, x, y) in base64url without padding. Raises NotAKey."""
    try:
        raw = _bytes(text)
        if raw[:1] != _WHOLE:
            raise NotAKey  # half a point is the same key once more: one way to write each
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, raw)
    except ValueError:
        raise NotAKey from None


def is_signed(message: bytes, signature: str, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether the holder of that key signed those bytes; `signature` is r and s in base64url without padding."""
    try:
        raw = _bytes(signature)
    except ValueError:
        return False
    if len(raw) != 2 * _HALF:
        return False
    r, s = int.from_bytes(raw[:_HALF]), int.from_bytes(raw[_HALF:])
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def signed(message: bytes, key: ec.EllipticCurvePrivateKey) -> str:
    """The signature over those bytes, as `is_signed` reads it."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
    return _text(r.to_bytes(_HALF) + s.to_bytes(_HALF))


def public_text(key: ec.EllipticCurvePublicKey) -> str:
    """A public key as `public_key` reads it."""
    numbers = key.public_numbers()
    return _text(_WHOLE + numbers.x.to_bytes(_HALF) + numbers.y.to_bytes(_HALF))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Raises ValueError, also for a second way to write the same bytes."""
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _text(raw) != text:
        raise ValueError("not in its one form")
    return raw
