#!/usr/bin/env bash
# Writes the locked requirements anew from pyproject.toml, with hashes for every platform and without any index.
# Needs uv (https://docs.astral.sh/uv), which is no dependency of the project: nobody needs it to build, run or test.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() { # FILE ARGUMENTS...
  local target=$1
  shift
  {
    echo "# Written by scripts/lock.sh from pyproject.toml; do not edit."
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
      --no-emit-index-url --no-emit-find-links "$@"
  } >"$target.new"
  mv "$target.new" "$target"
}
# The larger set first: what the tests need may hold a library of the program back, never the other way round.
lock requirements-dev.txt pyproject.toml --extra dev --group portal
lock requirements.txt pyproject.toml --constraints requirements-dev.txt
lock requirements-portal.txt --group portal --constraints requirements-dev.txt
lock requirements-bench.txt --group bench
sed -n 's/^requires = \["\(.*\)"\]/\1/p' pyproject.toml | lock requirements-build.txt -
