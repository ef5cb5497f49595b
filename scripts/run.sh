#!/usr/bin/env bash
# Opens the program with the default folder; where no window can be shown, says so and runs the demonstration.
set -euo pipefail
cd "$(dirname "$0")/.."

shows_windows() {
  [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 1
  # A DISPLAY left over from another session would end Qt with an abort: ask once, in a process of its own.
  (ulimit -c 0; .venv/bin/python -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])') >/dev/null 2>&1
}

if shows_windows; then exec .venv/bin/lotse run "$@"; fi
echo "Hier ist keine Anzeige (DISPLAY oder WAYLAND_DISPLAY). Darum läuft die Vorführung: lotse demo --out build/demo"
rm -rf build/demo
exec env QT_QPA_PLATFORM=offscreen .venv/bin/lotse demo --out build/demo
