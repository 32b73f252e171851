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
        "sub_ending": _("Coming to an end"),
        "ending": _("The dialogue is coming to an end."),
        "stage": _("Whose turn it is"),
        "waiting_why": _("It’s {name}’s turn."),
        "you": _("{name} (you)"),
        "someone": _("Your partner"),
        "presence_here": _("here"),
        "presence_typing": _("writing"),
        "presence_away": _("away"),
        "presence_unknown": _("unknown"),
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
        "stems": _("Ways to start"),
        "feelings_title": _("What do you feel? (only you see this)"),
        "feelings_about": _("If you like, pick up to three words before your partner guesses."),
        "feelings_saving": _("Saving …"),
        "feelings_saved": _("Saved. Only you see this."),
        "feelings_not_saved": _("Not saved. Your partner’s guess is here, or you’re offline."),
        "only_you": _("Only you see this until you send it."),
        "kept_for_you": _("Saved. Only you see this until you send it."),
        "kept_here": _("Saved on this device. Only you see this."),
        "send": _("Send"),
        "sending": _("Sending …"),
        "on_its_way": _("Sending …"),
        "will_be_sent": _("You’re offline. This will be sent, once, when you’re back."),
        "asked_to_pause": _(
            "{name} would like to mirror what you’ve said so far. Share it now; you can add more after."
        ),
        "too_long": _(
            "That’s {over} characters too long for one message. Share it in smaller parts."
        ),
        "slowly": _("{name} asked you to go slowly."),
        "may_send": _("You can send now."),
        "in_seconds": _("in {seconds} s"),
        "back": _("Back"),
        "more": _("More"),
        # aloud
        "speak": _("Talk instead"),
        "write": _("Write instead"),
        "turning_asked": _("You’ve asked. You can go on as you are until {name} answers."),
        "turning_speak": _("{name} would like to talk out loud. Is that all right with you?"),
        "turning_write": _("{name} would like to write. Is that all right with you?"),
        "turning_yes_speak": _("Talk out loud"),
        "turning_yes_write": _("Write"),
        "turning_no_speak": _("Keep writing"),
        "turning_no_write": _("Keep talking"),
        "cancel": _("Cancel"),
        "said_it": _("I’ve said it"),
        "to_say": _("Ways to say it"),
        "add_line": _("Add a line"),
        "line": _("A note to keep, if you like. You’ll both see it."),
        "lasts": _("This turn so far"),
        "cue_touch": _("Vibrate"),
        "cue_sound": _("Sound"),
        "asked_to_pause_aloud": _(
            "{name} would like to mirror what you’ve said so far. You can say more after."
        ),
        # one phone for two
        "presence_lent": _("same phone"),
        "phone_one": _("Only one phone?"),
        "phone_one_title": _("Only one phone here?"),
        "phone_one_why": _(
            "You can pass it back and forth. One of you lends their place in this "
            "dialogue to the other’s phone, and can take it back at any time."
        ),
        "phone_this": _("Use this phone"),
        "phone_this_why": _(
            "{name} enters a password here once. That doesn’t sign anyone in or out."
        ),
        "phone_other": _("Use {name}’s phone"),
        "phone_other_why": _(
            "You lend your place to it. What’s private stays here, on your own phone."
        ),
        "phone_each": _("Back to two phones"),
        "phone_each_title": _("Go back to two phones?"),
        "phone_each_why": _(
            "Then {name} goes on with their own phone. The dialogue stays where it is."
        ),
        "phone_stay": _("Stay with one phone"),
        "hand_to": _("Hand the phone to {name}"),
        "hand_to_why": _("It’s {name}’s turn."),
        "hand_has": _("{name} has the phone"),
        "lent_away": _("{name}’s phone has your place. What’s private only comes here."),
        "take_back": _("Take it back"),
        "own_login": _(
            "{name}, please do this step on your own phone or account. The dialogue will wait."
        ),
        "paused_shared": _("A pause"),
        "close": _("Close"),
        "kept_title": _("You’d started writing this. It’s saved, and only you see it."),
        "kept_use": _("Use it here"),
        "kept_drop": _("Delete it"),
        # hints
        "hint_insult": _(
            "That could come across as an insult. What happened, and what is it like for you?"
        ),
        "hint_threat": _(
            "That could come across as a threat. What are you afraid of, or what do you need?"
        ),
        "hint_always": _("“Always” is hard to hear. Could you describe one time it happened?"),
        "hint_never": _("“Never” is hard to hear. Could you describe one time it happened?"),
        "hint_make": _("“You make me …” Could you say “When that happens, I feel …”?"),
        "hint_should": _("This asks something of your partner. What is it like for you?"),
        "hint_long": _("One or two sentences are easier to mirror. You can add more after."),
        "hint_trait": _(
            "That says what your partner is. What did they do? What would a camera have seen?"
        ),
        "hint_positive": _("Say what you’d love to have instead of what should stop."),
        "hint_specific": _(
            "What would someone see or hear? Make it something your partner can do."
        ),
        "hint_measurable": _(
            "How often, or for how long? Ten minutes, twice a week, every evening."
        ),
        "hint_limited": _("Until when? “For the next two weeks” makes it easier to say yes."),
        "ask": _("What makes a request easier to say yes to"),
        "ask_positive": _("positive"),
        "ask_specific": _("specific"),
        "ask_measurable": _("measurable"),
        "ask_limited": _("with an end date"),
        "ask_there": _("(included)"),
        "gift": _("A current promise"),
        # until when
        "days": _("Suggested days"),
        "for_week": _("For one week, until {day}"),
        "for_two_weeks": _("For two weeks, until {day}"),
        "for_four_weeks": _("For four weeks, until {day}"),
        "day": _("Or choose a day, within three months"),
        "promise": _("Until this day"),
        "bad_day": _("Choose a day between tomorrow and three months from now."),
        # another time
        "times": _("Suggested times"),
        "time": _("Or choose a time, within a day"),
        "propose": _("Suggest this time"),
        "bad_time": _("Choose a time within the next 24 hours."),
        # nobody is held, and nobody waits unknowing
        "away_wait": _(
            "{name} is away. Nothing is lost: you can wait, or leave and come back. It continues right here."
        ),
        "time_over": _(
            "The {minutes} minutes you agreed on are over. You can go on, or sum up so far."
        ),
        "messages_over": _(
            "You’ve shared the {messages} messages you agreed on. You can go on, or sum up so far."
        ),
        "stuck": _(
            "It isn’t getting through right now. That happens, and it’s nobody’s "
            "fault. You can leave it here for today, and pick it up again when you’re "
            "both rested."
        ),
        "leave_for_today": _("Leave it here for today"),
        "for_you_alone": _("Only you see this"),
        # paused
        "paused_by_you": _("You asked for a pause"),
        "paused_by": _("{name} asked for a pause"),
        "paused_why": _("You’ll continue exactly where you were. What you were writing is saved."),
        "paused_breathe": _("Breathe in for four, out for six. Continue when you’re ready."),
        "paused_wait": _("Breathe in for four, out for six. {name} will say when to continue."),
        "paused_both": _("{name} asked for a pause too. It continues when you’re both ready."),
        "resume": _("I’m ready to continue"),
        "pause_too": _("I need a pause too"),
        "end": _("Stop here"),
        "end_title": _("Stop here for today?"),
        "end_why": _(
            "The dialogue ends for both of you. What was said is saved. You don’t "
            "need a reason, and none is shown."
        ),
        "end_yes": _("Stop here"),
        "end_no": _("Not yet"),
        # ended
        "ended_completed": _("You’ve reached the end"),
        "ended_completed_why": _(
            "Thank you for listening to each other. Let it rest for a while before you talk about it again."
        ),
        "ended_declined": _("Not this time"),
        "ended_declined_why": _("That’s an honest answer. You can ask again another day."),
        "ended_stopped": _("This dialogue has ended"),
        "ended_stopped_why": _(
            "What was said is saved. You can start another dialogue whenever you both like."
        ),
        "ended_left_for_today": _("Left for another day"),
        "ended_left_for_today_why": _(
            "You stayed with something hard, and you stopped when it was enough. It’s saved, "
            "and you can pick it up again another day."
        ),
        "somebody": _("Someone to talk to"),
        "seed_why": _("What you said you need could become a request, today or another day:"),
        "done_for_today": _("Done for today"),
        "takeaway": _("What you take with you"),
        "read_again": _("Read it again"),
        "pulse": _("How was it for you?"),
        "to_sessions": _("Go to our dialogues"),
        # connection
        "joining": _("Connecting …"),
        "new_words": _("New from {name}"),
        "lost": _("You’re offline. Your words are saved here, and we’ll reconnect automatically."),
        "lost_sending": _(
            "You’re offline. Your words are saved here. We’ll send them, once, when you’re back."
        ),
        "closed_signed_out": _("You’re signed out"),
        "closed_signed_out_why": _(
            "The words you hadn’t sent are saved. Sign in again to continue where you were."
        ),
        "closed_topic": _("Your dialogue"),
        "closed_other": _("Someone else is signed in now"),
        "closed_other_why": _("This page was opened with another account, so it has been closed."),
        "closed_gone": _("You can’t open this dialogue"),
        "closed_gone_why": _("It may have been closed, or this link isn’t for your account."),
        "closed_not_open": _("Not open right now"),
        "closed_not_open_why": _("The words you hadn’t sent are saved."),
        "closed_too_many": _("This dialogue is open in too many places"),
        "closed_too_many_why": _("Close it in other tabs or devices, then try again here."),
        "closed_defect": _("The connection was closed"),
        "closed_defect_why": _("That’s our mistake, not yours. What was said is saved."),
        "sign_in": _("Sign in"),
        "try_again": _("Try again"),
    }
    return therapist_texts() | blocked_texts() | own


def blocked_texts() -> dict[str, str]:
    """Where the page loads, and its socket does not: of the room as of the board."""
    return {
        "stuck_joining": _("We can’t connect to the dialogue"),
        "blocked_why": _(
            "The page loads, but something blocks the connection that keeps it live: "
            "maybe a company or school network, a VPN or a blocker in your browser. "
            "Try another network, or turn it off for this site. We’ll keep trying."
        ),
        "blocked": _("A VPN, a company network or a blocker in the browser may be in the way."),
    }
