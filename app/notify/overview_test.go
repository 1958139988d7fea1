package notify

import (
	"context"
	"testing"
	"time"

	"inventorybeacon/store/inventory"
)

func TestTheOverviewIsReadAgainOnlyWhenItMaySaySomethingElse(t *testing.T) {
	now, state, read := time.Date(2026, 11, 27, 23, 59, 0, 0, time.UTC), "published once", 0
	n := New(Options{
		Place: func() *time.Location { return time.UTC }, Now: func() time.Time { return now },
		State: func(context.Context) (any, error) { return state, nil },
		Overview: func(context.Context) (inventory.Overview, error) {
			read++
			return inventory.Overview{Renewals: make([]inventory.Renewal, read)}, nil
		},
	})
	for _, step := range []struct {
		name   string
		change func()
		want   int
	}{
		{"the first look", func() {}, 1},
		{"a look after nothing has happened", func() { now = now.Add(15 * time.Second) }, 1},
		{"a look after a publish", func() { state = "published twice" }, 2},
		{"a look after that", func() {}, 2},
		{"the first look of a day", func() { now = now.Add(time.Hour) }, 3},
		{"the last look", func() {}, 3},
	} {
		step.change()
		o, err := n.overview(t.Context())
		if err != nil || read != step.want || len(o.Renewals) != read {
			t.Errorf("%s: read %d times, want %d; %d renewals, %v", step.name, read, step.want, len(o.Renewals), err)
		}
	}
}
