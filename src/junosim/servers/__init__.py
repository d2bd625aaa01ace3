"""The only asyncio code: bytes and timers between sockets and sessions."""
