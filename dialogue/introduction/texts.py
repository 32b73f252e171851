"""The five pages, and the example: one whole dialogue between two people, one idea at each step."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    name: str
    title: str | Promise
    about: str | Promise
    template: str


@dataclass(frozen=True)
class Line:
    name: str
    seat: str
    words: str | Promise


@dataclass(frozen=True)
class Step:
    """``answers``: lines of an earlier step that are shown once more, where the new ones answer them."""

    title: str | Promise
    idea: str | Promise
    lines: tuple[Line, ...]
    answers: tuple[Line, ...] = ()


PAGES = (
    Page(
        "imago",
        _("What “Imago” means"),
        _("The picture of love that each of us carries."),
        "introduction/imago.html",
    ),
    Page(
        "hurt",
        _("Why small things can hurt so much"),
        _("How an unanswered text can feel like being left alone."),
        "introduction/hurt.html",
    ),
    Page(
        "dialogue",
        _("How a dialogue goes"),
        _("Three steps, and an example to follow line by line."),
        "introduction/dialogue.html",
    ),
    Page(
        "limits",
        _("What it’s for, and what it isn’t"),
        _("Sometimes another way of talking is better."),
        "introduction/limits.html",
    ),
    Page(
        "studies",
        _("What studies found"),
        _("And what they didn’t."),
        "introduction/studies.html",
    ),
)


def _ann(words: str | Promise) -> Line:
    return Line("Ann", "first", words)


def _ben(words: str | Promise) -> Line:
    return Line("Ben", "second", words)


KITCHEN = _ann(
    _(
        "When you come home late and haven’t texted, I sit in the kitchen and feel like I don’t matter."
    )
)
EXAMPLE = (
    Step(
        _("Ask first"),
        _("A dialogue starts with a yes. “Not now” would have been a good answer too."),
        (
            _ann(
                _(
                    "I’d like a dialogue about the evenings when you come home late. Is now a good time?"
                )
            ),
            _ben(_("Yes. I can listen now.")),
        ),
    ),
    Step(
        _("Share"),
        _("Ann talks about herself, one thing at a time. “I feel”, not “you always”."),
        (KITCHEN,),
    ),
    Step(
        _("Mirror"),
        _(
            "Ben says back what he heard, in his own words and in the same tone. He may remember it"
            " differently. He doesn’t say so now: this is Ann’s turn."
        ),
        (
            _ben(
                _(
                    "What I hear you saying is that when I’m late and you don’t hear from me, you feel like"
                    " you’re not important to me. Did I get that?"
                )
            ),
        ),
        answers=(KITCHEN,),
    ),
    Step(
        _("Check"),
        _(
            "Only Ann knows if that was it. When something is missing, she says it, and Ben mirrors that part."
        ),
        (
            _ann(_("Almost. I know your work matters. The worst part is not knowing.")),
            _ben(_("You know my work matters, and the worst part is not knowing. Did I get that?")),
            _ann(_("Yes.")),
        ),
    ),
    Step(
        _("Is there more?"),
        _("What hurts most is often not what comes first. Ben asks, and waits."),
        (
            _ben(_("Is there more about that?")),
            _ann(
                _(
                    "When I was little, my dad was often late, and nobody told us why. I lay awake and listened"
                    " for the car."
                )
            ),
            _ben(
                _(
                    "So you’d lie awake as a kid, listening for your dad’s car, and nobody told you anything."
                    " Did I get that?"
                )
            ),
            _ann(_("Yes. That’s all of it.")),
        ),
    ),
    Step(
        _("Sum up"),
        _("Ben puts it all together in a few sentences. Still no answer, and no advice."),
        (
            _ben(
                _(
                    "Let me see if I got all of it. When I’m late and don’t text, you feel unimportant, and not"
                    " knowing is the worst. It’s like listening for the car when you were little. Did I get it all?"
                )
            ),
            _ann(_("Yes, all of it.")),
        ),
    ),
    Step(
        _("Validate"),
        _(
            "Ben looks at it from where Ann is, and says what makes sense. He doesn’t have to agree, or to"
            " say that he was wrong."
        ),
        (
            _ben(
                _(
                    "You make sense. You once had nobody to tell you what was going on. So it makes sense that"
                    " when you hear nothing from me, you don’t just think I’m busy."
                )
            ),
            _ann(_("Thank you. I feel understood.")),
        ),
    ),
    Step(
        _("Empathize"),
        _(
            "Ben imagines how that feels, and names what brings it on. It’s a guess. Ann can correct it."
        ),
        (
            _ben(
                _(
                    "When I don’t text you that I’ll be late, I imagine that you feel worried, and very alone."
                    " Is that what you’re feeling?"
                )
            ),
            _ann(_("Yes. Alone, most of all.")),
        ),
    ),
    Step(
        _("Thank"),
        _(
            "Nothing is solved or promised yet. That can come later. Today Ann was heard. Then they can swap,"
            " now or another time, so that Ben is heard too."
        ),
        (
            _ann(_("Thank you for listening.")),
            _ben(_("Thank you for trusting me with that.")),
        ),
    ),
)
