// Package displaytest gives tests X servers of their own.
package displaytest

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// endLimit is how long a server may take to end when it is asked to.
const endLimit = 5 * time.Second

// Start starts Xvfb, which lasts as long as the test, with further options, and returns
// the name of its display once programs can use it.
//
// The number is chosen here: servers that look for a free one at the same time take the
// same, and one of them is then reached by nobody. And the server must not reset itself
// when its last client leaves, as is its way: that ends those who are just connecting.
func Start(t testing.TB, width, height int, options ...string) (display string) {
	t.Helper()
	const first, numbers = 1000, 50_000
	display = fmt.Sprintf(":%d", first+rand.IntN(numbers))
	ready, tell, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer ready.Close()
	ctx, cancel := context.WithCancel(context.Background())
	size := fmt.Sprintf("%dx%dx24", width, height)
	arguments := append([]string{display, "-displayfd", "3", "-screen", "0", size, "-nolisten", "tcp", "-noreset"}, options...)
	server := exec.CommandContext(ctx, "Xvfb", arguments...)
	server.ExtraFiles = []*os.File{tell}
	server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) } // it removes its socket
	server.WaitDelay = endLimit
	err = server.Start()
	_ = tell.Close()
	if err != nil {
		cancel()
		t.Fatalf("Xvfb: %v (make test installs what is missing)", err)
	}
	t.Cleanup(func() {
		cancel()
		_ = server.Wait()
	})
	if number, err := io.ReadAll(ready); err != nil || len(number) == 0 {
		t.Fatalf("Xvfb did not start on %s: %v", display, err)
	}
	return display
}
