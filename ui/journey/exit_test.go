//go:build linux

package journey

import (
	"os"
	"strconv"
	"testing"
)

// exitsVariable is how many windows are opened and left, for a long look.
const exitsVariable = "INVENTORY_BEACON_EXITS"

func TestExitEndsTheProgramEachTime(t *testing.T) {
	exits := 3
	if asked, set := os.LookupEnv(exitsVariable); set {
		var err error
		if exits, err = strconv.Atoi(asked); err != nil {
			t.Fatal(err)
		}
	}
	s, h := newScreen(t, 1280, 800), newHome(t)
	for range exits {
		s.start(h, "demo", "--users", "50").exit()
	}
}
