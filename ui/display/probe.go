// Package display finds out whether a window can be shown before anything depends on
// it, and says why not without one.
package display

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// The least version of OpenGL that Fyne draws with.
const openGLMajor, openGLMinor = 2, 1

// Area is what windows may take of the screen, in the units of its system: all but panels and docks.
// The zero value says that it is not known.
type Area struct {
	X, Y, Width, Height int
	// Scale is how many of these units are one of those that browsers are told.
	Scale float32
}

// Probe makes a hidden window with OpenGL and removes it again: Fyne 2.8.1 goes on
// without a window where it cannot make one, for ever and unseen. It has to be called on
// the main goroutine, before anything else of the toolkit. It returns how large a window may be, because Fyne asks nobody. The
// errors are [NoDisplayError] and [NoOpenGLError].
func Probe() (area Area, err error) {
	defer func() {
		if p := recover(); p != nil { // glfw panics with what it does not expect
			err = &NoOpenGLError{Err: fmt.Errorf("%v", p)}
		}
	}()
	if err := glfw.Init(); err != nil {
		return Area{}, &NoDisplayError{Err: err}
	}
	defer glfw.Terminate() // Fyne sets it up in its own way
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, openGLMajor)
	glfw.WindowHint(glfw.ContextVersionMinor, openGLMinor)
	window, err := glfw.CreateWindow(16, 16, "", nil, nil)
	if err == nil && window == nil { // glfw keeps some errors to itself
		err = errors.New("no window was made")
	}
	if err != nil {
		return Area{}, &NoOpenGLError{Err: err}
	}
	window.Destroy()
	if monitor := glfw.GetPrimaryMonitor(); monitor != nil {
		area.X, area.Y, area.Width, area.Height = monitor.GetWorkarea()
		area.Scale = 1
		if runtime.GOOS != "darwin" { // where these are points
			area.Scale, _ = monitor.GetContentScale()
		}
	}
	return area, nil
}
