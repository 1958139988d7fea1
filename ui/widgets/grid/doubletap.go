package grid

import (
	"time"

	"fyne.io/fyne/v2"
)

// doubleTap finds out whether a tap is the second one on the same thing in a short time.
// Fyne's own double tap would hold every single tap back.
type doubleTap struct {
	now   func() time.Time
	last  time.Time
	thing int // what was tapped last, or -1
}

func newDoubleTap() doubleTap { return doubleTap{now: time.Now, thing: -1} }

// second notes a tap on a thing.
func (d *doubleTap) second(thing int) bool {
	now := d.now()
	twice := thing == d.thing && now.Sub(d.last) <= fyne.CurrentApp().Driver().DoubleTapDelay()
	d.last, d.thing = now, thing
	if twice {
		d.thing = -1
	}
	return twice
}
