"""Copy the pinned browser files from node_modules into static/, with licence and sha256; fonts are cut to what is used.

Run after `npm ci --ignore-scripts` and `pip install fonttools==4.68.0 brotli==1.2.1`, from anywhere:
python static/vendor/update.py [node_modules]
"""

import hashlib
import io
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
# Of each font the weights that are on some page, at one optical size. Text is set in Literata, so that its upright
# letters keep their kerning.
FINE = ["ccmp", "locl", "mark", "mkmk", "rlig"]
CUTS: dict[str, tuple[dict[str, float | tuple[float, float]], list[str]]] = {
    "fonts/atkinson-latin.woff2": ({"wght": (400, 700)}, [*FINE, "tnum"]),
    "fonts/atkinson-latin-ext.woff2": ({"wght": (400, 700)}, [*FINE, "tnum"]),
    "fonts/literata-latin.woff2": ({"opsz": 18, "wght": (400, 600)}, [*FINE, "liga", "kern"]),
    "fonts/literata-latin-ext.woff2": ({"opsz": 18, "wght": (400, 600)}, [*FINE, "liga", "kern"]),
    "fonts/literata-latin-italic.woff2": ({"wght": 400}, [*FINE, "liga"]),
}
RARE = "¤¦¨¬¯¸¹²³ªº¼½¾ƒˆ˜ʻʼ˚⁄∕Ă′″"  # stand in the system's own letters
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
    "arrow-up",
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
    "ellipsis",
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
            (cut if target in CUTS else copy)(modules / name / source, VENDOR / target)
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
        raise SystemExit(f"{name}: pinned {pin}, installed {found['version']}. Run npm ci again.")
    return f"{name} {pin} {found['license']}"


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())


def cut(source: Path, target: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    axes, features = CUTS[target.relative_to(VENDOR).as_posix()]
    whole = instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), axes)
    whole.flavor = None
    whole.save(plain := io.BytesIO())
    plain.seek(0)
    font = TTFont(plain, recalcTimestamp=False)  # the same at any time
    options = subset.Options(
        layout_features=features,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
        hinting=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=set(font.getBestCmap()) - set(map(ord, RARE)))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


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
