"""The figures of benchmarks.bench as a picture: how much, and how soon, beside the chat."""

from collections.abc import Sequence
from html import escape
from typing import Any

_BAR, _GAP, _LEFT, _WIDE = 16, 6, 190, 230
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.chat{fill:#9a8f80}.imago{fill:#8a3b12}.other{fill:#c9bfae}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.imago{fill:#e08a5a}.other{fill:#5f574b}}"
)


def drawn(rows: Sequence[tuple[str, dict[str, Any], dict[str, Any]]]) -> str:
    """Rows of a name, its figures, and those of the chat in the same run: turns a second and p50, each as a
    ratio to the chat's, on a scale that ends with the largest."""
    panels = (
        ("turns a second, × the chat", [one["turns"] / chat["turns"] for _, one, chat in rows]),
        ("p50 at 40 a second, × the chat", [one["p50"] / chat["p50"] for _, one, chat in rows]),
    )
    parts = []
    for place, (title, values) in enumerate(panels):
        left = _LEFT + place * (_WIDE + 60)
        parts.append(f'<text x="{left}" y="14">{title}</text>')
        for line, ((name, _one, _chat), value) in enumerate(zip(rows, values, strict=True)):
            top = 24 + line * (_BAR + _GAP)
            kind = name.split()[0] if name.startswith("imago") else "other"
            kind = "chat" if "chat" in name else kind
            wide = max(1.0, _WIDE * value / max(values))
            if not place:
                parts.append(f'<text x="0" y="{top + 12}">{escape(name)}</text>')
            parts.append(
                f'<rect class="{kind}" x="{left}" y="{top}" width="{wide:.0f}" height="{_BAR}"/>'
            )
            parts.append(f'<text x="{left + wide + 4:.0f}" y="{top + 12}">{value:.2f}</text>')
    high = 30 + len(rows) * (_BAR + _GAP)
    size = f'viewBox="0 0 {_LEFT + 2 * _WIDE + 110} {high}" role="img"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><title>Imago beside a chat</title>'
    return "\n".join((head, f"<style>{_STYLE}</style>", *parts, "</svg>", ""))
