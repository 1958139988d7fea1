package widgets

import "fyne.io/fyne/v2"

// Looping is an app that knows the goroutine on which its window runs.
type Looping interface {
	fyne.App
	// OnLoop reports whether it is called on that goroutine.
	OnLoop() bool
}

// Do has something done on the window's goroutine, as [fyne.Do] does; but nothing once the window has stopped. Fyne 2.8.1 stops by
// itself at SIGINT and SIGTERM, and then calls what it is given at once, on the goroutine that gives it (drained in
// internal/driver/glfw/loop.go): a widget would be used by two goroutines, and after OpenGL has gone.
func Do(do func()) {
	app, looping := fyne.CurrentApp().(Looping)
	if looping && !app.OnLoop() {
		// It closes its queue behind those who have looked whether it is open.
		defer func() { _ = recover() }()
	}
	fyne.Do(func() {
		if !looping || app.OnLoop() {
			do()
		}
	})
}
