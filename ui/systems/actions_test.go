package systems

import "testing"

func TestEnterDeletesNoInventory(t *testing.T) {
	primary := 0
	for _, choice := range deleteChoices(func(bool) func() { return func() {} }) {
		if choice.Primary {
			primary++
			if choice.Action != nil || !choice.Cancel {
				t.Errorf("Enter presses %q", choice.Text)
			}
		}
	}
	if primary != 1 {
		t.Errorf("%d choices have the focus", primary)
	}
}
