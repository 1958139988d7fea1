package service

// name is the service's name in the system.
const name = "org.inventorybeacon.serve"

const needsAdministrator = "Run it as an administrator, with sudo, or install the service for your account alone with --user."
