package service

import (
	"os"
	"path/filepath"
)

// name is the service's name in the system.
const name = "org.inventorybeacon.serve"

const needsAdministrator = "Run it as an administrator, with sudo, or install the service for your account alone with --user."

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
