#!/usr/bin/env bash
# setup.sh run|test : makes .venv ready to run the program, or to run and test it. Fast when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."
level=${1:-run}

python_ok() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
for PYTHON in "${PYTHON:-python3}" python3.13 python3.12 python3.11 none; do
  if [ "$PYTHON" = none ] || python_ok "$PYTHON"; then break; fi
done
if [ "$PYTHON" = none ]; then
  echo "Lotse needs Python 3.11 or newer; python3 here is: $(python3 --version 2>&1 || echo missing)." >&2
  exit 1
fi
export PYTHON

# The locks of the level asked for; whoever may test may also run.
locks=(requirements-build.txt requirements.txt)
sections=(setup run)
if [ "$level" = test ]; then
  locks=(requirements-build.txt requirements-dev.txt)
  sections=(setup run test)
fi
scripts/debian-packages.sh "${sections[@]}"

# Ready means: made from these very locks, with the Python that is in it, in this folder (console scripts hold its path).
state() { cat requirements*.txt pyproject.toml <(echo "$PWD"; .venv/bin/python -VV 2>&1) | sha256sum | cut -d' ' -f1; }
ready() { [ -x .venv/bin/lotse ] && grep -qsxF "$(state)" .venv/.ready-test "$@"; }
if [ "$level" = test ]; then others=(); else others=(.venv/.ready-run); fi
if ready "${others[@]}"; then exit 0; fi

# One set-up at a time: two makes side by side would tear the environment apart.
exec 9>.venv.lock
flock 9
if ready "${others[@]}"; then exit 0; fi
echo "Setting up .venv to $level the program …"
if ! python_ok .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  rm -rf .venv
  "$PYTHON" -m venv .venv
fi
rm -f .venv/.ready-*
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input -q "$@" </dev/null; }
pip install --require-hashes "${locks[@]/#/--requirement=}"
# The project itself: a path entry and the console script, nothing downloaded, nothing copied.
pip install --no-deps --no-build-isolation --editable .
state >".venv/.ready-$level"
