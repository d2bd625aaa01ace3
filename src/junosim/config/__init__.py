"""The candidate and committed configuration: tree, edits, formats, commit."""
