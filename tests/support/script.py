"""A whole couple's dialogue as a script: who, what, which words."""

WHOLE = """
ben accept
ann ready | I hope we stay kind.
ben ready
ann intend
ben intend | I want to understand you.
ann send | When you come home late and have not written, I feel like I do not matter.
ben hold
ben mirror | When I am late you are angry.
ann correct | Not angry. I feel like I do not matter.
ben mirror | It is not anger: you feel like you do not matter.
ann got_it
ben ask_more
ann more
ann send | And then I clean everything.
ben mirror | And then you clean everything.
ann got_it
ben ask_more
ann no_more
ben summarize | When I am late you feel you do not matter.
ann partly | And I clean everything, so that I need not think.
ben mirror | You clean, so that you need not think.
ann got_it
ann all
ben clarify | It makes sense that you wait; help me understand the cleaning.
ann send | If the house is in order, I am not afraid.
ben mirror | When the house is in order you are not afraid.
ann got_it
ben ask_more
ann no_more
ben validate | You make sense: quiet rooms were never safe for you.
ann understood
ben empathize | I imagine you feel alone, and afraid.
ann add | Ashamed, too.
ben mirror | And ashamed.
ann got_it
ann yes
ann thank
ben thank | Thank you for telling me.
ann now
ben now
ben intend
ann intend
ben send | Hearing you, what comes up for me is that I hide at work.
ann mirror | You hide at work.
ben got_it
ann ask_more
ben no_more
ann summarize | You hide at work when it gets hard.
ben all
ann validate | You make sense: at work you know what to do.
ben understood
ann empathize | Relieved, and guilty.
ben yes
ben thank
ann thank
ben stop
ben appreciate | I learned that you wait for me.
ann appreciate | I learned that you hide.
"""


def lines() -> list[tuple[str, str, str]]:
    parsed = []
    for line in WHOLE.strip().splitlines():
        act, _, words = line.partition(" | ")
        who, name = act.split()
        parsed.append((who, name, words))
    return parsed
