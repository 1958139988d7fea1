//go:build headless

package main

import "inventorybeacon/app/command"

// window is nil: this build is for servers without graphics libraries.
var window command.Window
