package display

import (
	"runtime"

	"inventorybeacon/connector"
)

// NoDisplayError means that there is no display, or that it lets nobody in.
type NoDisplayError struct{ Err error }

func (e *NoDisplayError) Error() string { return "the display cannot be used: " + e.Err.Error() }

// Unwrap returns what the windowing system said.
func (e *NoDisplayError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *NoDisplayError) Message() connector.Message {
	return connector.Message{ID: "display.unreachable", Reference: e.Err.Error()}
}

// NoOpenGLError means that the display has no OpenGL of the version that Fyne draws with.
type NoOpenGLError struct{ Err error }

func (e *NoOpenGLError) Error() string { return "no OpenGL: " + e.Err.Error() }

// Unwrap returns what the windowing system said.
func (e *NoOpenGLError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *NoOpenGLError) Message() connector.Message {
	m := connector.Message{ID: "display.no-opengl", Reference: e.Err.Error()}
	if runtime.GOOS == "windows" {
		m.ID = "display.no-opengl-on-windows"
	}
	return m
}
