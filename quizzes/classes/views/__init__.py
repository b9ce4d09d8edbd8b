"""The pages of the classes room."""
