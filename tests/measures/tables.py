"""What each instrument must give, reckoned by hand: answers in the order of its items, and the score."""

# CSI-4: 0 to 6, then three times 0 to 5. The line is at 13.5, so 13 is below and 14 is not.
CSI4 = [
    ((0, 0, 0, 0), 0, True),
    ((6, 5, 5, 5), 21, False),
    ((1, 0, 0, 0), 1, True),
    ((3, 3, 3, 3), 12, True),
    ((4, 3, 3, 3), 13, True),
    ((5, 3, 3, 3), 14, False),
    ((6, 0, 3, 4), 13, True),
    ((0, 5, 5, 4), 14, False),
    ((0, 5, 5, 5), 15, False),
    ((6, 5, 5, 4), 20, False),
]

# CSI-16: 0 to 6, then fifteen times 0 to 5. The line is at 51.5.
CSI16 = [
    ((0,) * 16, 0, True),
    ((6, *(5,) * 15), 81, False),
    ((6, *(3,) * 15), 51, True),
    ((6, 4, *(3,) * 14), 52, False),
    ((1, *(2,) * 10, *(3,) * 5), 36, True),
    ((0, 5, 4, 3, 2, 1, 0, 5, 4, 3, 2, 1, 0, 5, 4, 3), 42, True),
    ((3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 0, 0, 0, 0, 0, 0), 48, True),
    ((3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5), 33, True),
    ((5, 3, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3), 51, True),
    ((5, 3, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3), 52, False),
]

# Which printed place of the six word pairs scores how much: the warm pole is 5.
PAIRS = {
    "interesting": ("Interesting", [5, 4, 3, 2, 1, 0]),
    "good": ("Bad", [0, 1, 2, 3, 4, 5]),
    "full": ("Full", [5, 4, 3, 2, 1, 0]),
    "sturdy": ("Sturdy", [5, 4, 3, 2, 1, 0]),
    "hopeful": ("Discouraging", [0, 1, 2, 3, 4, 5]),
    "enjoyable": ("Enjoyable", [5, 4, 3, 2, 1, 0]),
}

# The words, as they stand in the source; a changed word is another version.
CSI4_WORDS = [
    "Please indicate the degree of happiness, all things considered, of your relationship.",
    "I have a warm and comfortable relationship with my partner.",
    "How rewarding is your relationship with your partner?",
    "In general, how satisfied are you with your relationship?",
]
CSI16_WORDS = [
    "Please indicate the degree of happiness, all things considered, of your relationship.",
    "In general, how often do you think that things between you and your partner are going well?",
    "Our relationship is strong.",
    "My relationship with my partner makes me happy.",
    "I have a warm and comfortable relationship with my partner.",
    "I really feel like part of a team with my partner.",
    "How rewarding is your relationship with your partner?",
    "How well does your partner meet your needs?",
    "To what extent has your relationship met your original expectations?",
    "In general, how satisfied are you with your relationship?",
    "Interesting – Boring",
    "Bad – Good",
    "Full – Empty",
    "Sturdy – Fragile",
    "Discouraging – Hopeful",
    "Enjoyable – Miserable",
]
HAPPINESS = {
    0: "Extremely unhappy",
    1: "Fairly unhappy",
    2: "A little unhappy",
    3: "Happy",
    4: "Very happy",
    5: "Extremely happy",
    6: "Perfect",
}
OFTEN = {
    5: "All the time",
    4: "Most of the time",
    3: "More often than not",
    2: "Occasionally",
    1: "Rarely",
    0: "Never",
}
EXTENT = {
    0: "Not at all",
    1: "A little",
    2: "Somewhat",
    3: "Mostly",
    4: "Almost completely",
    5: "Completely",
}
TRUE = {score: f"{label} true" for score, label in EXTENT.items()}

SINGLE = {  # one question each, 0 to 10, and which way its number points
    ("pulse", 1): {"heard": "better", "safe": "better", "understood": "better"},
    ("pulse", 2): {"heard": "better", "safe": "better", "understood": "better", "effort": "better"},
    ("areas", 1): {
        "trust": "better",
        "commitment": "better",
        "conflict": "harder",
        "physical": "better",
        "emotional": "better",
        "burnout": "harder",
    },
}
