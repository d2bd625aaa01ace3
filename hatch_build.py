"""Build hook of the wheel: checks all grammar files and ships their compiled form.

Without it every user would compile the language (some seconds of Lark) at the first start.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledGrammars(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `junosim/data/grammars/compiled` to the wheel; a wrong grammar or annotation file stops the build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder of the build and have it included; an editable install uses the user's cache."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from junosim.schema.cache import Cache
        from junosim.schema.check import check_folder

        folder = root / "build" / "compiled"
        shutil.rmtree(folder, ignore_errors=True)
        check_folder(root / "grammars" / "junos", Cache([folder]))
        build_data["force_include"][str(folder)] = "junosim/data/grammars/compiled"
