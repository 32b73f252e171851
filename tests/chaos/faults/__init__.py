"""What happens to the house, each by a name. A fault is over when it returns; what it leaves behind must mend
by itself."""

from tests.chaos.faults import crowd, parts, stores, strangers
from tests.chaos.faults.named import FAULTS, fitting, left_out

__all__ = ["FAULTS", "crowd", "fitting", "left_out", "parts", "stores", "strangers"]
