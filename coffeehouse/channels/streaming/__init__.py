"""IN and OUT at once: streams of what happens, over server-sent events and WebSocket. The only ASGI code."""
