package store

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if given := os.Getenv(restoreVariable); given != "" {
		restoreUntilKilled(given)
		return
	}
	os.Exit(m.Run())
}
