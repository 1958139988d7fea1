package display

import "inventorybeacon/connector"

const everythingElse = " Everything that the window does can also be done with commands, which need none of this: see inventory-beacon --help."

// NoDisplayError means that there is no display, or that it lets nobody in.
type NoDisplayError struct{ Err error }

func (e *NoDisplayError) Error() string { return "the display cannot be used: " + e.Err.Error() }

// Unwrap returns what the windowing system said.
func (e *NoDisplayError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *NoDisplayError) Advice() connector.Advice {
	return connector.Advice{
		Message:   "The window cannot be opened, because the display cannot be reached.",
		Action:    "Start Inventory Beacon from a desktop session, or check the DISPLAY of this one and who may use it." + everythingElse,
		Reference: e.Err.Error(),
	}
}

// NoOpenGLError means that the display has no OpenGL of the version that Fyne draws with.
type NoOpenGLError struct{ Err error }

func (e *NoOpenGLError) Error() string { return "no OpenGL: " + e.Err.Error() }

// Unwrap returns what the windowing system said.
func (e *NoOpenGLError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *NoOpenGLError) Advice() connector.Advice {
	return connector.Advice{
		Message:   "The window cannot be opened, because this computer has no OpenGL 2.1 for it, as is usual of servers without a graphics driver and of some remote sessions.",
		Action:    remedy + everythingElse,
		Reference: e.Err.Error(),
	}
}
