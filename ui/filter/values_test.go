package filter

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/form"
)

func TestValuesThatCannotBeReadAreNotSaidToBeLoading(t *testing.T) {
	// Given values that take longer than anybody may wait,
	w := sessiontest.Open(t, sessiontest.Options{})
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	t.Cleanup(cancel)
	entry := form.NewEntry()
	v := newValues(ctx, w.Session, lists.Users, nil, entry)
	w.Window.SetContent(container.NewGridWithRows(2, entry, container.NewStack(v.grid)))
	v.grid.Resize(fyne.NewSize(300, 200))
	// when a property is turned to, then it says what has failed,
	v.offer("department", false, true)
	w.Await("The values could not be read:")
	if w.Says("Loading...") {
		t.Errorf("it says:\n%s", w.Text())
	}
	// and typing goes on.
	w.Window.Canvas().Focus(entry)
	entry.TypedRune('S')
	if !w.Says("The values could not be read:") || w.Says("Loading...") || entry.Text != "S" {
		t.Errorf("after %q it says:\n%s", entry.Text, w.Text())
	}
	// A later look that succeeds offers them.
	v.ctx = t.Context()
	v.offer("department", false, true)
	w.Await("The inventory holds nothing like that.")
}
