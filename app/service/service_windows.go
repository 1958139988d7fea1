package service

// name is the service's name in the system.
const name = windowsName

// DefaultAccount is whom the service runs as when nobody is named.
const DefaultAccount = VirtualAccount

// needsAdministrator says how to become one who may.
const needsAdministrator = "service.refused.administrator"

// refusedInProgram is empty: no character but those that are refused everywhere.
const refusedInProgram = ""

// unitFile is empty: there is no file that would stay behind.
func unitFile(Options) string { return "" }

// Available reports whether this computer has services that are known.
func Available() bool { return true }
