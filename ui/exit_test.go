package ui

import (
	"os"
	"os/exec"
	"testing"

	fyneapp "fyne.io/fyne/v2/app"
)

// inProcessOfItsOwn is set in the process that a test starts for itself.
const inProcessOfItsOwn = "INVENTORY_BEACON_TEST_PROCESS"

// The toolkit may stop only without its own hook, which these methods of the real
// application take away; another version of it may not have them.
//
// The real application watches its settings for as long as the process lives, and logs
// what happens to them while other tests run: it has a process of its own.
func TestTheStopHookOfTheToolkitIsTakenAway(t *testing.T) {
	if os.Getenv(inProcessOfItsOwn) == "" {
		alone(t)
		return
	}
	application := fyneapp.NewWithID("inventorybeacon.test")
	stopping, ok := application.Lifecycle().(interface{ OnStopped() func() })
	if !ok || stopping.OnStopped() == nil {
		t.Fatal("this version of the toolkit has no hook: look at how it stops")
	}
	if hook := takeStopHook(application.Lifecycle()); hook == nil || stopping.OnStopped() != nil {
		t.Error("the hook is still there")
	}
}

// alone runs the test again in a process of its own with a home of its own.
func alone(t *testing.T) {
	t.Helper()
	home := t.TempDir()
	process := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	process.Env = append(os.Environ(), inProcessOfItsOwn+"=1", "HOME="+home, "XDG_CONFIG_HOME="+home)
	if output, err := process.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
}
