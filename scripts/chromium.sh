#!/bin/sh
# See that Debian's Chromium is here for the browser tests; install it where that is allowed.
set -eu
[ -n "${CHROMIUM:-}" ] && exit 0
command -v chromium >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the browser tests …"
    if (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core) >.venv/chromium.log 2>&1; then
        exit 0
    fi
    tail -n 3 .venv/chromium.log >&2
fi
echo "The browser tests need Chromium: install it with «sudo apt-get install chromium», or set CHROMIUM=/path/to/it." >&2
exit 1
