package app

import (
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store/history"
)

// People enter and read days where they are: at the same moment it is three days on Earth.
func TestTodayIsThatOfThePlace(t *testing.T) {
	for name, c := range map[string]struct {
		ahead time.Duration
		today string
	}{
		"given a place in the east, then it may be tomorrow there": {14 * time.Hour, "2026-11-30"},
		"given a place at UTC": {0, "2026-11-29"},
		"given a place in the west, then it may be yesterday there": {-11 * time.Hour, "2026-11-28"},
	} {
		t.Run(name, func(t *testing.T) {
			at, place := time.Date(2026, 11, 29, 10, 30, 0, 0, time.UTC), time.FixedZone("", int(c.ahead.Seconds()))
			b := openWith(t, Options{
				Dir: t.TempDir(), Source: microsoft365.New(microsoft365.Options{}),
				Now: func() time.Time { return at }, Place: func() *time.Location { return place },
			})
			today, err := connector.ParseDate(c.today)
			if err != nil {
				t.Fatal(err)
			}
			yesterday, sku := (today - 1).String(), []SKU{{ID: "a", PartNumber: "SPE_E5"}}
			setPrice(t, b, "", sku, PriceEntry{Amount: "1", Currency: "EUR"})
			if set := setPrice(t, b, "", sku, PriceEntry{Amount: "2", Currency: "EUR"}); set[0].Since != today {
				t.Errorf("another price holds from %s on, want %s", set[0].Since, today)
			}
			for until, holds := range map[string]bool{c.today: true, yesterday: false} {
				if err := b.Commit(t.Context(), "t", sku, CommitmentEntry{"10", until}); err != nil {
					t.Fatal(err)
				}
				if terms := b.entered.terms("t", "a"); (terms.CommittedUntil != 0) != holds {
					t.Errorf("a commitment until %s holds: %v, want %v", until, !holds, holds)
				}
			}
			of := []history.Kept{{TenantID: "t", UserID: "u", SKUID: "a"}}
			if b.Reclaim.Keep(t.Context(), of, yesterday, "") == nil {
				t.Errorf("a license was kept until %s, which is over", yesterday)
			}
			if err := b.Reclaim.Keep(t.Context(), of, c.today, ""); err != nil {
				t.Errorf("keeping a license until today: %v", err)
			}
			if kept, err := b.Reclaim.Kept(t.Context()); err != nil || len(kept) != 1 || kept[0].Ended {
				t.Errorf("%+v, %v", kept, err)
			}
		})
	}
}
