#!/usr/bin/env bash
# window-session.sh COMMAND... : runs COMMAND beside a private X server with a window manager, a private D-Bus session
# with the accessibility bus, and a real, unlocked, empty Secret Service. Everything ends with COMMAND.
set -euo pipefail

if [ "${LOTSE_SESSION_STAGE:-}" != inner ]; then
  folder=$(mktemp -d)
  server=''
  # shellcheck disable=SC2329  # called by the trap
  tidy() {
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
    rm -rf "$folder"
  }
  trap tidy EXIT
  trap 'exit 143' TERM INT HUP
  unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS GNOME_KEYRING_CONTROL PYTHON_KEYRING_BACKEND
  for part in RUNTIME_DIR DATA_HOME CONFIG_HOME CACHE_HOME STATE_HOME; do
    mkdir -m 700 "$folder/$part"
    export "XDG_$part=$folder/$part"
  done
  export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_ACCESSIBILITY=1 NO_AT_BRIDGE=0 LC_ALL=C.UTF-8

  # The server picks a free display by itself and says which: no race between two sessions.
  mkfifo "$folder/display"
  Xvfb -displayfd 3 -screen 0 "${LOTSE_SCREEN:-1280x1024x24}" -nolisten tcp -noreset \
    3>"$folder/display" >"$folder/xvfb.log" 2>&1 &
  server=$!
  number=''
  read -r -t 30 number <"$folder/display" || true
  if [ -z "$number" ]; then
    echo "The X server did not start:" >&2
    cat "$folder/xvfb.log" >&2
    exit 1
  fi
  export DISPLAY=":$number" LOTSE_SESSION_STAGE=inner LOTSE_SESSION_FOLDER=$folder
  rc=0
  dbus-run-session -- "$0" "$@" || rc=$?
  exit "$rc"
fi

unset LOTSE_SESSION_STAGE
export LOTSE_WINDOW_SESSION=1
companions=()
# shellcheck disable=SC2329  # called by the trap
leave() {
  local pid
  for pid in "${companions[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait "${companions[@]}" 2>/dev/null || true
}
trap leave EXIT
trap 'exit 143' TERM INT HUP

until_true() { # NAME COMMAND... : waits up to 30 seconds for COMMAND to succeed
  local name=$1 tries=0
  shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -ge 300 ]; then
      echo "$name did not start." >&2
      exit 1
    fi
    sleep 0.1
  done
}

/usr/libexec/at-spi-bus-launcher --launch-immediately >"$LOTSE_SESSION_FOLDER/at-spi.log" 2>&1 &
companions+=($!)
printf %s "${SS_PW:-test}" | gnome-keyring-daemon --foreground --unlock --components=secrets \
  >"$LOTSE_SESSION_FOLDER/keyring.log" 2>&1 &
companions+=($!)
openbox >"$LOTSE_SESSION_FOLDER/openbox.log" 2>&1 &
companions+=($!)
gdbus wait --session --timeout 30 org.a11y.Bus
gdbus wait --session --timeout 30 org.freedesktop.secrets
until_true "The window manager" xdotool get_num_desktops

rc=0
"$@" || rc=$?
exit "$rc"
