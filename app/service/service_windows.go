package service

// name is the service's name in the system.
const name = "InventoryBeacon"

const needsAdministrator = "Run it as an administrator: start the terminal with \"Run as administrator\"."
