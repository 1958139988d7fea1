// Package format writes days, times and changes as an administrator reads them.
package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
)

// Date is a day, as 2026-11-23: the same everywhere in the program, in its files and its log, and in every language; nothing for the
// zero time.
func Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// When is a time as one says it on the day now: Today 02:00, Yesterday 14:30, Tomorrow 02:00, or else 2026-11-15 23:00.
func When(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	clock := t.Format("15:04")
	switch {
	case sameDay(t, now):
		return lang.L("Today {{.Time}}", map[string]any{"Time": clock})
	case sameDay(t, now.AddDate(0, 0, -1)):
		return lang.L("Yesterday {{.Time}}", map[string]any{"Time": clock})
	case sameDay(t, now.AddDate(0, 0, 1)):
		return lang.L("Tomorrow {{.Time}}", map[string]any{"Time": clock})
	default:
		return Date(t) + " " + clock
	}
}

// Run is when something runs next, as [When] says it; waits says that nothing runs then before Save.
func Run(t, now time.Time, waits bool) string {
	if t.IsZero() || !waits {
		return When(t, now)
	}
	return lang.L("{{.Time}}, once saved", map[string]any{"Time": When(t, now)})
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// Weekday is a day of the week, in three letters.
func Weekday(d time.Weekday) string {
	return []string{
		lang.L("Sun"), lang.L("Mon"), lang.L("Tue"), lang.L("Wed"), lang.L("Thu"), lang.L("Fri"), lang.L("Sat"),
	}[d]
}

// Elapsed is for how long something has gone on, as a clock that runs: 0:42, 1:02:03.
func Elapsed(d time.Duration) string {
	seconds := int64(max(0, d) / time.Second)
	hours, minutes, seconds := seconds/3600, seconds/60%60, seconds%60
	if hours > 0 {
		return fmt.Sprintf("%d:%02d:%02d", hours, minutes, seconds)
	}
	return fmt.Sprintf("%d:%02d", minutes, seconds)
}

// Change says what an import added, changed and removed, as "+38, 12 changed,
// -5"; nothing when nothing changed.
func Change(added, changed, removed int64) string {
	var parts []string
	if added > 0 {
		parts = append(parts, "+"+message.Number(added))
	}
	if changed > 0 {
		parts = append(parts, lang.L("{{.Count}} changed", map[string]any{"Count": message.Number(changed)}))
	}
	if removed > 0 {
		parts = append(parts, "-"+message.Number(removed))
	}
	return strings.Join(parts, ", ")
}

// Names are the first few names; a question is no list.
func Names(names []string) string {
	const most = 5
	if more := len(names) - most; more > 0 {
		return lang.L("{{.Names}} and {{.Count}} more", map[string]any{"Names": strings.Join(names[:most], ", "), "Count": more})
	}
	return strings.Join(names, ", ")
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
