"""Between processes: Redis' publish and subscribe, which notices that its line is dead and says that it is back.

channels-redis waits for ever on a line that has died without a word, and whatever was published while it
subscribed anew is lost without anybody learning that something may have been. Here every subscription says
so, also one that the client has made anew by itself.
"""

import asyncio
import logging
from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer, RedisSingleShardConnection

from dialogue.base import relay

log = logging.getLogger(__name__)

_SILENT_SECONDS = 1.5  # after which it is asked whether anybody is there
_PATIENCE_SECONDS = 1.5  # for the answer, and for taking a wake-up
_AGAIN_SECONDS = 0.5


class Line(RedisSingleShardConnection):
    async def publish(self, channel: str, message: bytes) -> None:
        """Raises TimeoutError: whoever publishes tries again on a new connection."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await super().publish(channel, message)

    async def _do_receiving(self) -> None:
        away = False
        while True:
            try:
                async for _message in self._heard():
                    away = False
            except Exception as error:  # noqa: BLE001 - whatever it is, the line is made anew
                if not away:
                    log.warning("Redis is away: %s", type(error).__name__)
                away = True
                await self._hang_up()
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _heard(self) -> Any:
        """All messages; raises TimeoutError where nobody answers."""
        now = asyncio.get_running_loop().time
        heard, asked = now(), False
        while True:
            if not (self._pubsub and self._pubsub.subscribed):
                await asyncio.sleep(0.1)
                heard = now()
                continue
            message = await self._pubsub.get_message(timeout=0.1)
            if message is not None:
                heard, asked = now(), False
                self._receive_message(message)
                yield message
            elif asked and now() - heard > _SILENT_SECONDS + _PATIENCE_SECONDS:
                raise TimeoutError
            elif not asked and now() - heard > _SILENT_SECONDS:
                asked = True
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await self._pubsub.ping()

    async def _hang_up(self) -> None:
        """The next message is asked for on a new connection, which subscribes to all there was."""
        if self._pubsub and self._pubsub.connection:
            await self._pubsub.connection.disconnect(nowait=True)

    def _receive_message(self, message: dict[str, Any] | None) -> None:
        if message is None:
            return
        if message["type"] == "subscribe":
            gap = self.channel_layer.channel_layer.serialize(relay.GAP)
            super()._receive_message({"channel": message["channel"], "data": gap})
        elif message["type"] == "message":
            super()._receive_message(message)


class Pokes(RedisPubSubChannelLayer):
    def _get_layer(self) -> Any:
        layer = super()._get_layer()
        if not isinstance(layer._shards[0], Line):
            layer._shards = [Line(one.host, layer) for one in layer._shards]
        return layer
