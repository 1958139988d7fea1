package user

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/session"
)

// Details are read beside the window: a key that is held too long comes again
// before they are there.
func TestAnImpatientEnterOpensTheDetailsOnce(t *testing.T) {
	test.NewTempApp(t)
	s := session.New(t.Context(), session.Options{Window: test.NewTempWindow(t, nil)})
	t.Cleanup(s.Close)
	var u known
	u.DisplayName = "Aarav Gupta"
	for range 3 {
		openUser(s, u, nil)
	}
	if open := len(s.Window.Canvas().Overlays().List()); open != 1 {
		t.Errorf("%d dialogs are open", open)
	}
}
