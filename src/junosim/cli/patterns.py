"""The regular expressions of operators, by the name that the pipes and the pager know them under."""

from __future__ import annotations

from junosim.schema.patterns import BadPattern, Pattern, Substitution

__all__ = ["BadPattern", "Pattern", "Substitution"]
