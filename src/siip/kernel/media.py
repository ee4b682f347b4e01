"""Photos, made harmless: decoded within limits and written anew, so that nothing but pixels remains."""

import io
import warnings
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageOps

from siip.kernel.refused import Refused

# A phone of 2026 makes 12 to 50 megapixels and 3 to 12 MB; more is a mistake or an attack.
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
# Enough for a page of A4 and for a face at 10 m; about 250 KB.
LONGEST_SIDE = 1600
_MOST_PIXELS_SAID = f"paling banyak {MOST_PIXELS // 1_000_000} juta piksel. Kirim ulang dengan ukuran yang lebih kecil."
FORMATS = ("JPEG", "PNG", "WEBP")
TAKEN = 36867  # EXIF DateTimeOriginal, in the EXIF IFD
EXIF_IFD = 0x8769


@dataclass(frozen=True)
class Photo:
    """A JPEG without any mark of its origin. `taken` is what the camera said, in its own zone, if it did."""

    content: bytes
    width: int
    height: int
    taken: datetime | None


def safe_photo(content: bytes, *, longest: int = LONGEST_SIDE) -> Photo:
    """Decodes a photo and writes it anew: upright, at most `longest` pixels a side, no EXIF, no tail.

    Raises Refused: "photo-too-big" (bytes or pixels), "photo-unreadable" (no photo, or broken).
    """
    if len(content) > MOST_BYTES:
        raise Refused(
            "photo-too-big",
            f"Foto ini {len(content) // 1048576} MB; paling besar {MOST_BYTES // 1048576} MB. "
            "Kirim ulang dengan ukuran yang lebih kecil.",
        )
    try:
        return _again(content, longest)
    except Image.DecompressionBombError:  # beyond Pillow's own limit, which it asks before it tells us the size
        raise Refused("photo-too-big", f"Ukuran foto ini jauh di luar kewajaran; {_MOST_PIXELS_SAID}") from None
    except (OSError, SyntaxError, ValueError):
        raise Refused(
            "photo-unreadable",
            "Foto tidak dapat dibaca. Kirim foto JPEG, PNG, atau WebP; foto dari iPhone: "
            "pilih format Paling Kompatibel.",
        ) from None


def _again(content: bytes, longest: int) -> Photo:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns below our own limit; we look ourselves
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _refuse_pixels(*image.size)
            taken = _taken(image)
            # Half or quarter size while decoding: 4 times faster for a phone's photo, less memory.
            image.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((longest, longest))
    # Pixels alone go on: a copy of the image would carry its comments along.
    clean = Image.frombytes("RGB", upright.size, upright.tobytes())
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=82, optimize=True)
    return Photo(out.getvalue(), clean.width, clean.height, taken)


def _refuse_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Refused(
            "photo-too-big",
            f"Foto ini {width} x {height} piksel; {_MOST_PIXELS_SAID}",
        )


def _taken(image: Image.Image) -> datetime | None:
    try:
        written = str(image.getexif().get_ifd(EXIF_IFD).get(TAKEN, ""))
        return datetime.strptime(written.strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except (ValueError, OSError, SyntaxError, TypeError):
        return None
