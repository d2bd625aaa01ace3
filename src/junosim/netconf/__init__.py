"""NETCONF without I/O: messages in a stream of bytes, hostile XML, the calls of a session and their replies."""
