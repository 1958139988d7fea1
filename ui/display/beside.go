package display

import "inventorybeacon/connector"

// frame is more than what window managers put around windows.
const frame = 12

// Beside returns where a window of a size covers nothing of another one: at its right if there is room, else at its left, and narrower,
// down to a least width, before it does not at all. The other one is in the units of the screen.
func (a Area) Beside(other connector.Area, width, least, height int) (connector.Area, bool) {
	if a.Width <= 0 || a.Scale <= 0 {
		return connector.Area{}, false
	}
	scaled := func(n int) int { return int(float32(n) / a.Scale) }
	screen := connector.Area{X: scaled(a.X), Y: scaled(a.Y), Width: scaled(a.Width), Height: scaled(a.Height)}
	other = connector.Area{X: scaled(other.X), Y: scaled(other.Y), Width: scaled(other.Width), Height: scaled(other.Height)}
	end := other.X + other.Width + frame
	right, left := screen.X+screen.Width-end-frame, other.X-frame-screen.X-frame
	at := connector.Area{Width: min(width, max(right, left)), Height: min(height, screen.Height-3*frame)}
	if at.Width < least {
		return connector.Area{}, false
	}
	at.X = end
	if right < at.Width {
		at.X = other.X - frame - at.Width
	}
	at.Y = max(screen.Y, min(other.Y, screen.Y+screen.Height-at.Height-3*frame)) // its title bar stands above
	return at, true
}
