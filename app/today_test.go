package app

import (
	"testing"
	"time"

	"inventorybeacon/app/licensing"
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
			yesterday := (today - 1).String()
			for _, want := range []connector.Date{0, today} {
				set, err := b.PriceOf("", []SKU{{ID: "a"}}, licensing.PriceEntry{Amount: "1", Currency: "EUR"})
				if err != nil || set[0].Since != want {
					t.Errorf("%+v, %v; want one that holds from %s on", set, err, want)
				}
				if err := b.SetPrices(t.Context(), set); err != nil {
					t.Fatal(err)
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
