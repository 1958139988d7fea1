//go:build !windows

package central

import (
	"slices"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/central/centraltest"
)

// Numbers in the inventory are given again to others when whoever had the last ones is gone.
func TestNumbersThatAreGivenToOthers(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	for name, change := range map[string]func(t *testing.T, s *site){
		"the newest user is replaced": func(_ *testing.T, s *site) {
			s.leave(s.users[len(s.users)-1].UserPrincipalName)
			s.join(1)
		},
		"several imports are published at once": func(t *testing.T, s *site) {
			for range 5 {
				s.leave(s.users[len(s.users)-1].UserPrincipalName)
			}
			s.imports(t, "one")
			s.join(8)
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			c.empty(t)
			s := newSite(t)
			s.join(20)
			p := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon})
			publish := func() {
				t.Helper()
				s.imports(t, "one")
				if err := p.Publish(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			publish()
			change(t, s)
			publish()
			publish() // what is known of what was sent decides about the next one
			s.leave(s.users[len(s.users)-1].UserPrincipalName)
			publish()
			anew := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: truth, Beacon: anotherBeacon})
			if err := anew.Publish(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got, want := c.digest(tried, "", ""), c.digest(truth, "", ""); got != want {
				t.Errorf("readers see %s, want %s", got, want)
			}
		})
	}
}

// Former beacons have left rows that hold twice.
func TestRowsThatHoldTwiceAreMended(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	s.join(20)
	s.imports(t, "one")
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	publish := func() {
		t.Helper()
		if err := s.publisher(o).Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	publish()
	want := c.digest(tried, "", "")
	for _, table := range []string{"user_row", "holding_row", "usage_row"} {
		c.Exec("central", "CREATE TEMPORARY TABLE twice AS SELECT * FROM tried."+table+
			"; UPDATE twice SET from_generation = 0; INSERT INTO tried."+table+" SELECT * FROM twice")
	}
	if c.digest(tried, "", "") == want {
		t.Fatal("nothing holds twice")
	}
	o.Dir = t.TempDir() // nothing is known here of what was sent
	s.imports(t, "one")
	publish()
	anew := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: truth, Beacon: anotherBeacon})
	if err := anew.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := c.digest(tried, "", ""), c.digest(truth, "", ""); got != want {
		t.Errorf("readers see %s, want %s", got, want)
	}
}

// join adds users who have used something.
func (s *site) join(n int) {
	for range n {
		s.add()
		s.usage[s.users[len(s.users)-1].UserPrincipalName] = 20000
	}
}

// leave removes a user with what the reports tell of it.
func (s *site) leave(upn string) {
	delete(s.usage, upn)
	s.users = slices.DeleteFunc(s.users, func(u connector.User) bool { return u.UserPrincipalName == upn })
}
