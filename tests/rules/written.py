"""What somebody may write."""

INVISIBLE = "\u200b\u2800\u3164\u00ad\u180e\ufeff\u2060\U000e0041\ufe0f \r\n"
SIGN = "\U0001f600"  # a browser's own count of it, by halves, is two
BREAK = f"ab {SIGN}\r\n"  # as a browser's form sends it; it counts one there


def full(most: int, one_line: bool) -> str:
    """As much as a browser lets somebody write."""
    if one_line:
        return SIGN * most
    whole, rest = divmod(most - 1, len(BREAK) - 1)
    return BREAK * whole + SIGN * (rest + 1)
