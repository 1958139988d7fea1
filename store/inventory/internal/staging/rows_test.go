package staging

import (
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// An import that a former version has held back is published by this one.
func TestRowsThatFormerVersionsHaveStagedAreRead(t *testing.T) {
	var days tables.Days
	days[tables.AppLast] = 20_000
	platforms := connector.PlatformUse(0)
	platforms.Add(connector.Word, connector.OnWeb)
	row := appendUsage(nil, 7, "anna@contoso.com", days, platforms)
	old := append([]byte{}, row[:len(row)-4]...)
	for what, given := range map[string]struct {
		list []byte
		now  bool
		want connector.PlatformUse
	}{
		"rows of this version": {append(append([]byte{}, row...), row...), true, platforms},
		"rows of a former one": {append(append([]byte{}, old...), old...), false, 0},
	} {
		rows := 0
		err := eachUsage(given.list, given.now, func(r *UsageRow) error {
			rows++
			if r.Name != 7 || string(r.UPN) != "anna@contoso.com" || r.Days != days || r.Platforms != given.want {
				t.Errorf("%s: %+v", what, r)
			}
			return nil
		})
		if err != nil || rows != 2 {
			t.Errorf("%s: %d rows, %v", what, rows, err)
		}
	}
	if err := eachUsage(old, true, func(*UsageRow) error { return nil }); err == nil {
		t.Error("a row that is cut is read")
	}
}
