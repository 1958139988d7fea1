package service

// name is the service's name in the system.
const name = "InventoryBeacon"

const needsAdministrator = "Run it as an administrator: start the terminal with \"Run as administrator\"."

// refusedInProgram is empty: no character but those that are refused everywhere.
const refusedInProgram = ""

// unitFile is empty: there is no file that would stay behind.
func unitFile(Options) string { return "" }
