#!/usr/bin/env bash
# debian-packages.sh SECTION... : makes sure that the packages of these sections of debian-packages.txt are installed.
# Installs them with apt as root or by sudo without a password; otherwise prints one command to type and fails.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

if ! command -v dpkg-query >/dev/null; then
  echo "This is no Debian: please see to the libraries named in scripts/debian-packages.txt yourself." >&2
  exit 0
fi

wanted() { # the lines of the sections asked for, without comments
  awk -v sections=" $* " '/^\[/ {on = index(sections, " " substr($0, 2, length($0) - 2) " ")} on && !/^(\[|#|[[:space:]]*$)/' \
    "$here/debian-packages.txt"
}

installed() { dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u; }

missing() { # of each line "a | b" nothing, or the alternatives joined by commas
  local present line name found
  present=$(installed)
  while IFS= read -r line; do
    found=
    for name in ${line//|/ }; do
      if grep -qxF "$name" <<<"$present"; then found=1; fi
    done
    [ -n "$found" ] || tr -d ' ' <<<"${line//|/,}"
  done < <(wanted "$@")
}

# A Python that can make environments by itself (pyenv, a container image) needs no python3-venv.
able=''
if "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null; then able='^python3-venv$'; fi
lines=$(missing "$@" | grep -vE "${able:-^$}" || true)
[ -n "$lines" ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    {
      echo "These Debian packages are missing and there is no right to install them here:"
      sed 's/^/  /; s/,/ or /' <<<"$lines"
      echo "Please type:"
      echo "  sudo apt-get update && sudo apt-get install --no-install-recommends $(sed 's/.*,//' <<<"$lines" | tr '\n' ' ')"
    } >&2
    exit 1
  fi
fi

echo "Installing Debian packages: $(tr '\n' ' ' <<<"$lines")"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { # quiet while all is well; the whole story when not
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -o Dpkg::Use-Pty=0 "$@" </dev/null >"$log" 2>&1 ||
    { cat "$log" >&2; return 1; }
}
apt update
names=()
for line in $lines; do
  chosen=
  for name in ${line//,/ }; do
    if [ -z "$chosen" ] && [ -n "$(apt-cache madison "$name" 2>/dev/null)" ]; then chosen=$name; fi
  done
  names+=("${chosen:-${line##*,}}")
done
apt install --no-install-recommends "${names[@]}"
