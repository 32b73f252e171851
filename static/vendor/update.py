"""Copy the pinned browser files from node_modules into static/, with licence and sha256.

Run after `npm ci --ignore-scripts`, from anywhere: python static/vendor/update.py [node_modules]
"""

import hashlib
import json
import re
import sys
from pathlib import Path

VENDOR = Path(__file__).resolve().parent
STATIC = VENDOR.parent
ROOT = STATIC.parent

ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next"
LITERATA = "@fontsource-variable/literata"
FILES = {
    # htm's build holds its own copy of Preact 10; the package preact is pinned for its licence text.
    "htm": {"preact/standalone.module.js": "preact-htm.js"},
    ATKINSON: {
        f"files/atkinson-hyperlegible-next-{part}-wght-normal.woff2": f"fonts/atkinson-{part}.woff2"
        for part in ("latin", "latin-ext")
    },
    LITERATA: {
        "files/literata-latin-opsz-normal.woff2": "fonts/literata-latin.woff2",
        "files/literata-latin-ext-opsz-normal.woff2": "fonts/literata-latin-ext.woff2",
        "files/literata-latin-wght-italic.woff2": "fonts/literata-latin-italic.woff2",
    },
}
LICENCES = {
    "htm": "htm.txt",
    "preact": "preact.txt",
    ATKINSON: "atkinson-hyperlegible-next.txt",
    LITERATA: "literata.txt",
    "lucide-static": "lucide.txt",
}
# Not from npm: for files that are printed here (dialogue/base/pdf.py). It has Latin, Greek, Cyrillic, Armenian,
# Georgian, Hebrew and Arabic: `pyftsubset DejaVuSans.ttf --layout-features='*' --no-hinting --unicodes=…`.
BY_HAND = {"vendor/fonts/dejavu-sans.ttf": "DejaVu Sans 2.37, a subset  Bitstream-Vera"}
ICONS = [
    "arrow-left",
    "arrow-left-right",
    "arrow-right",
    "calendar",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-alert",
    "clock",
    "compass",
    "copy",
    "corner-down-right",
    "door-open",
    "ear",
    "eye-off",
    "feather",
    "hand",
    "heart",
    "info",
    "key-round",
    "link",
    "lock",
    "log-out",
    "mail",
    "message-circle",
    "moon",
    "pause",
    "pencil",
    "play",
    "plus",
    "printer",
    "quote",
    "send",
    "smartphone",
    "sun",
    "user",
    "users",
    "wifi-off",
    "wind",
    "x",
]


def main() -> None:
    modules = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "node_modules"
    pins = json.loads((ROOT / "package.json").read_text())["dependencies"]
    about = {name: package(modules, name, pins[name]) for name in pins}

    rows = []
    for name, files in FILES.items():
        for source, target in files.items():
            copy(modules / name / source, VENDOR / target)
            rows.append((f"vendor/{target}", about[name]))
    (STATIC / "icons.svg").write_text(sprite(modules / "lucide-static" / "icons"))
    rows.append(("icons.svg", about["lucide-static"]))
    rows += BY_HAND.items()
    for name, target in LICENCES.items():
        copy(modules / name / "LICENSE", VENDOR / "licences" / target)

    lines = ["Written by update.py: file, package, version, licence, sha256.", ""]
    lines += [f"{file}  {what}  {digest(STATIC / file)}" for file, what in rows]
    lines += [
        "",
        "vendor/preact-htm.js holds a copy of Preact 10 (MIT). Licence texts: vendor/licences/.",
    ]
    (VENDOR / "SOURCES.txt").write_text("\n".join(lines) + "\n")


def package(modules: Path, name: str, pin: str) -> str:
    found = json.loads((modules / name / "package.json").read_text())
    if found["version"] != pin:
        raise SystemExit(
            f"{name}: pinned {pin}, installed {found['version']}. Run npm ci again."
        )
    return f"{name} {pin} {found['license']}"


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())


def sprite(icons: Path) -> str:
    symbols = []
    for name in sorted(ICONS):
        drawing = re.sub(
            r"^.*?<svg.*?>|</svg>\s*$", "", (icons / f"{name}.svg").read_text(), flags=re.DOTALL
        )
        inner = " ".join(drawing.split())
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    body = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n<!-- lucide, ISC licence: vendor/licences/lucide.txt -->\n{body}\n</svg>\n'


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
