"""The fact pack: YAML files people can read and edit, loaded and written back."""

from .dumping import dump_pack
from .loading import Report, load_pack
from .problems import PackError, Problem

__all__ = ["PackError", "Problem", "Report", "dump_pack", "load_pack"]
