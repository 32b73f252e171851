"""What holds on every screen: nothing spills over, all can be reached by a thumb and told by a voice."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

Rules = dict[str, Any]
PHONE, DESKTOP = (390, 844), (1280, 860)
SIZES = {
    "small phone": (320, 640),
    "phone": PHONE,
    "phone on its side": (844, 390),
    "tablet": (768, 1024),
    "desktop": DESKTOP,
    "desktop at 200 %": (640, 430),
}
RULES: Rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SEEN: Rules = {
    "type": "rule",
    "values": ["color-contrast", "target-size"],
}  # all that size and scheme change
Look = tuple[Literal["light", "dark"], Rules]
LOOKS: dict[str, tuple[Look, ...]] = {
    "phone": (("light", RULES), ("dark", SEEN)),
    "desktop": (("light", SEEN),),
}
_AXE = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(({violations}) =>
  violations.flatMap(({id, nodes}) => nodes.map(({html, any}) => `${id}: ${html} ${any[0]?.message ?? ""}`)))"""
_WIDER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
# A link in a line of text may be smaller, as in WCAG 2.2; everything else is made for thumbs. What
# stands in a label is as large as that.
_SMALL = """() => [...document.querySelectorAll("a, button, input, textarea, select, summary, [role=button]")]
  .filter((one) => one.checkVisibility() && !one.matches(".skip-link:not(:focus)"))
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([one, box]) => box.height < (getComputedStyle(one).display === "inline" ? 24 : 44) || box.width < 24)
  .map(([one, box]) => `${one.outerHTML.slice(0, 120)} is ${box.width} × ${box.height}`)"""
_COVERED = """() => {
  scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  const last = document.querySelector(".said > li:last-child")?.getBoundingClientRect();
  const dock = document.querySelector(".dock")?.getBoundingClientRect();
  return last && dock ? last.bottom - dock.top : -1;
}"""
# On paper is neither what can only be pressed, or was not sent, nor what has a lock: it is between two of three.
_ON_PAPER = """() => [...document.querySelectorAll("main.room :is(button, textarea, dialog, use[href$='#lock'])")]
  .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 120))"""
# What changes with the colours has come to its end; what never ends goes on.
_AT_REST = """() => document.getAnimations()
  .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
  .forEach((one) => one.finish())"""


def faults(page: Page) -> list[str]:
    """All that is wrong with the page as it is, at every size, in light and in dark."""
    found: list[str] = []
    page.evaluate(AXE_SCRIPT)
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if wider := page.evaluate(_WIDER):
            found.append(f"{name}: {wider} px too wide")
        found += [f"{name}: {one}" for one in page.evaluate(_SMALL)]
        if (covered := page.evaluate(_COVERED)) > 0:
            found.append(f"{name}: the dock covers {covered} px of the newest words")
        for scheme, rules in LOOKS.get(name, ()):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(_AT_REST)
            found += [f"{name}, {scheme}: {one}" for one in page.evaluate(_AXE, rules)]
        page.emulate_media(color_scheme="light")
    page.emulate_media(media="print")
    found += [f"on paper: {one}" for one in page.evaluate(_ON_PAPER)]
    page.emulate_media(media="screen")
    return found
