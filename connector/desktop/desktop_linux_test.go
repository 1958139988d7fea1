package desktop

import "testing"

func TestADesktopIsPresentWhereItsServerIsNamed(t *testing.T) {
	for given, c := range map[string]struct {
		x, wayland string
		want       bool
	}{
		"a remote shell": {"", "", false},
		"X":              {":0", "", true},
		"Wayland":        {"", "wayland-0", true},
	} {
		t.Run("given "+given, func(t *testing.T) {
			t.Setenv("DISPLAY", c.x)
			t.Setenv("WAYLAND_DISPLAY", c.wayland)
			if Present() != c.want {
				t.Errorf("want %t", c.want)
			}
		})
	}
}
