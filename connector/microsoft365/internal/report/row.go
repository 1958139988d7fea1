package report

import (
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// row reads the values of one row of a report. What is in no known form refuses
// the report: a day that is not understood must not be taken for no activity.
type row struct {
	columns *columns
	values  []string
	report  connector.Date // the day of which the row tells
	err     error          // the first fault
}

// has reports whether there is the column.
func (r *row) has(i int) bool { return r.values[i] != noColumn }

// text is a value, empty where there is no such column.
func (r *row) text(i int) string {
	if !r.has(i) {
		return ""
	}
	return r.values[i]
}

// date reads a day on which something happened; an empty cell is none. That cannot be
// after the day of the report, but for a day that ends earlier somewhere else: it would
// count as activity until that day comes.
func (r *row) date(i int) connector.Date {
	day := r.day(i)
	if r.report != 0 && day > r.report+1 && r.err == nil {
		r.err = r.columns.refused(i, connector.Message{ID: "report.day-after", Data: connector.Data{"Day": day, "Reported": r.report}})
	}
	return day
}

// day reads a day; an empty cell is none.
func (r *row) day(i int) connector.Date {
	text := r.text(i)
	if text == "" {
		return 0
	}
	day, err := connector.ParseDate(text)
	if err != nil {
		r.fail(i, "report.no-date")
	}
	return day
}

// reportDate reads the day of which the report tells, which every row has.
func (r *row) reportDate(i int) connector.Date {
	day := r.day(i)
	r.report = day
	if day == 0 && r.err == nil {
		r.err = r.columns.refused(i, connector.Message{ID: "report.no-day"})
	}
	return day
}

// flag reads yes or no: the reports print True and Yes, sometimes in one row. An
// empty cell is no.
func (r *row) flag(i int) bool {
	switch text := r.text(i); text {
	case "Yes", "True":
		return true
	case "No", "False", "":
		return false
	default:
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "yes", "true", "1":
			return true
		case "no", "false", "0":
			return false
		}
		r.fail(i, "report.no-flag")
		return false
	}
}

// count reads a number from 0; an empty cell is none.
func (r *row) count(i int) int {
	text := r.text(i)
	if text == "" || text == "0" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 {
		r.fail(i, "report.no-number")
		return 0
	}
	return n
}

// fail notes the first value that is not in a known form.
func (r *row) fail(i int, id string) {
	if r.err == nil {
		r.err = r.columns.refused(i, connector.Message{ID: id, Data: connector.Data{"Value": printable.Line(r.values[i], 40)}})
	}
}
