package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

// Rules say from when on something is told. The names of their keys stand in files and in JSON.
type Rules struct {
	// UnusedLimit is how many units of a paid license may be unused; nil tells of none
	// without a limit of its own.
	UnusedLimit *int64 `json:"unusedLimit"`
	// Limits are those of single licenses.
	Limits []Limit `json:"limits"`
	// Exclude are the ids of licenses of which nothing is told.
	Exclude []string `json:"exclude"`
	// RenewalDays is how many days before a renewal that is told, from 1 to 90, and
	// ExpiryDays how many days before the end of what a connection signs in with, from 1 to
	// 30; 0 for never.
	RenewalDays int `json:"renewalDays"`
	ExpiryDays  int `json:"expiryDays"`
	// Quiet are the hours in which nothing is sent.
	Quiet Quiet `json:"quiet"`
	// Report is when the report is sent.
	Report ReportPlan `json:"report"`
}

// Limit is how many units of a license may be unused.
type Limit struct {
	SKU    string `json:"sku"` // its id
	Unused int64  `json:"unused"`
}

// Quiet are hours of the computer's clock, over midnight where From is later than Until; none
// where both are the same.
type Quiet struct {
	From  schedule.TimeOfDay `json:"from"`
	Until schedule.TimeOfDay `json:"until"`
	// Weekends says that Saturdays and Sundays are quiet all day.
	Weekends bool `json:"weekends"`
}

// ReportPlan is when the report is sent: at a time of some days.
type ReportPlan struct {
	// Every is never, weekly or monthly.
	Every string             `json:"every"`
	Day   int                `json:"day"` // of the month, from 1 to 28; 0 for the first
	On    schedule.Weekdays  `json:"on"`  // of the week
	Time  schedule.TimeOfDay `json:"time"`
	// Attach is the format of the list of what can be taken back: xlsx or csv.
	Attach string `json:"attach"`
}

// The words of a report.
const (
	ReportNever   = "never"
	ReportWeekly  = "weekly"
	ReportMonthly = "monthly"

	AttachXLSX = "xlsx"
	AttachCSV  = "csv"
)

// ReportPeriods and Attachments are the words that a report may have.
func ReportPeriods() []string { return []string{ReportNever, ReportWeekly, ReportMonthly} }
func Attachments() []string   { return []string{AttachXLSX, AttachCSV} }

// DefaultRules are those that hold until others are chosen.
func DefaultRules() Rules {
	return Rules{
		Limits: []Limit{}, Exclude: []string{}, RenewalDays: 30, ExpiryDays: 14,
		Report: ReportPlan{Every: ReportNever, Day: 1, On: schedule.DaysOf(time.Monday), Time: 7 * 60, Attach: AttachXLSX},
	}
}

// The fields of the rules; a problem is shown beside one.
const (
	FieldUnusedLimit connector.Field = "unused-limit"
	FieldLimit       connector.Field = "limit"
	FieldExclude     connector.Field = "exclude"
	FieldRenewalDays connector.Field = "renewal-days"
	FieldExpiryDays  connector.Field = "expiry-days"
	FieldQuiet       connector.Field = "quiet-hours"
	FieldReport      connector.Field = "report"
	FieldReportDay   connector.Field = "report-day"
	FieldReportOn    connector.Field = "report-on"
	FieldReportTime  connector.Field = "report-time"
	FieldAttach      connector.Field = "attach"
)

// Problems are what is wrong with the rules.
func (r Rules) Problems() (problems []connector.Problem) {
	check := func(right bool, field connector.Field, id string, data connector.Data) {
		if !right {
			problems = append(problems, connector.Problem{Field: field, Message: connector.Message{ID: id, Data: data}})
		}
	}
	within := func(n, most int) bool { return n >= 0 && n <= most }
	check(r.UnusedLimit == nil || *r.UnusedLimit >= 0, FieldUnusedLimit, "notify.limit", nil)
	check(!slices.ContainsFunc(r.Limits, func(l Limit) bool { return l.Unused < 0 || l.SKU == "" }), FieldLimit, "notify.limit", nil)
	check(within(r.RenewalDays, mostRenewalDays), FieldRenewalDays, "notify.days", connector.Data{"Most": mostRenewalDays})
	check(within(r.ExpiryDays, mostExpiryDays), FieldExpiryDays, "notify.days", connector.Data{"Most": mostExpiryDays})
	check(isTime(r.Quiet.From) && isTime(r.Quiet.Until), FieldQuiet, "notify.quiet", nil)
	check(slices.Contains(ReportPeriods(), r.Report.Every), FieldReport, "notify.word", connector.Data{"Known": ReportPeriods()})
	check(r.Report.Every != ReportMonthly || r.Report.Day >= 1 && r.Report.Day <= 28, FieldReportDay, "notify.report-day", nil)
	check(r.Report.Every != ReportWeekly || len(r.Report.On.List()) > 0, FieldReportOn, "notify.report-on", nil)
	check(isTime(r.Report.Time), FieldReportTime, "notify.report-time", nil)
	check(slices.Contains(Attachments(), r.Report.Attach), FieldAttach, "notify.word", connector.Data{"Known": Attachments()})
	return problems
}

const (
	mostRenewalDays = 90 // inventory.RenewalDays, which an overview looks ahead
	mostExpiryDays  = 30 // which connector.ExpiryWarning looks ahead
)

func isTime(t schedule.TimeOfDay) bool { return t >= 0 && t < 24*60 }

// Holds reports whether a moment, by its own clock, is quiet.
func (q Quiet) Holds(at time.Time) bool {
	if day := at.Weekday(); q.Weekends && (day == time.Saturday || day == time.Sunday) {
		return true
	}
	now := schedule.TimeOfDay(at.Hour()*60 + at.Minute())
	if q.From <= q.Until {
		return now >= q.From && now < q.Until
	}
	return now >= q.From || now < q.Until
}

// schedule is the plan as a schedule, and whether there is one.
func (p ReportPlan) schedule() (schedule.Schedule, bool) {
	s := schedule.Schedule{ID: "report", Name: "report", Time: p.Time}
	switch p.Every {
	case ReportWeekly:
		s.Kind, s.Days = schedule.Weekly, p.On
	case ReportMonthly:
		s.Kind, s.Day = schedule.Monthly, p.Day
	}
	return s, s.Kind != ""
}

// NextReport is when the report is sent next after a moment; zero for never.
func (r Rules) NextReport(after time.Time, place *time.Location) time.Time {
	s, planned := r.Report.schedule()
	if !planned {
		return time.Time{}
	}
	return s.Next(after, place)
}

// limit is how many units of a license may be unused.
func (r Rules) limit(sku string) (limit int64, is bool) {
	for _, l := range r.Limits {
		if l.SKU == sku {
			return l.Unused, true
		}
	}
	if r.UnusedLimit == nil {
		return 0, false
	}
	return *r.UnusedLimit, true
}

// The settings in which the rules are kept, and up to when reports are sent.
const (
	rulesSetting  = "notify-rules"
	reportSetting = "notify-report-handled"
)

// Rules returns the rules that hold.
func (n *Notifier) Rules(ctx context.Context) (Rules, error) {
	text, err := n.Store.Setting(ctx, rulesSetting)
	rules := DefaultRules()
	if err != nil || text == "" {
		return rules, err
	}
	if err := json.Unmarshal([]byte(text), &rules); err != nil {
		return rules, fmt.Errorf("reading the rules of notifications: %w", err)
	}
	return rules, nil
}
