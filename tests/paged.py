"""Drives a pager with a stream, as a session does a slice at a time."""


def pull(pager, stream):
    """Feed lines while they are wanted; the item of the stream that is no line and stopped it, or None."""
    while pager.wants:
        try:
            item = next(stream)
        except StopIteration:
            pager.end()
            return None
        if not isinstance(item, str):
            return item
        pager.feed(item)
    while pager.is_working:
        pager.go_on()
    return None
