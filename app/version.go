package app

// Version is the program's version; the build sets it (see the Makefile).
var Version = "development"

// Name and ID are the program's name on screen and its application ID.
const (
	Name = "Inventory Beacon"
	ID   = "org.inventorybeacon.app"
)
