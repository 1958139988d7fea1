#!/bin/sh
# Before the package is removed; at an upgrade the service goes on until the new program restarts it.
set -e
case "$1" in
upgrade | 1) exit 0 ;; # of dpkg, of rpm
esac
if [ -d /run/systemd/system ]; then
	systemctl disable --now inventory-beacon.service
fi
