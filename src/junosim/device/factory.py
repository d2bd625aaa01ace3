"""The configuration that a device is delivered with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from junosim.config.load import Form, tree_of
from junosim.errors import PlatformError
from junosim.schema.presence import existing_on

if TYPE_CHECKING:
    from junosim.config.tree import Branch
    from junosim.platforms import Platform
    from junosim.schema.release import Release


@cache
def factory_configuration(platform: Platform, release: Release) -> Branch:
    """The tree of the platform's file. Raises PlatformError when the release does not take it."""
    lines = platform.factory_configuration.splitlines(keepends=True)
    text = "".join(
        line for line in lines if not line.startswith("#")
    )  # else they are annotations of the user
    root, loaded = tree_of(release.configuration, text, Form.TEXT, existing_on(platform.traits))
    for problem in loaded.problems:
        raise PlatformError(f"{platform.name}: factory configuration, line {problem.line}: {problem.message}")
    return root
