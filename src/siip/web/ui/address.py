"""Where a kecamatan is found from outside: no address is ever made from the Host header."""

from django.conf import settings

from siip.wilayah.models import Wilayah


def address_of(kecamatan: Wilayah) -> str:
    """Its host of siip.toml, else the one address of the house; without a slash at the end."""
    public: str = settings.SIIP.public_url.rstrip("/")
    host = next((host for host, code in settings.SIIP.hosts.items() if code == kecamatan.code), "")
    return f"{public.partition('://')[0]}://{host}" if host else public
