"""The language of the shells: words, pipelines, expansion, and running a line; knows no terminal and no CLI."""
