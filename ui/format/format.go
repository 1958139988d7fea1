// Package format writes days, times and changes as an administrator reads them.
package format

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/connector"
)

// Date is a day, as 23 Nov 2026; nothing for the zero time.
func Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2 Jan 2006")
}

// When is a time as one says it on the day now: Today 02:00, Yesterday 14:30,
// 15 Nov 23:00, and with the year when it is another one.
func When(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	clock := t.Format("15:04")
	switch {
	case sameDay(t, now):
		return lang.L("Today") + " " + clock
	case sameDay(t, now.AddDate(0, 0, -1)):
		return lang.L("Yesterday") + " " + clock
	case sameDay(t, now.AddDate(0, 0, 1)):
		return lang.L("Tomorrow") + " " + clock
	case t.Year() == now.Year():
		return t.Format("2 Jan") + " " + clock
	default:
		return t.Format("2 Jan 2006") + " " + clock
	}
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// Roughly is how long something will still take: nothing finer than a second.
func Roughly(d time.Duration) string {
	if d < time.Minute {
		return strconv.FormatInt(int64(d.Round(time.Second).Seconds()), 10) + " s"
	}
	return connector.Duration(d)
}

// Change says what an import added, changed and removed, as "+38, 12 changed,
// -5"; nothing when nothing changed.
func Change(added, changed, removed int64) string {
	var parts []string
	if added > 0 {
		parts = append(parts, "+"+connector.Number(added))
	}
	if changed > 0 {
		parts = append(parts, connector.Number(changed)+" "+lang.L("changed"))
	}
	if removed > 0 {
		parts = append(parts, "-"+connector.Number(removed))
	}
	return strings.Join(parts, ", ")
}

// Distinct returns a name, with a number behind it when it is among the existing
// ones, so that two of the same name can be told apart in a choice.
func Distinct(existing []string, name string) string {
	candidate := name
	for n := 2; slices.Contains(existing, candidate); n++ {
		candidate = name + " (" + strconv.Itoa(n) + ")"
	}
	return candidate
}
