"""A therapist's own consent forms: written by the therapist, given to a couple, signed by each partner alone.

Neither partner learns whether the other has signed; their therapist reads both. Nothing here opens or closes
dialogues: what everybody agrees to before them is ``safety.own_consent``.
"""
