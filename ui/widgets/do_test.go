package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// stopping is an app whose toolkit calls what it is given at once, as a stopped one does, or has closed its queue.
type stopping struct {
	fyne.App
	onLoop, closed bool
}

func (s stopping) OnLoop() bool        { return s.onLoop }
func (s stopping) Driver() fyne.Driver { return stopped{s.App.Driver(), s.closed} }

type stopped struct {
	fyne.Driver
	closed bool
}

func (s stopped) DoFromGoroutine(do func(), _ bool) {
	if s.closed {
		panic("send on closed channel")
	}
	do()
}

func TestNothingIsDoneOnAnotherGoroutineThanTheWindows(t *testing.T) {
	for _, given := range []struct {
		what           string
		onLoop, closed bool
		want           bool
	}{
		{what: "the toolkit runs", onLoop: true, want: true},
		{what: "it has stopped, and calls at once"},
		{what: "it has just closed its queue", closed: true},
	} {
		t.Run(given.what, func(t *testing.T) {
			a := test.NewTempApp(t)
			fyne.SetCurrentApp(stopping{a, given.onLoop, given.closed})
			done := false
			Do(func() { done = true })
			if done != given.want {
				t.Errorf("it was done: %t, want %t", done, given.want)
			}
		})
	}
}
