//go:build headless

package main

import "inventorybeacon/app/command/console"

// window is nil: this build is for servers without graphics libraries.
var window console.Window
