"""The audit trail without its device: kinds of events, the forms of a log line, where lines go."""
