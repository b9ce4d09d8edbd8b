"""Questions made from statements, and kept in step with them."""

from .building import Report, build_bank, follow_facts

__all__ = ["Report", "build_bank", "follow_facts"]
