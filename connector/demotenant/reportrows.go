package demotenant

import (
	"bufio"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
)

// reportWriter writes the rows of a report, one field after another: with encoding/csv
// a report takes almost twice as long.
type reportWriter struct {
	*bufio.Writer
	err    error          // of the last line, and so of every one before
	day    connector.Date // the last one of the report
	period int
	// columns are those that the report has without a fault.
	columns []string
	fault   *Fault // of the columns; nil without one
	line    []byte
	at      int // column of the next field
	// days are the formatted dates: a report has millions of a few thousand.
	days []string
}

func (w *reportWriter) put(field string) {
	if w.fault == nil || w.isKept() {
		w.line = append(append(w.line, field...), ',')
	}
}

// isKept reports whether the next column is not one that the fault leaves out, and puts in
// the one that the fault adds.
func (w *reportWriter) isKept() bool {
	if w.at == len(w.columns)/2 && w.fault.ExtraColumn != "" {
		w.line = append(append(w.line, w.fault.ExtraColumn...), ',')
	}
	w.at++
	return !slices.Contains(w.fault.DropColumns, w.columns[w.at-1])
}

// name puts a field that may hold commas; no text of this package holds quotes or
// line ends.
func (w *reportWriter) name(text string) {
	if strings.Contains(text, ",") {
		text = `"` + text + `"`
	}
	w.put(text)
}

func (w *reportWriter) date(d connector.Date) {
	if w.days[d] == "" {
		w.days[d] = d.String()
	}
	w.put(w.days[d])
}

// truth and yes are the two ways in which the reports print truth values.
func (w *reportWriter) truth(value bool) { w.either(value, "True", "False") }
func (w *reportWriter) yes(value bool)   { w.either(value, "Yes", "No") }

func (w *reportWriter) either(value bool, yes, no string) {
	if !value {
		yes = no
	}
	w.put(yes)
}

func (w *reportWriter) end() {
	_, w.err = w.Write(append(w.line[:len(w.line)-1], "\r\n"...)) // without the last comma
	w.line, w.at = w.line[:0], 0
}

// activeUser writes the row of getOffice365ActiveUserDetail.
func (w *reportWriter) activeUser(u *user, a *assignments) {
	uses, listed := u.serviceUses(a, w.day)
	if !listed {
		return
	}
	w.date(w.day)
	w.put(u.reportName())
	w.name(u.reportDisplayName())
	w.truth(u.kind == deletedUser)
	w.date(u.deleted(w.day))
	for _, use := range uses {
		w.truth(use.licensed)
	}
	for _, use := range uses {
		w.date(use.last)
	}
	for _, use := range uses {
		w.date(use.assigned)
	}
	w.put(u.t.products(a))
	w.end()
}

// deleted is the day on which a deleted user was deleted.
func (u *user) deleted(date connector.Date) connector.Date {
	if u.kind != deletedUser {
		return 0
	}
	return back(date, u.draws.below(saltCreated, 30))
}

// products are the names of products in upper case, joined by + although names hold
// " + ".
func (t *Tenant) products(a *assignments) string {
	names := make([]string, 0, 8) // as many as fit in place
	for i := range a.list {
		names = append(names, t.skus[a.list[i].sku].reportName)
	}
	return strings.Join(names, "+")
}

// activations writes the rows of getOffice365ActivationsUserDetail.
func (w *reportWriter) activations(u *user, a *assignments) {
	for _, one := range u.activations(a, w.day) {
		w.date(w.day)
		w.put(one.UserPrincipalName)
		w.name(u.reportDisplayName())
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
func (w *reportWriter) appUser(u *user, a *assignments) {
	row, listed := u.appRow(a, w.day, w.period)
	if !listed {
		return
	}
	w.date(w.day)
	w.put(u.reportName())
	w.date(row.lastActivation)
	w.date(row.last)
	w.put(strconv.Itoa(w.period))
	for _, used := range row.onPlatform {
		w.yes(used)
	}
	for _, used := range row.inApp {
		w.yes(used)
	}
	for _, on := range row.inAppOn {
		for _, used := range on {
			w.yes(used)
		}
	}
	w.end()
}
