package service

// name is the service's name in the system.
const name = "InventoryBeacon"

// needsAdministrator says how to become one who may.
const needsAdministrator = "service.refused.administrator"

// refusedInProgram is empty: no character but those that are refused everywhere.
const refusedInProgram = ""

// unitFile is empty: there is no file that would stay behind.
func unitFile(Options) string { return "" }
