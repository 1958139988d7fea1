#!/bin/sh
# After the package was removed. Its data and its account stay, also after a purge: they are inventories, prices and secrets.
set -e
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
fi
if [ "$1" = purge ] || [ "$1" = 0 ]; then
	if [ -d /var/lib/inventory-beacon ]; then
		echo "The data of the service stay in /var/lib/inventory-beacon." >&2
	fi
fi
