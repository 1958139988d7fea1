//go:build !windows && !darwin

package service

// name is the service's name in the system.
const name = "inventory-beacon"

const needsAdministrator = "Run it as root, with sudo, or install the service for your account alone with --user."
