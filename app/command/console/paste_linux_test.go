package console

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// A terminal cuts lines at 4,096 characters where it edits them itself.
func TestALongAddressIsPastedWhole(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slave.Close(); _ = master.Close() })
	before, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, master) }() // what is shown
	address := "https://login.example/nativeclient?code=" + strings.Repeat("x", 6000)
	go func() {
		passes := func() bool {
			now, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
			return err != nil || now.Lflag&unix.ICANON == 0 && now.Lflag&unix.ISIG != 0
		}
		for !passes() && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		_, _ = master.WriteString(address + "yz\x7f\x7f\r")
	}()
	c := New(Streams{In: slave, Out: slave, Err: slave}, nil)
	got, err := c.ReadPasted(t.Context())
	if err != nil || got != address+"\n" {
		t.Errorf("%d of %d characters, %v", len(got), len(address)+1, err)
	}
	after, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
	if err != nil || *after != *before {
		t.Errorf("the terminal is left otherwise: %+v, %v", after, err)
	}
}

func TestEditLine(t *testing.T) {
	for name, given := range map[string]struct {
		typed, want string
		err         error
	}{
		"a line":             {"abc\nrest", "abc\n", nil},
		"a correction":       {"ab\x7f\bx\x7f\x7f\x7fc\r", "c\n", nil},
		"a line taken back":  {"abc\x15de\n", "de\n", nil},
		"arrows":             {"a\x1b[D\x1bOC\x1b[3~b\n", "ab\n", nil},
		"other control keys": {"a\x01\x04b\n", "ab\n", nil},
		"an end":             {"\x04", "", io.EOF},
		"an end amid":        {"ab", "ab", io.EOF},
	} {
		var shown strings.Builder
		got, err := editLine(strings.NewReader(given.typed), &shown)
		if got != given.want || !errors.Is(err, given.err) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
