"""Headers of every answer: what a page may load (next to nothing), and what it tells others (nothing).

A page holds one inline style, let through by its hash; no face loads anything from another host. A view that
needs more says so with `allow`, directive by directive, and only for its own answer.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from siip.web.ui.style import FACES, style_hash

Answer = Callable[[HttpRequest], HttpResponseBase]

# `same-origin` and not `no-referrer`: with the latter browsers send "Origin: null" and every form of ours
# would fail Django's CSRF check; either way no other host learns an address of this house.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
    ),
}


def allow(response: HttpResponseBase, directive: str, *sources: str) -> None:
    """Lets this one answer use more sources: `allow(response, "script-src", source_hash(script))`."""
    asked: dict[str, tuple[str, ...]] = response.__dict__.setdefault("csp_allowed", {})
    asked[directive] = (*asked.get(directive, ()), *sources)


def security_headers(get_response: Answer) -> Answer:
    """Middleware: sets each header that the view has not set itself."""
    base = _policy_of_pages()

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        policy = policy_text(base, response.__dict__.get("csp_allowed", {}))
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def policy_text(base: dict[str, tuple[str, ...]], more: dict[str, tuple[str, ...]]) -> str:
    """The header's text; an added source replaces `'none'`."""
    policy = dict(base)
    for directive, sources in more.items():
        kept = [source for source in policy.get(directive, ()) if source != "'none'"]
        policy[directive] = (*kept, *sources)
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


def _policy_of_pages() -> dict[str, tuple[str, ...]]:
    return {
        "default-src": ("'none'",),
        "style-src": tuple(style_hash(face) for face in FACES),
        "img-src": ("'self'", "data:"),
        "form-action": ("'self'",),
        "base-uri": ("'none'",),
        "frame-ancestors": ("'none'",),
    }
