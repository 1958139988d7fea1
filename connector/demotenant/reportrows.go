package demotenant

import (
	"bufio"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
)

// The headers are those of learn.microsoft.com/graph/api/reportroot-*.

var activeUserColumns = []string{
	"Report Refresh Date", "User Principal Name", "Display Name", "Is Deleted", "Deleted Date",
	"Has Exchange License", "Has OneDrive License", "Has SharePoint License",
	"Has Skype For Business License", "Has Yammer License", "Has Teams License",
	"Exchange Last Activity Date", "OneDrive Last Activity Date", "SharePoint Last Activity Date",
	"Skype For Business Last Activity Date", "Yammer Last Activity Date", "Teams Last Activity Date",
	"Exchange License Assign Date", "OneDrive License Assign Date", "SharePoint License Assign Date",
	"Skype For Business License Assign Date", "Yammer License Assign Date", "Teams License Assign Date",
	"Assigned Products",
}

var activationColumns = []string{
	"Report Refresh Date", "User Principal Name", "Display Name", "Product Type", "Last Activated Date",
	"Windows", "Mac", "Windows 10 Mobile", "iOS", "Android", "Activated On Shared Computer",
}

func appUserColumns() []string {
	columns := []string{
		"Report Refresh Date", "User Principal Name", "Last Activation Date", "Last Activity Date", "Report Period",
		"Windows", "Mac", "Mobile", "Web",
	}
	names := []string{"Outlook", "Word", "Excel", "PowerPoint", "OneNote", "Teams"}
	columns = append(columns, names...)
	for _, platform := range []string{"Windows", "Mac", "Mobile", "Web"} {
		for _, name := range names {
			columns = append(columns, name+" ("+platform+")")
		}
	}
	return slices.Clip(columns)
}

// reportWriter writes the rows of a report, one field after another. With
// encoding/csv a report takes almost twice as long.
type reportWriter struct {
	rowOptions
	out  *bufio.Writer
	line []byte
	at   int // column of the next field
	// dropped are the columns that a fault leaves out, nil without one; extra is what
	// it puts before the one in the middle.
	dropped []bool
	extra   string
	// days are the texts of dates: a report has millions of a few thousand.
	days []string
}

func (w *reportWriter) put(field string) {
	if w.dropped == nil || w.wanted() {
		w.line = append(append(w.line, field...), ',')
	}
}

// wanted says whether the next column is not one that a fault leaves out.
func (w *reportWriter) wanted() bool {
	if w.at == len(w.dropped)/2 && w.extra != "" {
		w.line = append(append(w.line, w.extra...), ',')
	}
	w.at++
	return !w.dropped[w.at-1]
}

// name puts a field that may hold commas; no text of this package holds quotes or
// line ends.
func (w *reportWriter) name(text string) {
	if strings.Contains(text, ",") {
		text = `"` + text + `"`
	}
	w.put(text)
}

func (w *reportWriter) end() error {
	_, err := w.out.Write(append(w.line[:len(w.line)-1], "\r\n"...)) // without the last comma
	w.line, w.at = w.line[:0], 0
	return err
}

func (w *reportWriter) date(d connector.Date) {
	text := &w.days[d]
	if *text == "" {
		*text = d.String()
	}
	w.put(*text)
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

// activeUser writes the row of getOffice365ActiveUserDetail.
func (w *reportWriter) activeUser(u *user) error {
	var row serviceRow
	if !row.of(u, w.day) {
		return nil
	}
	w.date(w.day)
	w.put(u.reportName(w.conceal))
	w.name(u.reportDisplayName(w.conceal))
	w.truth(u.kind == deletedUser)
	w.date(row.deletedDate(w.day))
	for _, has := range row.licensed {
		w.truth(has)
	}
	for _, last := range row.last {
		w.date(last)
	}
	for _, assigned := range row.assigned {
		w.date(assigned)
	}
	w.put(row.products())
	return w.end()
}

// deletedDate is the day on which a deleted user was deleted.
func (r *serviceRow) deletedDate(date connector.Date) connector.Date {
	if r.user.kind != deletedUser {
		return 0
	}
	return back(date, r.user.draws.below(saltCreated, 30))
}

// products are the names of the user's products in upper case, joined by +
// although names hold " + ".
func (r *serviceRow) products() string {
	var names [maxAssignments]string
	for i, a := range r.licenses.all() {
		names[i] = r.user.t.skus[a.sku].reportName
	}
	return strings.Join(names[:r.licenses.count], "+")
}

// activations writes the rows of getOffice365ActivationsUserDetail.
func (w *reportWriter) activations(u *user) error {
	for a := range u.activations(w.day) {
		w.date(w.day)
		w.put(u.reportName(w.conceal))
		w.name(u.reportDisplayName(w.conceal))
		w.put(a.Product)
		w.date(a.LastActivated)
		for _, devices := range [...]int{a.Windows, a.Mac, a.WindowsMobile, a.IOS, a.Android} {
			w.put(strconv.Itoa(devices))
		}
		w.truth(a.SharedComputer)
		if err := w.end(); err != nil {
			return err
		}
	}
	return nil
}

// appUser writes the row of getM365AppUserDetail.
func (w *reportWriter) appUser(u *user) error {
	row, listed := u.appRow(w.day, w.period)
	if !listed {
		return nil
	}
	w.date(w.day)
	w.put(u.reportName(w.conceal))
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
	return w.end()
}
