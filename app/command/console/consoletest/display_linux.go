// Package consoletest is a terminal for the tests of console commands.
package consoletest

import (
	"bytes"
	"io"
	"os"
	"sync"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// Display is a terminal for a test.
type Display struct {
	// Terminal is what a program reads and writes, Keyboard where its answers are typed.
	Terminal, Keyboard *os.File

	ended chan struct{}

	mu    sync.Mutex
	shown bytes.Buffer
}

// NewDisplay opens a terminal of so many columns, which is closed with the test.
func NewDisplay(t *testing.T, columns uint16) *Display {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(slave, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
		t.Fatal(err)
	}
	if _, err := term.MakeRaw(int(slave.Fd())); err != nil { // no echo of the answers
		t.Fatal(err)
	}
	d := &Display{Terminal: slave, Keyboard: master, ended: make(chan struct{})}
	go func() {
		defer close(d.ended)
		_, _ = io.Copy(d, master) // which ends with an error when the other side is closed
	}()
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// Write shows a text.
func (d *Display) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shown.Write(p)
}

// Says is everything that was shown.
func (d *Display) Says() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shown.String()
}

// Close ends the terminal and returns everything that was shown.
func (d *Display) Close() string {
	_ = d.Terminal.Close()
	<-d.ended
	_ = d.Keyboard.Close()
	return d.Says()
}
