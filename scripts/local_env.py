"""Print the settings of a developer's machine, with a secret of its own."""

import secrets

print("# Settings of this machine alone, made by `make setup`. Never for production.")
print("DEBUG=true")
print(f"SECRET_KEY={secrets.token_urlsafe(50)}")
