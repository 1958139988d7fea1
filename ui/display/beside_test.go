package display

import (
	"testing"

	"inventorybeacon/connector"
)

func TestAWindowStandsBesideAnotherWhereThereIsRoom(t *testing.T) {
	wide, small := Area{Width: 1920, Height: 1080, Scale: 1}, Area{Width: 1024, Height: 700, Scale: 1}
	window := func(x int) connector.Area { return connector.Area{X: x, Y: 100, Width: 1010, Height: 670} }
	for _, given := range []struct {
		what   string
		screen Area
		other  connector.Area
		want   connector.Area
		ok     bool
	}{
		{"at its right", wide, window(20), connector.Area{X: 1042, Y: 100, Width: 520, Height: 720}, true},
		{"at its left", wide, window(900), connector.Area{X: 368, Y: 100, Width: 520, Height: 720}, true},
		{"narrower in the middle", wide, window(440), connector.Area{X: 1462, Y: 100, Width: 446, Height: 720}, true},
		{
			"a low window", wide,
			connector.Area{X: 20, Y: 700, Width: 1010, Height: 300},
			connector.Area{X: 1042, Y: 324, Width: 520, Height: 720},
			true,
		},
		{
			"a fine screen",
			Area{Width: 3840, Height: 2160, Scale: 2},
			connector.Area{X: 40, Y: 200, Width: 2020, Height: 1340},
			connector.Area{X: 1042, Y: 100, Width: 520, Height: 720},
			true,
		},
		{
			"beside a panel",
			Area{X: 60, Y: 30, Width: 1860, Height: 1050, Scale: 1},
			window(900),
			connector.Area{X: 368, Y: 100, Width: 520, Height: 720},
			true,
		},
		{"no room", small, connector.Area{Y: 20, Width: 1010, Height: 670}, connector.Area{}, false},
		{"a maximized window", wide, connector.Area{Width: 1920, Height: 1050}, connector.Area{}, false},
		{"a screen that does not say", Area{}, window(20), connector.Area{}, false},
	} {
		t.Run(given.what, func(t *testing.T) {
			at, ok := given.screen.Beside(given.other, 520, 440, 720)
			if at != given.want || ok != given.ok {
				t.Errorf("it stands at %+v, %t, want %+v", at, ok, given.want)
			}
		})
	}
}
