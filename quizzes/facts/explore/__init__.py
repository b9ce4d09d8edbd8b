"""The public reading pages: what is known, who says so, and where it is written."""
