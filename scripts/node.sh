#!/usr/bin/env bash
# node.sh : makes @jsonforms/core ready for `make oracle`, with the machine's Node.js or, where there is none, a locked one.
set -euo pipefail
cd "$(dirname "$0")/.."
ready() { .venv/bin/python -m tests.forms.oracle.node; }
if ready 2>/dev/null; then exit 0; fi
rm -rf build/node
.venv/bin/python -m pip --disable-pip-version-check --no-input -q install --no-deps --require-hashes --target build/node \
  --requirement tests/forms/oracle/requirements.txt
ready
