package dialog

import (
	"testing"

	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/widgettest"
)

func TestWhatIsAcceptedDuringACheckCountsAfterIt(t *testing.T) {
	for name, c := range map[string]struct {
		during func(d *Dialog)
		want   int
	}{
		"when nothing is pressed":                         {func(*Dialog) {}, 0},
		"when Enter is pressed":                           {func(d *Dialog) { d.Accept() }, 1},
		"when Enter is pressed twice":                     {func(d *Dialog) { d.Accept(); d.Accept() }, 1},
		"when the button is clicked":                      {func(d *Dialog) { d.accept.Tapped(nil) }, 1},
		"when it is pressed and another dialog comes up":  {func(d *Dialog) { d.Accept(); New(d.window, "Test", form.NewEntry()).Show() }, 0},
		"when it is pressed and the dialog is closed":     {func(d *Dialog) { d.Accept(); d.Close() }, 0},
		"when another check is asked for, and is refused": {func(d *Dialog) { widgettest.Equal(t, "begun", d.Begin(), false) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			d, accepted := countingDialog(t, func(*Dialog) {})
			widgettest.Equal(t, "begun", d.Begin(), true)
			c.during(d)
			widgettest.Equal(t, "accepted during the check", *accepted, 0)
			d.End()
			widgettest.Equal(t, "accepted", *accepted, c.want)
		})
	}
}

func TestWhatIsBeingAcceptedIsNotAcceptedTwice(t *testing.T) {
	d, accepted := countingDialog(t, func(d *Dialog) { d.Begin() })
	d.Accept()
	d.Accept()
	d.End()
	widgettest.Equal(t, "accepted", *accepted, 1)
	d.Accept() // it was refused, and is accepted again
	widgettest.Equal(t, "accepted again", *accepted, 2)
}

// countingDialog is shown, and counts how often it was accepted.
func countingDialog(t *testing.T, accept func(d *Dialog)) (d *Dialog, accepted *int) {
	d, _, _, _ = openDialog(t)
	accepted = new(int)
	tapped := d.accept
	tapped.OnTapped = func() { *accepted++; accept(d) }
	d.SetActions(tapped, d.cancel)
	return d, accepted
}
