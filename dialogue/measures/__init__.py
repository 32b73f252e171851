"""Measures: questions that somebody answers about their relationship, and what becomes of it over time.

``instruments`` is pure: what is asked, word for word, and how it is scored. ``answers`` and ``sharing``
are the only writers. An answer belongs to its author, and is sealed under a key of that person.
"""
