"""Times as rooms show them, too (Intl); they end in no full stop, which a sentence would double."""

TIME_FORMAT = "g:i A"
DATETIME_FORMAT = "N j, Y, g:i A"
SHORT_DATETIME_FORMAT = "m/d/Y g:i A"
