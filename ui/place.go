package ui

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"inventorybeacon/connector"
	"inventorybeacon/ui/display"
	"inventorybeacon/ui/session"
)

// beside returns what tells where windows of others stand beside a window, as that stands then.
func beside(w fyne.Window, screen display.Area) func() session.Placer {
	return func() session.Placer {
		x, y, known := position(w)
		if !known {
			return nil
		}
		size, scale := w.Canvas().Size(), w.Canvas().Scale()
		own := connector.Area{X: x, Y: y, Width: int(size.Width * scale), Height: int(size.Height * scale)}
		return func() (connector.Area, bool) {
			return screen.Beside(own, connector.SignInWidth, connector.SignInLeast, connector.SignInHeight)
		}
	}
}

// position is where a window stands on the screen, in the units of that. Fyne 2.8.1 follows it and tells nobody (xpos and ypos in
// internal/driver/glfw/window_desktop.go). Wayland has no such places.
func position(w fyne.Window) (x, y int, known bool) {
	native, is := w.(driver.NativeWindow)
	if !is {
		return 0, 0, false
	}
	native.RunNative(func(context any) {
		_, wayland := context.(driver.WaylandWindowContext)
		known = !wayland
	})
	window := reflect.Indirect(reflect.ValueOf(w))
	if !known || window.Kind() != reflect.Struct {
		return 0, 0, false
	}
	across, down := window.FieldByName("xpos"), window.FieldByName("ypos")
	if !across.IsValid() || !down.IsValid() || !across.CanInt() || !down.CanInt() {
		return 0, 0, false
	}
	return int(across.Int()), int(down.Int()), true
}
