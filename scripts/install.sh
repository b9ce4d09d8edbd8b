#!/bin/sh
# Make .venv where it is missing and install the requirements file given as $1 into it.
# Each thing that can be wrong gives one sentence.
set -eu
python=${PYTHON:-python3}

fail() {
    echo "$1" >&2
    exit 1
}

if ! command -v "$python" >/dev/null 2>&1; then
    fail "Python is missing: install Python 3.11 or later (on Debian: apt-get install python3 python3-venv)."
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    fail "Python 3.11 or later is needed, but $("$python" --version 2>&1) is here; name another with: make PYTHON=python3.11"
fi
if ! [ -x .venv/bin/pip ]; then
    rm -rf .venv
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        # Debian keeps this part of Python in a package of its own.
        if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
            (apt-get update -qq && apt-get install -y -qq python3-venv) >/dev/null 2>&1 || true
        fi
        rm -rf .venv
        "$python" -m venv .venv >/dev/null 2>&1 ||
            fail "Python cannot make virtual environments here: install them with apt-get install python3-venv."
    fi
fi
echo "Installing $1 …"
if ! .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r "$1" >.venv/install.log 2>&1; then
    tail -n 3 .venv/install.log >&2
    fail "The packages in $1 could not be installed: is this machine online? All of pip's words are in .venv/install.log."
fi
