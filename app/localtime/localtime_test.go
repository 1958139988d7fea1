package localtime

import (
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every computer
)

// windowsZones are what Windows says of some zones, and the zone of the database
// that has the same clocks in 2026.
var windowsZones = map[string]rules{
	"UTC":          {},
	"Asia/Kolkata": {bias: -330},
	"Europe/Paris": {
		bias: -60, daylightBias: -60,
		standard: change{10, 5, 0, 180}, daylight: change{3, 5, 0, 120},
	},
	"America/New_York": {
		bias: 300, daylightBias: -60,
		standard: change{11, 1, 0, 120}, daylight: change{3, 2, 0, 120},
	},
	"America/St_Johns": {
		bias: 210, daylightBias: -60,
		standard: change{11, 1, 0, 120}, daylight: change{3, 2, 0, 120},
	},
	"Australia/Lord_Howe": {
		bias: -630, daylightBias: -30,
		standard: change{4, 1, 0, 120}, daylight: change{10, 1, 0, 120},
	},
}

func TestWindowsZonesHaveTheClocksOfTheDatabase(t *testing.T) {
	for name, r := range windowsZones {
		t.Run(name, func(t *testing.T) {
			want, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			got, err := placeOf(zoneText(r))
			if err != nil {
				t.Fatal(err)
			}
			end := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
			for at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); at.Before(end); at = at.Add(10 * time.Minute) {
				if a, b := at.In(got).Format(time.DateTime), at.In(want).Format(time.DateTime); a != b {
					t.Fatalf("%s shows %s at %s, want %s (%s)", name, a, at, b, zoneText(r))
				}
			}
		})
	}
}
