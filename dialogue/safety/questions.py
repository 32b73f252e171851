"""The questions of the private screen, word for word.

The four items of HARK are those that were published and tested (Sohal, Eldridge and Feder 2007):
another wording is another instrument, so they are never edited.
"""

from django.utils.translation import gettext as _


def hark() -> dict[str, str]:
    return {
        "humiliated": _(
            "Within the last year, have you been humiliated or emotionally abused in other ways by "
            "your partner or your ex-partner?"
        ),
        "afraid": _("Within the last year, have you been afraid of your partner or ex-partner?"),
        "forced": _(
            "Within the last year, have you been raped or forced to have any kind of sexual activity "
            "by your partner or ex-partner?"
        ),
        "hurt": _(
            "Within the last year, have you been kicked, hit, slapped or otherwise physically hurt by "
            "your partner or ex-partner?"
        ),
    }


def ours() -> dict[str, str]:
    """In plain words, tested by nobody, and so apart from HARK."""
    return {
        "controlled": _(
            "Does someone else decide about your money, your phone, your friends or where you go?"
        ),
        "free_to_say_no": _("Do you feel free to say no to these dialogues?"),
        "child": _("Are you worried about a child’s safety?"),
        "substances": _(
            "Are you worried about alcohol or drug use right now, yours or your partner’s?"
        ),
        "crisis": _("Are you thinking of ending your life, or is there another crisis right now?"),
    }


def about(partner: str) -> dict[str, str]:
    """Who a yes is about."""
    return {
        "partner": _("It’s about {name}").format(name=partner),
        "before": _("It’s about someone before"),
    }
