package app

import (
	"fmt"
	"sync"
	"testing"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store"
)

func TestAnEditStaysThoughTheWorkspaceIsReadAgainMeanwhile(t *testing.T) {
	b := openEmpty(t)
	for n := 1; n <= 50 && !t.Failed(); n++ {
		var beside sync.WaitGroup
		beside.Go(func() {
			if err := b.Reload(t.Context()); err != nil {
				t.Error(err)
			}
		})
		put(t, b, global(b, fmt.Sprintf("Contoso %d", n)), store.SecretChanges{})
		putSchedule(t, b, nightly(b, fmt.Sprintf("Nightly %d", n)))
		beside.Wait()
		expectUnsaved(t, b, 2*n)
	}
}

func TestAnEditStaysThoughTheOneBeforeIsSavedMeanwhile(t *testing.T) {
	b := openEmpty(t)
	c := global(b, "")
	for n := 1; n <= 50 && !t.Failed(); n++ {
		c.Name = fmt.Sprintf("Contoso %d", n)
		put(t, b, c, store.SecretChanges{})
		var beside sync.WaitGroup
		beside.Go(func() {
			if err := b.Save(t.Context()); err != nil {
				t.Error(err)
			}
		})
		c.Name += " renamed"
		put(t, b, c, store.SecretChanges{})
		beside.Wait()
		if e, _ := b.Entry(c.ID); e.Connection.Name != c.Name {
			t.Errorf("the workspace shows %q after %q was put", e.Connection.Name, c.Name)
		}
	}
}

// Both edit the same connection and the same schedule: what is entered in the window waits on,
// and what the console has stored stays where the window has not changed it.
func TestAnEditWaitsWhileTheConsoleEditsTheSame(t *testing.T) {
	for _, read := range []bool{true, false} {
		t.Run(fmt.Sprintf("given the window reads it again before Save is %t", read), func(t *testing.T) {
			dir, source := t.TempDir(), microsoft365.New(microsoft365.Options{})
			window := openDir(t, dir, source)
			c := global(window, "Contoso")
			save(t, window, c, store.SecretChanges{ClientSecret: secret("old")})
			s := nightly(window, "Nightly")
			putSchedule(t, window, s)
			check(t, window.Save(t.Context()))

			edit, its := c, s
			edit.LossShare, its.Name = 33, "Every night"
			put(t, window, edit, store.SecretChanges{ClientSecret: secret("new")})
			putSchedule(t, window, its)

			console := openWith(t, Options{Dir: dir, Source: source})
			check(t, console.SetDisabled(t.Context(), c.ID, true))
			other := c
			other.Disabled, other.LossShare, other.ClientID = true, 44, connector.NewGUID()
			save(t, console, other, store.SecretChanges{})
			later := s
			later.Time = 3 * 60
			putSchedule(t, console, later)
			check(t, console.Assign(t.Context(), c.ID, s.ID))

			if read {
				check(t, window.Reload(t.Context()))
				expectUnsaved(t, window, 2)
				e, _ := window.Entry(c.ID)
				if !e.Connection.Disabled || e.Connection.LossShare != 33 || e.Schedule.Name != "Every night" {
					t.Errorf("the window shows %+v, %+v", e.Connection, e.Schedule)
				}
			}
			check(t, window.Save(t.Context()))
			expectUnsaved(t, window, 0)
			e, _ := window.Entry(c.ID)
			want := other
			want.LossShare, want.ScheduleID = 33, s.ID
			if !workspace.SameConnection(e.Connection, want) {
				t.Errorf("saved is %+v, want %+v", e.Connection, want)
			}
			later.Name = "Every night"
			if e.Schedule != later {
				t.Errorf("the schedule is %+v, want %+v", e.Schedule, later)
			}
			secrets, err := window.store.Secrets(t.Context(), c.ID)
			if err != nil || secrets.ClientSecret.Reveal() != "new" {
				t.Errorf("the client secret of the edit was not stored: %v", err)
			}
		})
	}
}
