"""The configuration and command language of a release, as one tree."""
