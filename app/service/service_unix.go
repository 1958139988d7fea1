//go:build !windows && !darwin

package service

import (
	"os"
	"path/filepath"
)

// name is the service's name in the system.
const name = "inventory-beacon"

// DefaultAccount is whom the service runs as when nobody is named: root.
const DefaultAccount = ""

// needsAdministrator says how to become one who may.
const needsAdministrator = "service.refused.root"

// refusedInProgram are the characters that systemd does not take in the path of a
// program, however they are written ("Executable name contains special characters").
const refusedInProgram = "\"'\\"

// unitFile is where the library describes the service to systemd.
func unitFile(o Options) string {
	if !o.User {
		return "/etc/systemd/system/" + name + ".service"
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".config", "systemd", "user", name+".service")
}
