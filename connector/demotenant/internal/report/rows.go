package report

import (
	"bufio"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/fault"
)

// writer writes the rows of a report, one field after another: with encoding/csv
// a report takes almost twice as long.
type writer struct {
	*bufio.Writer
	err    error          // of the last line, and so of every one before
	day    connector.Date // the last one of the report
	period int
	// columns are those that the report has without a fault.
	columns []string
	fault   *fault.Fault // of the columns; nil without one
	line    []byte
	at      int // column of the next field
	// days are the formatted dates: a report has millions of a few thousand.
	days []string
}

func (w *writer) put(field string) {
	if w.fault == nil || w.isKept() {
		w.line = append(append(w.line, field...), ',')
	}
}

// isKept reports whether the next column is not one that the fault leaves out, and puts in
// the one that the fault adds.
func (w *writer) isKept() bool {
	if w.at == len(w.columns)/2 && w.fault.ExtraColumn != "" {
		w.line = append(append(w.line, w.fault.ExtraColumn...), ',')
	}
	w.at++
	return !slices.Contains(w.fault.DropColumns, w.columns[w.at-1])
}

// name puts a field that may hold commas; no text of this package holds quotes or
// line ends.
func (w *writer) name(text string) {
	if strings.Contains(text, ",") {
		text = `"` + text + `"`
	}
	w.put(text)
}

func (w *writer) date(d connector.Date) {
	if w.days[d] == "" {
		w.days[d] = d.String()
	}
	w.put(w.days[d])
}

// truth and yes are the two ways in which the reports print truth values.
func (w *writer) truth(value bool) { w.either(value, "True", "False") }
func (w *writer) yes(value bool)   { w.either(value, "Yes", "No") }

func (w *writer) either(value bool, yes, no string) {
	if !value {
		yes = no
	}
	w.put(yes)
}

func (w *writer) end() {
	_, w.err = w.Write(append(w.line[:len(w.line)-1], "\r\n"...)) // without the last comma
	w.line, w.at = w.line[:0], 0
}

// activeUser writes the row of getOffice365ActiveUserDetail.
func (w *writer) activeUser(u *company.User, a *company.Assignments) {
	uses, listed := u.ServiceUses(a, w.day)
	if !listed {
		return
	}
	w.date(w.day)
	w.put(u.ReportName())
	w.name(u.ReportDisplayName())
	w.truth(u.Kind == company.DeletedUser)
	w.date(u.Deleted(w.day))
	for _, use := range uses {
		w.truth(use.Licensed)
	}
	for _, use := range uses {
		w.date(use.Last)
	}
	for _, use := range uses {
		w.date(use.Assigned)
	}
	w.put(u.Company.Products(a))
	w.end()
}

// activations writes the rows of getOffice365ActivationsUserDetail.
func (w *writer) activations(u *company.User, a *company.Assignments) {
	for _, one := range u.Activations(a, w.day) {
		w.date(w.day)
		w.put(one.UserPrincipalName)
		w.name(u.ReportDisplayName())
		w.put(one.Product)
		w.date(one.LastActivated)
		for _, devices := range [...]int{one.Windows, one.Mac, one.WindowsMobile, one.IOS, one.Android} {
			w.put(strconv.Itoa(devices))
		}
		w.truth(one.SharedComputer)
		w.end()
	}
}

// appUser writes the row of getM365AppUserDetail.
func (w *writer) appUser(u *company.User, a *company.Assignments) {
	row, listed := u.AppRow(a, w.day, w.period)
	if !listed {
		return
	}
	w.date(w.day)
	w.put(u.ReportName())
	w.date(row.LastActivation)
	w.date(row.Last)
	w.put(strconv.Itoa(w.period))
	for _, used := range row.OnPlatform {
		w.yes(used)
	}
	for _, used := range row.InApp {
		w.yes(used)
	}
	for _, on := range row.InAppOn {
		for _, used := range on {
			w.yes(used)
		}
	}
	w.end()
}

// copilotUser writes the row of getMicrosoft365CopilotUsageUserDetail.
func (w *writer) copilotUser(u *company.User, a *company.Assignments) {
	days, listed := u.CopilotUses(a, w.day)
	if !listed {
		return
	}
	w.date(w.day)
	w.put(strconv.Itoa(w.period))
	w.put(u.ReportName())
	w.name(u.ReportDisplayName())
	last := connector.Date(0)
	for _, day := range days {
		last = max(last, day)
	}
	w.date(last)
	for _, day := range days {
		w.date(day)
	}
	w.end()
}
