"""Chromium, with what nobody needs here switched off."""

from playwright.sync_api import Browser, Playwright

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
# Chromium draws its own buttons, which nobody sees here, by a page of their own in each window: that
# takes a quarter of the time. A list replaces Playwright's, so its own come first.
UNUSED = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "InitialWebUI",
    "PreloadTopChromeWebUI",
    "WebUIBackForwardButton",
    "WebUIHomeButton",
    "WebUILocationBar",
    "WebUIOmniboxPopup",
    "WebUIReloadButton",
    "WebUISplitTabsButton",
    "WebUIToolbar",
]
# Pages here are gone before code that was made faster could be worth its making.
BRIEF = ["--js-flags=--no-opt --no-maglev"]
OFFLINE = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def launch(playwright: Playwright, program: str) -> Browser:
    lean = [f"--disable-features={','.join(UNUSED)}"]
    return playwright.chromium.launch(executable_path=program, args=QUIET + OFFLINE + BRIEF + lean)
