#!/bin/bash
# Becomes systemd in namespaces of its own: a host that boots, reloads and shuts down.
# usage, inside unshare --mount --net --uts --ipc --cgroup --pid --fork: boot.sh FOLDER
# FOLDER holds etc/ (over /etc), sbin/ (over /usr/local/sbin), units/, and state/, which outlives the host.
set -euo pipefail
folder=$1
mount --make-rprivate /
mount -t proc proc /proc
umount -l /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 cgroup /sys/fs/cgroup
mount -t tmpfs run /run
mkdir /run/upper /run/work
mount -t overlay etc -o "lowerdir=$folder/etc:/etc,upperdir=/run/upper,workdir=/run/work" /etc
mount --bind "$folder/sbin" /usr/local/sbin
mkdir -p /run/lib
mount -t tmpfs lib /var/lib
mkdir /var/lib/sinbin
mount --bind "$folder/state" /var/lib/sinbin
# Only the units given: nothing of the machine that the test runs on is started a second time.
exec env -i container=test "PATH=$PATH" "SYSTEMD_UNIT_PATH=$folder/units" \
  /lib/systemd/systemd --system --unit=host.target --show-status=no --default-standard-output=null
