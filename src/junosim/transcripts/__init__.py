"""Transcripts of sessions: a text that people read and programs replay, and the recorder that writes one."""
