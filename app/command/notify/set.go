package notify

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/notify"
	"inventorybeacon/schedule"
)

type setCommand struct {
	UnusedLimit     *string  `help:"Tell when more units of a paid license are unused; none for no limit." placeholder:"UNITS"`
	Limit           []string `help:"Limit of one license, such as SPE_E5=5, or SPE_E5=none; can be given several times." placeholder:"SKU=UNITS"`
	Exclude         []string `help:"License of which nothing is told; can be given several times." placeholder:"SKU"`
	Include         []string `help:"License that was excluded, and is told of again." placeholder:"SKU"`
	RenewalDays     *int     `help:"Tell so many days before a renewal, up to 90; 0 for never." placeholder:"DAYS"`
	ExpiryDays      *int     `help:"Tell so many days before a client secret, certificate or refresh token ends, up to 30; 0 for never." placeholder:"DAYS"`
	QuietHours      *string  `help:"Hours in which nothing is sent, such as 22:00-07:00; none for no such hours." placeholder:"HOURS"`
	QuietWeekends   bool     `help:"Send nothing on Saturdays and Sundays."`
	NoQuietWeekends bool     `help:"Send on Saturdays and Sundays, too."`
	Report          *string  `help:"Send the report weekly, monthly or never." placeholder:"PERIOD"`
	ReportOn        *string  `help:"Days of the week of a weekly report, such as mon or mon,thu." placeholder:"DAYS"`
	ReportDay       *int     `help:"Day of the month of a monthly report, from 1 to 28." placeholder:"DAY"`
	ReportTime      *string  `help:"Time of day of the report, such as 07:00." placeholder:"TIME"`
	Attach          *string  `help:"Format of the list that is attached to the report: xlsx or csv." placeholder:"FORMAT"`
}

func (cmd setCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	rules, err := beacon.Notify.Rules(ctx)
	if err != nil {
		return err
	}
	if err := cmd.change(ctx, beacon, &rules); err != nil {
		return err
	}
	if err := beacon.Notify.SetRules(ctx, rules); err != nil {
		return err
	}
	c.Note("Stored what is told.")
	if c.JSON {
		return c.PrintJSON(rules)
	}
	return nil
}

func (cmd setCommand) change(ctx context.Context, beacon *app.Beacon, rules *notify.Rules) error {
	if cmd.UnusedLimit != nil {
		limit, err := unitsOf("--unused-limit", *cmd.UnusedLimit)
		if err != nil {
			return err
		}
		rules.UnusedLimit = limit
	}
	if err := cmd.changeLicenses(ctx, beacon, rules); err != nil {
		return err
	}
	for given, into := range map[**int]*int{
		&cmd.RenewalDays: &rules.RenewalDays, &cmd.ExpiryDays: &rules.ExpiryDays,
		&cmd.ReportDay: &rules.Report.Day,
	} {
		if *given != nil {
			*into = **given
		}
	}
	for given, into := range map[**string]*string{&cmd.Report: &rules.Report.Every, &cmd.Attach: &rules.Report.Attach} {
		if *given != nil {
			*into = **given
		}
	}
	rules.Quiet.Weekends = cmd.QuietWeekends || rules.Quiet.Weekends && !cmd.NoQuietWeekends
	if cmd.QuietHours != nil {
		quiet, err := quietOf(*cmd.QuietHours)
		if err != nil {
			return err
		}
		rules.Quiet.From, rules.Quiet.Until = quiet.From, quiet.Until
	}
	var err error
	switch {
	case cmd.ReportOn != nil && rules.Report.Every == notify.ReportMonthly:
		return console.UsageErrorf("--report-on is for a weekly report, and the report is monthly: give --report-day, or --report weekly")
	case cmd.ReportDay != nil && rules.Report.Every == notify.ReportWeekly:
		return console.UsageErrorf("--report-day is for a monthly report, and the report is weekly: give --report-on, or --report monthly")
	}
	if cmd.ReportOn != nil {
		if rules.Report.On, err = schedule.ParseWeekdays(*cmd.ReportOn); err != nil {
			return console.UsageErrorf("--report-on takes days such as mon,thu")
		}
	}
	if cmd.ReportTime != nil {
		if rules.Report.Time, err = schedule.ParseTimeOfDay(*cmd.ReportTime); err != nil {
			return console.UsageErrorf("--report-time takes a time of day such as 07:00")
		}
	}
	return nil
}

// changeLicenses changes what is said of single licenses.
func (cmd setCommand) changeLicenses(ctx context.Context, beacon *app.Beacon, rules *notify.Rules) error {
	ids := func(sku string) (ids []string, err error) {
		skus, err := beacon.LicensesNamed(ctx, sku)
		for _, s := range skus {
			ids = append(ids, s.ID)
		}
		return ids, err
	}
	for _, text := range cmd.Limit {
		sku, units, found := strings.Cut(text, "=")
		if !found {
			return console.UsageErrorf("--limit takes a license and a number, such as SPE_E5=5")
		}
		limit, err := unitsOf("--limit", units)
		if err != nil {
			return err
		}
		of, err := ids(sku)
		if err != nil {
			return err
		}
		rules.Limits = slices.DeleteFunc(rules.Limits, func(l notify.Limit) bool { return slices.Contains(of, l.SKU) })
		for _, id := range of {
			if limit != nil {
				rules.Limits = append(rules.Limits, notify.Limit{SKU: id, Unused: *limit})
			}
		}
	}
	for i, list := range [][]string{cmd.Exclude, cmd.Include} {
		for _, sku := range list {
			of, err := ids(sku)
			if err != nil {
				return err
			}
			rules.Exclude = slices.DeleteFunc(rules.Exclude, func(id string) bool { return slices.Contains(of, id) })
			if i == 0 {
				rules.Exclude = append(rules.Exclude, of...)
			}
		}
	}
	return nil
}

// none is what a limit or hours are called that there are none of.
const none = "none"

func unitsOf(option, text string) (*int64, error) {
	if text == none {
		return nil, nil
	}
	units, err := strconv.ParseInt(text, 10, 64)
	if err != nil || units < 0 {
		return nil, console.UsageErrorf("%s takes a number of units from 0, or none", option)
	}
	return &units, nil
}

func quietOf(text string) (q notify.Quiet, err error) {
	if text == none {
		return q, nil
	}
	from, until, _ := strings.Cut(text, "-")
	if q.From, err = schedule.ParseTimeOfDay(from); err == nil {
		q.Until, err = schedule.ParseTimeOfDay(until)
	}
	if err != nil {
		return q, console.UsageErrorf("--quiet-hours takes two times of day such as 22:00-07:00, or none")
	}
	return q, nil
}
