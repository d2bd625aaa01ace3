"""Codecs between a configuration tree and a text."""
