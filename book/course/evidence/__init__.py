"""What the literature bears out: claims held against their sources."""

from course.evidence.claims import Claims

__all__ = ["Claims"]
