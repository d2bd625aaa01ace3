"""Platforms as data: what a chassis is, what is plugged into it, and which software runs on it."""

from junosim.platforms.model import FipsMode, Fixture, Package, Platform, Port, RoutingEngine, Slot
from junosim.platforms.reading import equipments, load_platform, platform_names, read_platform

__all__ = [
    "FipsMode",
    "Fixture",
    "Package",
    "Platform",
    "Port",
    "RoutingEngine",
    "Slot",
    "equipments",
    "load_platform",
    "platform_names",
    "read_platform",
]
