package datadir

import "testing"

func TestAnAdministratorAndTheWindowUseTheSameDirectory(t *testing.T) {
	for given, c := range map[string]struct {
		own, shared          bool // are used
		elevated, mayElevate bool
		want                 string
	}{
		"nothing yet, then an administrator shares":                {want: "shared", elevated: true},
		"nothing yet, then an account has its own":                 {want: "own", mayElevate: true},
		"connections of the window, then an administrator's too":   {want: "own", own: true, elevated: true},
		"connections of the window, then they stay":                {want: "own", own: true, mayElevate: true},
		"connections of administrators, then theirs":               {want: "shared", shared: true, elevated: true},
		"connections of administrators, then one of them elevates": {want: "shared", shared: true, mayElevate: true},
		"connections of administrators, then another has its own":  {want: "own", shared: true},
		"both, then an administrator has those of administrators":  {want: "shared", own: true, shared: true, elevated: true},
		"both, then a window has its own":                          {want: "own", own: true, shared: true, mayElevate: true},
	} {
		t.Run("given "+given, func(t *testing.T) {
			chosen, other := choose(place{"own", c.own}, place{"shared", c.shared}, c.elevated, c.mayElevate)
			if chosen.dir != c.want || other.dir == chosen.dir {
				t.Errorf("chosen %s before %s", chosen.dir, other.dir)
			}
		})
	}
}
