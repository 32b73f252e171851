"""JavaScript modules without a build step."""

import json
from pathlib import Path

from django import template
from django.conf import settings
from django.template import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


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
