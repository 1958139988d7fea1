package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestTheApplicationKnowsItsGoroutine(t *testing.T) {
	l := newLooping(test.NewTempApp(t))
	beside := make(chan bool)
	go func() { beside <- l.OnLoop() }()
	if <-beside || !l.OnLoop() {
		t.Errorf("on goroutine %q it says %t", l.loop, l.OnLoop())
	}
}
