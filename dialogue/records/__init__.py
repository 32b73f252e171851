"""The therapist's own records: the one place that knows them (I15).

A record exists for the therapist who wrote it, and for nobody else: not for the couple, the next
therapist or an admin. It outlasts the care, readable; it is never part of an export of others.
"""
