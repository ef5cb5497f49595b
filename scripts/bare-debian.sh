#!/usr/bin/env bash
# bare-debian.sh [REPORT] : proves the README on a machine that has nothing. Makes a minimal Debian 12 in a folder
# (debootstrap), clones the committed state into it, runs "make run" and "make test" there as a newcomer would, and
# says how long each took, to the screen and into REPORT. Needs root and debootstrap; no part of make test.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
report=${1:-$root/build/bare-debian.md}
mkdir -p "$(dirname "$report")"
logs=$(dirname "$report")
machine=$(mktemp -d /var/tmp/bare-debian.XXXXXX)
tidy() {
  umount "$machine/proc" 2>/dev/null || umount -l "$machine/proc" 2>/dev/null || true
  rm -rf --one-file-system "$machine"
}
trap tidy EXIT
chmod 755 "$machine"

# The mirror is the one this machine's own apt uses.
mirror=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' | sed -n 's/ Debian$//p' | grep -v security | head -n 1)
debootstrap --variant=minbase --include=python3,make,git,ca-certificates bookworm "$machine" "$mirror" >"$logs/debootstrap.log"
mount -t proc proc "$machine/proc"
# What this machine needs to reach the package index at all goes along; nothing of it is in the repository.
for file in /etc/pip.conf /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
  if [ -e "$file" ]; then cp --dereference "$file" "$machine$file"; fi
done
git clone --quiet --no-hardlinks "$root" "$machine/srv/lotse"

inside() { # COMMAND : runs it in the clone, with an empty environment
  chroot "$machine" env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c "cd /srv/lotse && $1" </dev/null
}
packages() { chroot "$machine" dpkg-query -W | wc -l; }
timed() { # NAME : runs make NAME, notes time and verdict
  local began=$SECONDS rc=0
  inside "make $1" >"$logs/bare-make-$1.log" 2>&1 || rc=$?
  { grep -E "^=+ .*(passed|failed)" "$logs/bare-make-$1.log" || cat "$logs/bare-make-$1.log"; } | tail -n 1 | tr -d '\r' >"$logs/last"
  printf '| `make %s` | %d min %02d s | %s | %s |\n' "$1" $(((SECONDS - began) / 60)) $(((SECONDS - began) % 60)) \
    "$([ "$rc" = 0 ] && echo ok || echo "ended with $rc")" "$(sed 's/=\{3,\}//g; s/|/\\|/g' "$logs/last")"
  return "$rc"
}

{
  echo "# A fresh clone on a bare Debian $(cat "$machine/etc/debian_version")"
  echo
  echo "By \`scripts/bare-debian.sh\`: debootstrap minbase ($(packages) packages; python3, make, git, ca-certificates),"
  echo "commit \`$(git -C "$root" rev-parse --short=12 HEAD)\`, $(chroot "$machine" python3 --version), $(nproc) cores, load before: $(cut -d' ' -f1-3 /proc/loadavg),"
  echo "measured $(date -u '+%Y-%m-%d %H:%M') UTC."
  echo
  echo "| command | time, set-up included | verdict | its last line |"
  echo "|---|---:|---|---|"
  verdict=0
  timed run || verdict=1
  timed test || verdict=1
  echo
  echo "Second time, nothing changed: \`make setup\` $( { TIMEFORMAT=%R; time inside "make setup" >/dev/null; } 2>&1 ) s. Packages afterwards: $(packages)."
  exit "$verdict"
} | tee "$report"
