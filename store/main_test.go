package store

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if given := os.Getenv(restoreVariable); given != "" {
		restoreUntilKilled(given)
		return
	}
	if dir := os.Getenv(rotatorVariable); dir != "" {
		fmt.Fprintln(os.Stderr, rotateForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}
