package onepage

import (
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/store/inventory"
)

// barWidth is how long the longest bar is, in units of the drawing.
const barWidth = 1000

// bar is a license: who holds it, and what was purchased, as a line across.
type bar struct {
	Name, Alert, Note string
	Parts             []part
	Limit             float64 // where the line stands; below 0 for none
	Said              string  // the numbers in words
}

// part is a part of a bar; its fill, the name of a pattern, tells it apart without color.
type part struct {
	Name, Fill  string
	From, Width float64
	value       int64
}

// partsOf are the holders of a license by what is known of them, and what is free.
func partsOf(l inventory.LicenseRow) []part {
	known := func(n *int64) int64 {
		if n == nil {
			return 0
		}
		return *n
	}
	return []part{
		{Name: message.L("Active"), Fill: "active", value: known(l.Active)},
		{Name: message.L("Inactive"), Fill: "inactive", value: known(l.Inactive)},
		{Name: message.L("New"), Fill: "new", value: known(l.New)},
		{Name: message.L("Unknown"), Fill: "unknown", value: l.Unknown},
		{Name: message.L("Free"), Fill: "free", value: max(0, l.Available)},
	}
}

// barsOf draws licenses to one scale.
func barsOf(licenses []inventory.LicenseRow) []bar {
	longest := int64(1)
	for _, l := range licenses {
		held := int64(0)
		for _, p := range partsOf(l) {
			held += p.value
		}
		longest = max(longest, l.Purchased, held)
	}
	scale := func(n int64) float64 { return float64(n) * barWidth / float64(longest) }
	bars := make([]bar, len(licenses))
	for i, l := range licenses {
		b := bar{Name: l.Product, Limit: scale(l.Purchased)}
		b.Alert, b.Note = notesOf(l)
		from, said := int64(0), []string{}
		for _, p := range partsOf(l) {
			if p.value == 0 {
				continue
			}
			p.From, p.Width = scale(from), scale(p.value)
			from += p.value
			b.Parts = append(b.Parts, p)
			said = append(said, p.Name+" "+message.Number(p.value))
		}
		if l.Status == inventory.NotListed {
			b.Limit = -1
		}
		b.Said = strings.Join(said, ", ")
		bars[i] = b
	}
	return bars
}

// notesOf says what can be done about a license: what is wrong, and the rest.
func notesOf(l inventory.LicenseRow) (alert, note string) {
	notes := []string{}
	switch {
	case l.Status == inventory.NotListed:
		alert = message.L("Not listed")
	case l.Available < 0:
		alert = number("{{.Number}} over-assigned", -l.Available)
	default:
		notes = append(notes, number("{{.Number}} free", l.Available))
	}
	if l.Inactive != nil && *l.Inactive > 0 {
		notes = append(notes, number("{{.Number}} inactive", *l.Inactive))
	}
	return alert, strings.Join(notes, " · ")
}
