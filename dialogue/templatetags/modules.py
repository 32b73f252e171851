"""Styles and modules: each by itself for whoever develops, and in one piece where files are collected."""

import json
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dialogue.base import bundles

register = template.Library()


def _bundled() -> bool:
    return getattr(staticfiles_storage, "bundles", False)


@register.simple_tag
def styles(bundle: str) -> SafeString:
    names = (f"bundles/{bundle}.css",) if _bundled() else bundles.STYLES[bundle]
    links = ((static(f"css/{name}"),) for name in names)
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag(takes_context=True)
def scripts(context: RequestContext, bundle: str) -> SafeString:
    """What is run, and before it the map by which it finds what it imports."""
    asked = bundles.SCRIPTS[bundle]
    entries = (f"bundles/{bundle}.js",) if _bundled() else asked.entries
    folders = asked.later if _bundled() else (*asked.folders, *asked.later)
    found = (
        importmap(context, *folders, instead="" if _bundled() else asked.instead) if folders else ""
    )
    tags = format_html_join(
        "\n  ",
        '<script type="module" src="{}"></script>',
        ((static(f"js/{one}"),) for one in entries),
    )
    return format_html("{}{}", found, tags)


@register.simple_tag(takes_context=True)
def importmap(context: RequestContext, *folders: str, instead: str = "") -> SafeString:
    """An import map from bare names to hashed addresses: ``room/dock.js`` and ``preact-htm``.

    Bare names, because a relative import inside a hashed file would miss its hash. A module in the
    folder ``instead`` also stands in for those of its name in the folders before.
    """
    imports: dict[str, str] = {}
    for folder in filter(None, (*folders, instead)):
        for path in sorted(Path(f"{settings.BASE_DIR}/static/js/{folder}").glob("*.js")):
            address = static(f"js/{folder}/{path.name}")
            names = folders if folder == instead else ()
            imports |= {name: address for one in names if (name := f"{one}/{path.name}") in imports}
            imports[f"{folder}/{path.name}"] = address
    imports["preact-htm"] = static("vendor/preact-htm.js")
    body = json.dumps({"imports": imports}).replace("<", "\\u003c")
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        context["request"].csp_nonce,
        mark_safe(body),  # noqa: S308 - our own files' names
    )
