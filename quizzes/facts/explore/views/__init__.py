"""The views of the reading pages; each reads and renders, only reports of problems are taken."""
