"""The serial line as users know it: who asks for a name and a password there, and whose session follows."""
