"""FIPS mode: known-answer tests, the module's random generator, key tests, and what the mode allows."""
