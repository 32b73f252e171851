"""A bucket of tokens: bursts are fine, a flood is not."""

import time


class Bucket:
    """Holds ``size`` tokens at the most and gets ``rate`` of them back each second."""

    def __init__(self, size: float, rate: float) -> None:
        self._size = self._tokens = float(size)
        self._rate = rate
        self._at = time.monotonic()

    def take(self, tokens: int = 1) -> bool:
        now = time.monotonic()
        self._tokens = min(self._size, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < tokens:
            return False
        self._tokens -= tokens
        return True
