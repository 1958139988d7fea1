package ui

import (
	"bytes"
	"runtime"

	"fyne.io/fyne/v2"
)

// looping is the application on the goroutine that runs it, see [widgets.Do].
type looping struct {
	fyne.App
	loop string
}

// newLooping makes an application the current one, to be run by the goroutine that calls.
func newLooping(a fyne.App) looping {
	l := looping{App: a, loop: goroutine()}
	fyne.SetCurrentApp(l)
	return l
}

// OnLoop implements [widgets.Looping].
func (l looping) OnLoop() bool { return goroutine() == l.loop }

// goroutine returns the number of the goroutine that calls. Go tells it only at the beginning of a stack, "goroutine 1 [running]:",
// which is where Fyne finds it, too (internal/async/goroutine.go). It takes about a microsecond.
func goroutine() string {
	var stack [64]byte
	number, _, _ := bytes.Cut(bytes.TrimPrefix(stack[:runtime.Stack(stack[:], false)], []byte("goroutine ")), []byte(" "))
	return string(number)
}
