"""The floor: what one says goes to all in the room, and nothing else is done."""

import argparse
import asyncio
from collections import defaultdict

from websockets.asyncio.server import ServerConnection, broadcast, serve

_rooms: defaultdict[str, set[ServerConnection]] = defaultdict(set)


async def relay(line: ServerConnection) -> None:
    assert line.request
    room = _rooms[line.request.path]
    room.add(line)
    try:
        async for text in line:
            broadcast(room, text)
    finally:
        room.discard(line)


async def main(port: int) -> None:
    async with serve(relay, "127.0.0.1", port, compression=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    asyncio.run(main(parser.parse_args().port))
