"""Platform name and options to a running device: the one room that knows all parts."""
