"""A link as a picture that another phone reads. Drawn here, as part of the page: it is in no file and no cache."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode import QRCode

_EDGE = 4  # of white, which cameras want


def drawn(link: str, *, label: str) -> SafeString:
    """``label``: what it is, for whoever hears the page."""
    code = QRCode(border=_EDGE)
    code.add_data(link)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return format_html(
        '<svg class="qr-code" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>',
        len(rows),
        label,
        path,
    )
