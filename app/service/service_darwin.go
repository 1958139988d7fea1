package service

import (
	"os"
	"path/filepath"
)

// name is the service's name in the system.
const name = "org.inventorybeacon.serve"

// DefaultAccount is whom the service runs as when nobody is named: root.
const DefaultAccount = ""

// needsAdministrator says how to become one who may.
const needsAdministrator = "service.refused.sudo"

// refusedInProgram is empty: no character but those that are refused everywhere.
const refusedInProgram = ""

// unitFile is where the library describes the service to launchd.
func unitFile(o Options) string {
	if !o.User {
		return "/Library/LaunchDaemons/" + name + ".plist"
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, "Library", "LaunchAgents", name+".plist")
}
