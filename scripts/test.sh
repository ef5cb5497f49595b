#!/usr/bin/env bash
# test.sh [lint] : every check of this repository, all of them even when one fails; the verdict comes last.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
only=${1:-all}
bin=.venv/bin
out=build/test
rm -rf "$out"
mkdir -p "$out"
export COVERAGE_FILE="$PWD/$out/.coverage"
failed=()

step() { # NAME COMMAND... : runs one check and remembers when it failed
  local name=$1 began=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if ! "$@" </dev/null; then failed+=("$name"); fi
  printf '   (%s s)\n' $((SECONDS - began))
}

checks_that_read() { # what only reads the code
  step "mypy --strict" $bin/mypy "${folders[@]}"
  step "vulture" $bin/vulture
}

aside() { # FUNCTION : runs its steps beside what follows, until join FUNCTION says what came of them
  (
    failed=()
    "$1"
    printf '%s\n' "${failed[@]}" >"$out/$1.failed"
  ) >"$out/$1.txt" 2>&1 &
  aside=$!
}

join() { # FUNCTION
  local name
  wait "$aside"
  cat "$out/$1.txt"
  if [ ! -e "$out/$1.failed" ]; then failed+=("$1"); return; fi
  while read -r name; do if [ -n "$name" ]; then failed+=("$name"); fi; done <"$out/$1.failed"
}

folders=(lotse_app lotse_portal)
for folder in tests scripts benchmarks; do
  if [ -n "$(git ls-files "$folder/*.py" 2>/dev/null)" ]; then folders+=("$folder"); fi
done

step "ruff check" $bin/ruff check --no-cache .
step "ruff format" $bin/ruff format --no-cache --check .
if [ "$only" = lint ]; then
  checks_that_read
  step "import contracts and house rules" $bin/python -m pytest tests/architecture -q
else
  $bin/python -m tests.forms.oracle.node || echo "   JSON Forms is not at hand: the tests that ask it are skipped (make oracle)"
  cover=(--cov=lotse_app --cov=lotse_portal --cov-report=)
  # In a window: one after the other, since there is one keyboard and one focus. That keeps one core busy and mypy another.
  aside checks_that_read
  step "tests in a real window" env COVERAGE_FILE="$PWD/$out/window.coverage" scripts/window-session.sh \
    $bin/python -m pytest -q --durations=10 --durations-min=5 -m "window or secret_service" --junitxml="$out/window.xml" "${cover[@]}"
  join checks_that_read
  # Without a window: half of the files on each of two workers, in random order.
  step "tests without a window" env -u DISPLAY -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS QT_QPA_PLATFORM=offscreen \
    $bin/python -m pytest -q --durations=10 --durations-min=5 -n "${LOTSE_TEST_WORKERS:-2}" --dist loadfile --junitxml="$out/plain.xml" "${cover[@]}"
  step "coverage of both" $bin/python -m coverage combine --quiet --append "$out/window.coverage"
  step "coverage floors" $bin/python -m scripts.coverage_floors "$out/coverage.json"
fi
verdict=0
$bin/python -m scripts.verdict "$out" "$SECONDS" "${failed[@]}" || verdict=$?
exit "$verdict"
