package demotenant

import (
	"bytes"
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

// csvRow appends the fields of one line of a report.
type csvRow struct {
	bytes []byte
	start int // of the line
}

func (r *csvRow) comma() {
	if len(r.bytes) > r.start {
		r.bytes = append(r.bytes, ',')
	}
}

func (r *csvRow) plain(text string) {
	r.comma()
	r.bytes = append(r.bytes, text...)
}

// quoted lets write append a field and quotes it where RFC 4180 asks for it.
func (r *csvRow) quoted(write func([]byte) []byte) {
	r.comma()
	at := len(r.bytes)
	r.bytes = write(r.bytes)
	if field := r.bytes[at:]; bytes.ContainsAny(field, ",\"\r\n") {
		escaped := strings.ReplaceAll(string(field), `"`, `""`)
		r.bytes = append(append(append(r.bytes[:at], '"'), escaped...), '"')
	}
}

func (r *csvRow) date(d connector.Date) {
	r.comma()
	r.bytes = appendDate(r.bytes, d)
}

func (r *csvRow) number(n int) {
	r.comma()
	r.bytes = strconv.AppendInt(r.bytes, int64(n), 10)
}

// truth and yes are the two ways in which the reports print truth values.
func (r *csvRow) truth(value bool) {
	if value {
		r.plain("True")
	} else {
		r.plain("False")
	}
}

func (r *csvRow) yes(value bool) {
	if value {
		r.plain("Yes")
	} else {
		r.plain("No")
	}
}

func (r *csvRow) end() []byte { return append(r.bytes, '\r', '\n') }

func appendActiveUser(b []byte, u *user, o rowOptions) []byte {
	var row serviceRow
	if !row.of(u, o.date) {
		return b
	}
	r := csvRow{b, len(b)}
	r.date(o.date)
	r.quoted(func(b []byte) []byte { return u.appendReportName(b, o.conceal) })
	r.quoted(func(b []byte) []byte { return u.appendReportDisplayName(b, o.conceal) })
	r.truth(u.kind == deletedUser)
	r.date(row.deletedDate(o.date))
	for _, has := range row.licensed {
		r.truth(has)
	}
	for _, last := range row.last {
		r.date(last)
	}
	for _, assigned := range row.assigned {
		r.date(assigned)
	}
	r.quoted(row.appendProducts)
	return r.end()
}

// deletedDate is the day on which a deleted user was deleted.
func (r *serviceRow) deletedDate(date connector.Date) connector.Date {
	if r.user.kind != deletedUser {
		return 0
	}
	return back(date, r.user.draws.below(saltCreated, 30))
}

// appendProducts appends the names of the user's products in upper case, joined
// by + although names hold " + ".
func (r *serviceRow) appendProducts(b []byte) []byte {
	for i, a := range r.licenses.all() {
		if i > 0 {
			b = append(b, '+')
		}
		b = append(b, r.user.t.skus[a.sku].reportName...)
	}
	return b
}

func appendActivations(b []byte, u *user, o rowOptions) []byte {
	for a := range u.activations(o.date) {
		r := csvRow{b, len(b)}
		r.date(o.date)
		r.quoted(func(b []byte) []byte { return u.appendReportName(b, o.conceal) })
		r.quoted(func(b []byte) []byte { return u.appendReportDisplayName(b, o.conceal) })
		r.plain(a.Product)
		r.date(a.LastActivated)
		for _, devices := range [...]int{a.Windows, a.Mac, a.WindowsMobile, a.IOS, a.Android} {
			r.number(devices)
		}
		r.truth(a.SharedComputer)
		b = r.end()
	}
	return b
}

func appendAppUser(b []byte, u *user, o rowOptions) []byte {
	row, listed := u.appRow(o.date, o.period)
	if !listed {
		return b
	}
	r := csvRow{b, len(b)}
	r.date(o.date)
	r.quoted(func(b []byte) []byte { return u.appendReportName(b, o.conceal) })
	r.date(row.lastActivation)
	r.date(row.last)
	r.number(o.period)
	for _, used := range row.onPlatform {
		r.yes(used)
	}
	for _, used := range row.inApp {
		r.yes(used)
	}
	for _, on := range row.inAppOn {
		for _, used := range on {
			r.yes(used)
		}
	}
	return r.end()
}
