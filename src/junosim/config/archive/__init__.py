"""Committed state on the disk of a device: each revision an immutable file, a manifest that names those in force.

    config/manifest                which file is which rollback, the rescue configuration, what is pending
    config/revision-000012.conf    a small configuration, as Junos shows it
    config/revision-000013.tree    a large one, a JSON object a line
    config/revision-000014.delta   what a large one has other than a `.tree`, likewise

The number of a file tells only which is newer. A commit writes its file, waits until it is safe, and puts a new
manifest in the place of the old one by a rename: the one moment at which it comes into force.
"""

from junosim.config.archive.archive import Archive, Saved
from junosim.config.archive.manifest import DIRECTORY, DamagedArchive, UnsafeCommit

__all__ = ["DIRECTORY", "Archive", "DamagedArchive", "Saved", "UnsafeCommit"]
