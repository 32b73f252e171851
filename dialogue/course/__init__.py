"""The couple's own course, with a therapist or without: so many dialogues, what each would like from
them, and private questions before, in between and afterwards.

What both agreed on is theirs alike. What somebody answers, skips or is reminded of is nobody else's.
The course in a therapist's record (``records.course``) is another thing.
"""
