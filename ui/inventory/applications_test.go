package inventory

import (
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/ui/session/sessiontest"
)

func TestActivationsAreNotToldOfWhatNoReportCounts(t *testing.T) {
	defer sessiontest.Open(t, sessiontest.Options{}).End() // for the words
	zero, some, active := int64(0), int64(745), int64(800)
	for name, given := range map[string]struct {
		active, devices *int64
		says            string
	}{
		"an application of usage reports": {&active, &zero, "–"},
		"one with devices all the same":   {&active, &some, "745"},
		"a product on no device":          {nil, &zero, "0"},
		"without the report":              {nil, nil, "–"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := activationsOf(app.ApplicationRow{Active: given.active}, given.devices); got.Text != given.says {
				t.Errorf("it says %q, want %q", got.Text, given.says)
			}
		})
	}
}
