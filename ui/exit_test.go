package ui

import (
	"os"
	"testing"

	fyneapp "fyne.io/fyne/v2/app"
)

// The toolkit may stop only without its own hook, which these methods of the real
// application take away; another version of it may not have them.
func TestTheStopHookOfTheToolkitIsTakenAway(t *testing.T) {
	home, err := os.MkdirTemp("", "home-") // not t.TempDir: the toolkit goes on writing its settings for a moment
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	application := fyneapp.NewWithID("inventorybeacon.test")
	stopping, ok := application.Lifecycle().(interface{ OnStopped() func() })
	if !ok || stopping.OnStopped() == nil {
		t.Fatal("this version of the toolkit has no hook: look at how it stops")
	}
	if hook := takeStopHook(application.Lifecycle()); hook == nil || stopping.OnStopped() != nil {
		t.Error("the hook is still there")
	}
}
