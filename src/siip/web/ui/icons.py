"""Wordmark and icons as inline SVG; each icon stands beside its word and is hidden from screen readers."""

from django.utils.safestring import SafeString, mark_safe

# Two upright strokes stand side by side, the broom and the pen: the two I of SIIP. One gold thread binds each.
_BROOM = (
    '<path d="M31.7 4.4h4.6v11l4.2 13.4h-13l4.2-13.4z" fill="currentColor"/>'
    '<path d="M30.5 17.3h7" stroke="#e3ae45" stroke-width="3"/>'
)
_PEN = (
    '<path d="M46.5 4.4h5v16l-2.5 8.6-2.5-8.6z" fill="currentColor"/>'
    '<path d="M46.5 17.3h5" stroke="#e3ae45" stroke-width="3"/>'
)
WORDMARK: SafeString = mark_safe(
    '<svg viewBox="0 0 80 32" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="4.5">'
    '<path d="M21.8 9.6C20.2 6.8 17.2 5.6 13.6 5.6 9 5.6 5.6 7.7 5.6 11c0 7.6 16.6 3.3 16.6 10.6'
    ' 0 3.3-3.7 5.2-8.6 5.2-4.4 0-7.8-1.6-9.5-4.6"/>'
    f'<path d="M60 28.8V6.6h7.6a6.2 6.2 0 0 1 0 12.4H60"/></g>{_BROOM}{_PEN}</svg>'
)
ICON: SafeString = mark_safe(
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='25 0 32 32'%3E"
    "%3Crect x='25' width='32' height='32' rx='7' fill='%230a3f48'/%3E"
    "%3Cpath d='M32 5h4v10l4 12H28l4-12zM46 5h5v15l-2.5 8-2.5-8z' fill='%23fff'/%3E"
    "%3Cpath d='M31 17h6M46 17h5' stroke='%23e3ae45' stroke-width='3'/%3E%3C/svg%3E"
)

PATHS = {
    "bag": "M6 8h12l1 13H5zM9 8a3 3 0 0 1 6 0",
    "broom": "M12 2v10M9 12h6l3 9H6zM10 21v-4M14 21v-4",
    "calendar": "M4 5h16v16H4zM4 10h16M8 2v5M16 2v5",
    "camera": "M3 7h4l2-3h6l2 3h4v13H3zM12 9.5a4 4 0 1 0 .01 0z",
    "cane": "M10 5.5a2 2 0 1 0-.01 0zM10 9v6l-3 7M10 15l3 7M10 10l4 3h3v9",
    "check": "M4 12.5l5 5L20 6.5",
    "clock": "M12 3a9 9 0 1 0 .01 0zM12 7v5l3 2",
    "cross": "M6 6l12 12M18 6L6 18",
    "face-fair": "M12 2.5a9.5 9.5 0 1 0 .01 0zM8.5 9v1.5M15.5 9v1.5M8 15.5h8",
    "face-good": "M12 2.5a9.5 9.5 0 1 0 .01 0zM8.5 9v1.5M15.5 9v1.5M7.5 14c1 2.2 2.6 3.2 4.5 3.2s3.5-1 4.5-3.2",
    "face-poor": "M12 2.5a9.5 9.5 0 1 0 .01 0zM8.5 9v1.5M15.5 9v1.5M7.5 17c1-2.2 2.6-3.2 4.5-3.2s3.5 1 4.5 3.2",
    "file": "M6 2h8l5 5v15H6zM14 2v5h5M12 18v-7M9 14l3-3 3 3",
    "help": "M12 2.5a9.5 9.5 0 1 0 .01 0zM9.5 9.5a2.5 2.5 0 1 1 2.5 3.5v1M12 17v.01",
    "house": "M3 11l9-8 9 8M5 9.5V21h14V9.5M10 21v-7h4v7",
    "info": "M12 2.5a9.5 9.5 0 1 0 .01 0zM12 11v6M12 7v.01",
    "lock": "M6 11h12v10H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 15v2",
    "nosignal": "M4 20v-3M9 20v-7M14 20v-4M19 20v-9M4 4l16 16",
    "pen": "M4 20l1-5L16 4l4 4L9 19z",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20c0-4 3-6 7-6s7 2 7 6"
    "M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2.5.8 4 2.7 4 5.5",
    "phone": "M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4a2 2 0 0 1-2 2A17 17 0 0 1 3 5a2 2 0 0 1 2-2z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V3h10v6M7 17H3V9h18v8h-4M7 14h10v7H7z",
    "search": "M10.5 4a6.5 6.5 0 1 0 .01 0zM15.5 15.5L21 21",
    "send": "M3 11L21 3l-7 18-3-7z",
    "sheet": "M6 2h8l5 5v15H6zM14 2v5h5M9 12h6M9 16h6",
    "signal": "M4 20v-3M9 20v-7M14 20V9M19 20V4",
    "speaker": "M4 9v6h4l6 5V4L8 9zM17 9a4 4 0 0 1 0 6",
    "sure": "M12 2.5a9.5 9.5 0 1 0 .01 0zM7.5 12.5l3 3 6-7",
    "undo": "M4 8h10a6 6 0 0 1 0 12H8M8 4L4 8l4 4",
    "warn": "M12 3L2 20h20zM12 10v4M12 17v.01",
}


def icon(name: str) -> SafeString:
    """The picture of that name as SVG. KeyError for a name that does not exist."""
    return mark_safe(f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="{PATHS[name]}"/></svg>')
