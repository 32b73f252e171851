"""What the practice room says besides, and otherwise, than the room."""

from django.utils.translation import gettext as _

from dialogue.stories import Story


def practice_texts(story: Story) -> dict[str, str]:
    return _instead() | _beside() | _answered(story.partner) | _led(story.listener)


def _instead() -> dict[str, str]:
    """In place of the room's own."""
    return {
        "home": _("All stories"),
        "to_sessions": _("All stories"),
        "read_again": _("The next story"),
        "only_you": _("What you write stays on this page."),
        "lost": _("You’re offline. The story stays here, and so do your words."),
        "lost_sending": _(
            "You’re offline. Your words are saved here. The story continues when you’re back."
        ),
        "ended_completed_why": _(
            "That was a whole dialogue. With a real partner, it takes longer and goes its own way."
        ),
        "ended_stopped": _("The story ends here"),
        "ended_stopped_why": _("You can start over, or choose another one."),
        "end_title": _("Stop this story?"),
        "end_why": _("What you wrote will be gone. It was only ever on this page."),
        "paused_why": _("The story waits for you right where it was."),
    }


def _beside() -> dict[str, str]:
    return {
        "dont_wait": _("Don’t wait"),
        "guide": _("Private"),
        "guide_tells": "",
        # after a mirror, a summary and a guess at feelings
        "gave_back": _("You mirrored: {given}."),
        "not_yet": _("Not yet: {missing}."),
        "gave_all": _("You mirrored all of it: {given}."),
        "gave_none": _("Not there yet: {missing}. You can use your partner’s words or your own."),
        "own_words": _("In your own words: that’s mirroring."),
        "word_for_word": _("That was word for word. Your own words show that you’ve taken it in."),
        "feelings_named": _("You named what may well be there: {given}."),
        "feelings_other": _(
            "A guess is enough. There might also be: {missing}. Single feeling words work best."
        ),
        "help_but": _("“But” cancels what came before it. Try leaving it out."),
        "help_advice": _("That sounds like advice. For now, just mirror what you heard."),
        "help_question": _(
            "A question leads to what you’d like to know. For now, “Did I get that?” is enough."
        ),
        "help_blame": _("That could sound like blame. For now, just mirror what you heard."),
        "help_defence": _(
            "That explains your view. You’ll get your turn. This one is your partner’s."
        ),
        "help_thought": _("“I feel that …” is a thought. A feeling is one word: sad, alone, glad."),
        "help_long": _("That’s longer than what was said. Try to add nothing."),
        # at the end
        "heard_title": _("What you mirrored"),
        "heard_why": _("Private, and gone when you leave this page. It isn’t a score."),
        "heard_given": _("mirrored"),
        "heard_missing": _("left out"),
    }


def _answered(name: str) -> dict[str, str]:
    """After the visitor has answered a mirror of the partner's: how that was, and what one can do."""
    of = {"name": name}
    return {
        "half_got_it": _(
            "%(name)s mirrored half of it. This was left out: “{rest}” Choose "
            "“Almost” and say just the missing part. A correction helps you both."
        )
        % of,
        "half_correct": _(
            "%(name)s had mirrored half of it. This was left out: “{rest}” You asked "
            "for the missing part. That helps you both."
        )
        % of,
        "defends_got_it": _(
            "That was an answer, not a mirror: %(name)s explained. Choose “Almost” "
            "and say again what you’d like %(name)s to hear."
        )
        % of,
        "defends_correct": _(
            "%(name)s had explained instead of mirroring. You stayed with what you "
            "wanted heard, without arguing. That’s how you both find the way back."
        )
        % of,
        "advises_got_it": _(
            "That was advice, not a mirror, even if it was kindly meant. Choose "
            "“Almost” and say again what you’d like to be heard."
        ),
        "advises_correct": _(
            "%(name)s had given advice. You let it pass and said again what you "
            "wanted heard. Being heard comes first. Solving can wait."
        )
        % of,
        "exact_correct": _(
            "That mirror had your own words in it. “Almost” is for what’s missing or "
            "different. If something new came up while you listened, choose “There’s "
            "more” later."
        ),
    }


def _led(name: str) -> dict[str, str]:
    """To a therapist in training: after an act of hers; and where a mirror was none and nothing was done."""
    of = {"name": name}
    return {
        "act_to_mirroring": _(
            "You led back to mirroring. That gives a second chance without blaming anyone."
        ),
        "act_to_shorter": _("A shorter message is easier to mirror. It helps them both."),
        "act_whisper": _(
            "A whisper helps one of them without embarrassing them. In this story, nobody reads it."
        ),
        "act_frame": _("You told both what the step is for. That’s gentler than a correction."),
        "act_offer": _("Sometimes all that’s missing is a way to start."),
        "act_double": _("You offered the sender a line. They can use it, change it or leave it."),
        "act_slow": _(
            "Slower is safer. From now on, there’s time between one message and the next."
        ),
        "act_pause": _("A pause lets them both breathe. Continue when things have calmed down."),
        "passed_half": _(
            "%(name)s mirrored half of it, and the sender had to notice that alone. "
            "You could have asked for the mirror again (“Lead”), or shown what the "
            "step is for (“Frame”)."
        )
        % of,
        "passed_defends": _(
            "%(name)s explained instead of mirroring, and the sender had to say so "
            "alone. You could have led back to mirroring, framed the step, or "
            "whispered to %(name)s."
        )
        % of,
        "passed_advises": _(
            "%(name)s gave advice instead of mirroring. You could have led back to "
            "mirroring, framed the step, or whispered to %(name)s."
        )
        % of,
    }
