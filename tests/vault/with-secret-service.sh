#!/bin/bash
# with-secret-service.sh CMD...: runs CMD under a private D-Bus session with a real, unlocked, empty Secret Service.
# SS_STATE=unopened leaves the Secret Service without any keyring, as on a desktop nobody has logged in to.
# Debian packages: dbus (dbus-run-session), gnome-keyring, libglib2.0-bin (gdbus).
set -eu
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
export XDG_DATA_HOME=$T/data XDG_RUNTIME_DIR=$T/run XDG_CACHE_HOME=$T/cache
mkdir -p -m 700 "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR" "$XDG_CACHE_HOME"
unset DISPLAY WAYLAND_DISPLAY
export SS_PW=${SS_PW:-test} SS_STATE=${SS_STATE:-unlocked}
dbus-run-session -- bash -c '
  if [ "$SS_STATE" = unlocked ]; then
    eval "$(printf %s "$SS_PW" | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null | sed "s/^/export /")"
  else
    eval "$(gnome-keyring-daemon --start --components=secrets 2>/dev/null </dev/null | sed "s/^/export /")"
  fi
  gdbus wait --session --timeout 5 org.freedesktop.secrets
  exec "$@"' _ "$@"
