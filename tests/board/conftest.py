"""A board of Thea's in this process."""

import pytest

from tests.support.board import Board, in_process
from tests.support.servers import cookie_for


@pytest.fixture
def sees(transactional_db):
    """``sees(thea)``: a board of hers in this process, where she is woken by what services do here."""

    def opened(person, cookie=None):
        cookie = cookie or cookie_for(person)
        return Board(in_process(cookie))

    return opened
