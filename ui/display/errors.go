package display

import (
	"runtime"

	"inventorybeacon/connector"
)

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
	action := "Install the OpenGL library (on Debian and Ubuntu the package libgl1-mesa-dri), and let the display have the extension GLX."
	if runtime.GOOS == "windows" {
		action = "Install the driver of the graphics card, or put opengl32.dll of Mesa (a build with llvmpipe) into the folder of the program."
	}
	return connector.Advice{
		Message:   "The window cannot be opened, because this computer has no OpenGL 2.1 for it, as is usual of servers without a graphics driver and of some remote sessions.",
		Action:    action + everythingElse,
		Reference: e.Err.Error(),
	}
}
