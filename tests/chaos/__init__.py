"""Many dialogues on the real parts, while these are killed, frozen, cut off and set back; and then every
word is looked for. ``make chaos`` runs all of it, ``test_chaos.py`` what fits into a minute."""
