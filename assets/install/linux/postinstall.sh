#!/bin/sh
# After the package was installed or upgraded. The service waits for somebody to enable it: it has nothing to do before there
# are connections.
set -e
systemd-sysusers inventory-beacon.conf
systemd-tmpfiles --create inventory-beacon.conf || true # without /proc; the next start of the computer does it
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
	systemctl try-restart inventory-beacon.service
fi
