package app

// Version is the program's, as semver.org has it, and the same in FyneApp.toml and in
// CHANGELOG.md. What it was built from tells [ThisBuild].
const Version = "0.2.0"

// Name and ID are the program's name on screen and its application ID.
const (
	Name = "Inventory Beacon"
	ID   = "org.inventorybeacon.app"
)
