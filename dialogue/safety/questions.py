"""The questions of the private screen, word for word."""

from django.utils.translation import gettext as _


def hark() -> dict[str, str]:
    return {
        "humiliated": _(
            "Have you been humiliated or emotionally abused by your partner or an ex-partner?"
        ),
        "afraid": _("Have you been afraid of your partner or an ex-partner?"),
        "forced": _(
            "Have you been forced into any kind of sexual activity by your partner or an ex-partner?"
        ),
        "hurt": _(
            "Have you been kicked, hit, slapped or otherwise hurt by your partner or an ex-partner?"
        ),
    }


def ours() -> dict[str, str]:
    return {
        "free_to_say_no": _("Do you feel free to say no to these sessions?"),
        "substances": _("Is alcohol, or are drugs, a worry now, yours or your partner’s?"),
        "crisis": _("Is there a serious mental-health crisis now, yours or your partner’s?"),
    }
