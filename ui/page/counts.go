package page

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
)

// Counts says what an import did to each kind of record, a line for each of which there are any.
func Counts(c connector.Counts) []string {
	var lines []string
	for _, kind := range []struct {
		name  string
		count connector.Count
	}{
		{lang.L("Users"), c.Users},
		{lang.L("Licenses"), c.Licenses},
		{lang.L("Assignments"), c.Assignments},
		{lang.L("Applications"), c.Applications},
		{lang.L("Usage"), c.Usage},
	} {
		if kind.count == (connector.Count{}) {
			continue
		}
		line := kind.name + ": " + message.Number(kind.count.Total)
		if change := format.Change(kind.count.Added, kind.count.Changed, kind.count.Removed); change != "" {
			line += " (" + change + ")"
		}
		lines = append(lines, line)
	}
	return lines
}
