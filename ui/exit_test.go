package ui

import (
	"testing"

	fyneapp "fyne.io/fyne/v2/app"
)

// The toolkit may stop only without its own hook, which these methods of the real
// application take away; another version of it may not have them.
func TestTheStopHookOfTheToolkitIsTakenAway(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	application := fyneapp.NewWithID("inventorybeacon.test")
	stopping, ok := application.Lifecycle().(interface{ OnStopped() func() })
	if !ok || stopping.OnStopped() == nil {
		t.Fatal("this version of the toolkit has no hook: look at how it stops")
	}
	hook := takeStopHook(application.Lifecycle())
	if stopping.OnStopped() != nil {
		t.Error("the hook is still there")
	}
	hook()
}
