"""What the demo people have said: (who, move, words), one act a line. The words are invented."""

from typing import Literal

Who = Literal["Ann", "Ben"]
Line = tuple[Who, str, str]

EXERCISE = "couples_dialogue"

FINISHED: tuple[Line, ...] = (
    (
        "Ben",
        "ask",
        "I’d like a dialogue about Sunday lunch at your mother’s. Is now a good time?",
    ),
    ("Ann", "accept", ""),
    ("Ben", "ready", "I hope we end up on the same side of this."),
    ("Ann", "ready", ""),
    ("Ben", "intend", ""),
    ("Ann", "intend", "I want to listen, and not fix anything."),
    (
        "Ben",
        "send",
        "On Sunday, when your mother joked about my job and you laughed, I felt alone at the table.",
    ),
    (
        "Ann",
        "mirror",
        "What I hear you saying is: when my mother joked about your job and I laughed, you were "
        "angry with her. Did I get that?",
    ),
    ("Ben", "correct", "What I said was that I felt alone. Not angry, more far away from you."),
    (
        "Ann",
        "mirror",
        "You felt alone, and far away from me. It wasn’t anger. Did I get that?",
    ),
    ("Ben", "got_it", ""),
    ("Ann", "ask_more", ""),
    ("Ben", "more", ""),
    (
        "Ben",
        "send",
        "The story I tell myself is that I’ll always be a guest in your family, and that you see "
        "me the way they do.",
    ),
    (
        "Ann",
        "mirror",
        "The story you tell yourself is that you’ll always be a guest with my family, and that I "
        "look at you with their eyes.",
    ),
    ("Ben", "got_it", ""),
    ("Ann", "ask_more", ""),
    ("Ben", "more", ""),
    (
        "Ben",
        "send",
        "It reminds me of coming home from school with something I had made, and nobody looking up.",
    ),
    (
        "Ann",
        "mirror",
        "It reminds you of being a boy who comes home with something he made, and nobody looks up.",
    ),
    ("Ben", "got_it", ""),
    ("Ann", "ask_more", ""),
    ("Ben", "no_more", ""),
    (
        "Ann",
        "summarize",
        "Let me see if I got all of it. When my mother joked about your job on Sunday and I laughed, "
        "you felt alone and far away from me. You tell yourself that you’ll always be a guest "
        "there, and that I see you the way they do. And it is an old feeling: the boy with "
        "something in his hands, and nobody looking up.",
    ),
    ("Ben", "all", ""),
    (
        "Ann",
        "validate",
        "You make sense. You had come along for my sake, and I was the one person there who could "
        "have been with you. Of course it felt lonely when I laughed with them.",
    ),
    ("Ben", "understood", ""),
    ("Ann", "empathize", "I imagine you might be feeling hurt, and small, and a bit ashamed."),
    ("Ben", "add", "I also feel relieved, now that it has been said."),
    ("Ann", "mirror", "Relieved too, now that it has been said."),
    ("Ben", "got_it", ""),
    ("Ben", "yes", ""),
    ("Ben", "thank", "Thank you for looking up."),
    ("Ann", "thank", ""),
    ("Ben", "stop", ""),
    (
        "Ben",
        "appreciate",
        "One thing I appreciate about you is that you asked again when you didn’t have it the "
        "first time. I learned that I can say “alone” out loud.",
    ),
    (
        "Ann",
        "appreciate",
        "One thing I appreciate about you is how gently you tell hard things. I learned that I "
        "laugh when I’m nervous at home, and that you can’t know that.",
    ),
)

RUNNING: tuple[Line, ...] = (
    (
        "Ann",
        "ask",
        "I’d like a dialogue about the evenings you come home late. Is now a good time?",
    ),
    ("Ben", "accept", ""),
    ("Ann", "ready", "I hope it stays soft."),
    ("Ben", "ready", "I hope I can stay open."),
    ("Ann", "intend", ""),
    ("Ben", "intend", ""),
    (
        "Ann",
        "send",
        "When it gets to nine and I haven’t heard from you, I keep looking at the door.",
    ),
    (
        "Ben",
        "mirror",
        "What I hear you saying is: when it gets to nine and you haven’t heard from me, you keep "
        "looking at the door. Did I get that?",
    ),
    ("Ann", "got_it", ""),
    ("Ben", "ask_more", ""),
    ("Ann", "more", ""),
    (
        "Ann",
        "send",
        "I feel worried first, and then unimportant. What I long for is one line from you, so that "
        "I can put the evening down.",
    ),
)
