"""What somebody may write."""

INVISIBLE = "\u200b\u2800\u3164\u00ad\u180e\ufeff\u2060\U000e0041\ufe0f \r\n"
BREAK = "ab d\r\n"  # as a browser's form sends it; it counts one there


def full(most: int, one_line: bool) -> str:
    """As much as a browser lets somebody write."""
    if one_line:
        return "a" * most
    whole, rest = divmod(most - 1, len(BREAK) - 1)
    return BREAK * whole + "a" * (rest + 1)
