package service

// name is the service's name in the system.
const name = "InventoryBeacon"

const needsAdministrator = "Run it as an administrator: start the terminal with \"Run as administrator\"."

// unitFile is empty: there is no file that would stay behind.
func unitFile(Options) string { return "" }
