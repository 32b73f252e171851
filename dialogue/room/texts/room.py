"""The room's own words. The script that draws the room reads them from the page, translated."""

from django.utils.translation import gettext as _

from dialogue.room.texts.therapist import therapist_texts


def room_texts() -> dict[str, str]:
    own = {
        # header and stage
        "home": _("Our dialogues"),
        "pause": _("Pause"),
        "leave": _("Leave quickly"),
        "record": _("Record"),
        "sub_sender": _("{name} is the sender"),
        "sub_paused": _("Paused"),
        "sub_ended": _("Ended"),
        "sub_ending": _("Coming to its end"),
        "ending": _("The session is coming to its end."),
        "stage": _("Whose turn it is"),
        "waiting_why": _("It is {name}’s turn."),
        "you": _("{name} (you)"),
        "someone": _("Your partner"),
        "presence_here": _("here"),
        "presence_typing": _("writing"),
        "presence_away": _("away"),
        "presence_unknown": _("not known"),
        "path": _("Where you are in the dialogue"),
        "done": _("(done)"),
        # transcript
        "transcript": _("What was said"),
        "earlier": _("Show what was said before"),
        "turn": _("Turn {number}"),
        # dock
        "your_turn": _("Your turn"),
        "waiting": _("While you wait"),
        "lead_in": _("Let it be quiet for a moment"),
        "stems": _("Ways to begin"),
        "only_you": _("Only you see this until you send it."),
        "kept_for_you": _("Kept. Only you see this until you send it."),
        "kept_here": _("Kept on this device. Only you see this."),
        "send": _("Send"),
        "sending": _("Sending …"),
        "on_its_way": _("On its way …"),
        "will_be_sent": _("It will be sent, once, when the connection is back."),
        "asked_to_pause": _(
            "{name} asks you to pause here, to get it all. Send what you have; there will be more."
        ),
        "too_long": _(
            "That is {over} characters too long for one turn. Send it in smaller pieces."
        ),
        "slowly": _("{name} asked to go slowly."),
        "may_send": _("You can send now."),
        "in_seconds": _("in {seconds} s"),
        "back": _("Back"),
        # aloud
        "speak": _("Speak instead"),
        "write": _("Write instead"),
        "said_it": _("I’ve said it"),
        "to_say": _("Ways to say it"),
        "add_line": _("Add a line"),
        "line": _("A line to keep, if you like. Both of you will see it."),
        "lasts": _("This turn has lasted"),
        "cue_touch": _("Vibrate"),
        "cue_sound": _("Sound"),
        "asked_to_pause_aloud": _(
            "{name} asks you to pause here, to get it all. There will be more."
        ),
        # one phone for two
        "presence_lent": _("same phone"),
        "phone_one": _("Only one phone?"),
        "phone_one_title": _("Only one phone here?"),
        "phone_one_why": _(
            "It can go from hand to hand. One of you lends their seat in this dialogue to the other’s "
            "phone, and can take it back at any time."
        ),
        "phone_this": _("Use this phone"),
        "phone_this_why": _(
            "{name} lends the seat to it, by writing a password here once. That signs nobody in or out."
        ),
        "phone_other": _("Use {name}’s phone"),
        "phone_other_why": _(
            "You lend your seat to it. What is private stays here, at your own login."
        ),
        "phone_each": _("A phone each again"),
        "phone_each_title": _("Go back to a phone each?"),
        "phone_each_why": _(
            "Then {name} acts at their own login again. The dialogue stays where it is."
        ),
        "phone_stay": _("Stay with one"),
        "hand_to": _("Hand the phone to {name}"),
        "hand_to_why": _("It is {name}’s turn."),
        "hand_has": _("{name} has it"),
        "lent_away": _("Your seat is lent to {name}’s phone. What is private comes only here."),
        "take_back": _("Take it back"),
        "own_login": _(
            "{name}, what is written down or lasts takes your own login. Open this dialogue there; it waits for you."
        ),
        "paused_shared": _("A pause"),
        "close": _("Close"),
        "kept_title": _("You had begun to write this. It is kept, for you alone."),
        "kept_use": _("Use it here"),
        "kept_drop": _("Let it go"),
        # hints
        "hint_insult": _(
            "That could land as an insult. What happened, and what is it like for you?"
        ),
        "hint_threat": _(
            "That could land as a threat. What are you afraid of, or what do you need?"
        ),
        "hint_always": _("“Always” is hard to hear. Could you tell of one evening?"),
        "hint_never": _("“Never” is hard to hear. Could you tell of one evening?"),
        "hint_make": _("“You make me …” Would “When that happens, I feel …” still be true?"),
        "hint_should": _("This asks something of your partner. What is it like for you?"),
        "hint_long": _(
            "One or two sentences are easier to give back. There will be room for more."
        ),
        "hint_trait": _(
            "That says what your partner is. What did they do, as a camera would have seen it?"
        ),
        "hint_positive": _("Say what you would love to have, rather than what should stop."),
        "hint_specific": _("What would one see or hear? Something that can be done."),
        "hint_measurable": _(
            "How often, or for how long? Ten minutes, twice a week, each evening."
        ),
        "hint_limited": _("Until when? “For the next two weeks” makes it small enough to give."),
        "ask": _("What makes a request easy to give"),
        "ask_positive": _("positive"),
        "ask_specific": _("specific"),
        "ask_measurable": _("measurable"),
        "ask_limited": _("with an end"),
        "ask_there": _("(it is there)"),
        "gift": _("A gift that goes on"),
        # until when
        "days": _("Days that are offered"),
        "for_week": _("For one week, until {day}"),
        "for_two_weeks": _("For two weeks, until {day}"),
        "for_four_weeks": _("For four weeks, until {day}"),
        "day": _("Or choose a day, within three months"),
        "promise": _("Until this day"),
        "bad_day": _("Choose a day from tomorrow on, within three months."),
        # another time
        "times": _("Times that are offered"),
        "time": _("Or choose a time, within a day"),
        "propose": _("Propose this time"),
        "bad_time": _("Choose a time within the next 24 hours."),
        # nobody is held
        "time_over": _(
            "The {minutes} minutes you agreed on are over. You can go on, or sum up what there is."
        ),
        "stuck": _(
            "It isn’t getting through just now. That happens, and it’s nobody’s fault. You can leave it "
            "here for today, and take it up again when you’re both rested."
        ),
        "leave_for_today": _("Leave it here for today"),
        "for_you_alone": _("Only you see this"),
        # paused
        "paused_by_you": _("You asked for a pause"),
        "paused_by": _("{name} asked for a pause"),
        "paused_why": _(
            "Nothing is lost. You go on exactly where you were, and what you were writing is kept."
        ),
        "paused_breathe": _("Breathe in for four, out for six. Go on when you are ready."),
        "paused_wait": _("Breathe in for four, out for six. {name} will say when it can go on."),
        "paused_both": _("{name} asked for a pause too. It goes on when you are both ready."),
        "resume": _("I’m ready to go on"),
        "pause_too": _("I need a pause too"),
        "end": _("Stop here"),
        "end_title": _("Stop here for today?"),
        "end_why": _(
            "The dialogue ends for both of you. What was said is kept. You need no reason, and none is shown."
        ),
        "end_yes": _("Stop here"),
        "end_no": _("Stay"),
        # ended
        "ended_completed": _("You have come to the end"),
        "ended_completed_why": _(
            "Thank you for listening, and for trusting each other. Give it some time before you talk about it again."
        ),
        "ended_declined": _("Not this time"),
        "ended_declined_why": _("That is an honest answer. You can ask again on another day."),
        "ended_stopped": _("This session has ended here"),
        "ended_stopped_why": _(
            "What was said is kept. You can begin another dialogue when it is time."
        ),
        "ended_left_for_today": _("Left for another day"),
        "ended_left_for_today_why": _(
            "You stayed with something hard, and stopped in time. It’s saved, and you can take it up "
            "again on another day."
        ),
        "somebody": _("Somebody to talk to"),
        "seed_why": _("What you said you need may become a request, today or on another day:"),
        "read_again": _("Read it again"),
        "pulse": _("How was it for you?"),
        "to_sessions": _("To our dialogues"),
        # connection
        "joining": _("Joining …"),
        "new_words": _("New words below"),
        "lost": _("The connection is lost. What you write is kept here; it comes back by itself."),
        "lost_sending": _(
            "The connection is lost. Your words are kept here and will be sent once it is back."
        ),
        "closed_signed_out": _("You are signed out"),
        "closed_signed_out_why": _(
            "Words you had not sent are kept. Sign in again to go on where you were."
        ),
        "closed_topic": _("Your dialogue"),
        "closed_other": _("Somebody else is signed in now"),
        "closed_other_why": _("This page was opened with another account, so it has been closed."),
        "closed_gone": _("This dialogue is not here"),
        "closed_gone_why": _("It may have been closed, or it was never yours to see."),
        "closed_not_open": _("Not open just now"),
        "closed_not_open_why": _("Words you hadn’t sent are saved."),
        "closed_too_many": _("This dialogue is open in many places"),
        "closed_too_many_why": _("Close it in other tabs or devices, then try again here."),
        "closed_defect": _("The connection was closed"),
        "closed_defect_why": _("That is our mistake, not yours. What was said is kept."),
        "sign_in": _("Sign in"),
        "try_again": _("Try again"),
    }
    return therapist_texts() | blocked_texts() | own


def blocked_texts() -> dict[str, str]:
    """Where the page loads, and its socket does not: of the room as of the board."""
    return {
        "stuck_joining": _("The live connection doesn’t come through"),
        "blocked_why": _(
            "This page loads, but the connection that keeps it live is blocked. A company or school network, a VPN "
            "or a blocker in the browser may be in the way. Try another network, or switch it off for this site. "
            "It’s tried again by itself."
        ),
        "blocked": _("A VPN, a company network or a blocker in the browser may be in the way."),
    }
