package notifications

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/app/notify"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

const (
	rowUntil    = "quiet-until"
	rowWeekends = "weekends"
)

// rulesDialog is one showing of the dialog of what is told.
type rulesDialog struct {
	session *session.Session
	before  notify.Rules
	frame   *dialog.Dialog
	form    *form.Form

	unused, limits, exclude, renewal, expiry, from, until, at *form.Entry
	weekends                                                  *form.Check
	every, day, attach                                        *form.Select
	on                                                        []*form.Check
}

// read is what the dialog shows: the rules, with licenses by their part numbers.
type read struct {
	rules           notify.Rules
	limits, exclude string
}

// openRules opens the dialog of what is told, in which a field has the focus at first.
func openRules(s *session.Session, first func(*rulesDialog) fyne.Focusable) {
	session.Go(s, s.Context(), func(ctx context.Context) (r read, err error) {
		if r.rules, err = s.Beacon.Notify.Rules(ctx); err == nil {
			r.limits, r.exclude, err = s.Beacon.LicensesOfRules(ctx, r.rules)
		}
		return r, err
	}, func(r read, err error) {
		if err != nil {
			s.Fail(lang.L("What is told could not be read"), err)
			return
		}
		d := &rulesDialog{session: s, before: r.rules}
		d.show(r)
		d.frame.SetFocus(first(d))
		d.frame.Show()
	})
}

func (d *rulesDialog) show(r read) {
	for _, e := range []**form.Entry{&d.unused, &d.limits, &d.exclude, &d.renewal, &d.expiry, &d.from, &d.until, &d.at} {
		*e = form.NewEntry()
	}
	d.weekends = form.NewCheck(lang.L("Saturdays and Sundays are quiet, too"), nil)
	d.every = form.NewSelect([]string{lang.L("Never"), lang.L("Weekly"), lang.L("Monthly")}, func(string) { d.update() })
	var days []string
	for day := range 28 {
		days = append(days, strconv.Itoa(day+1))
	}
	d.day = form.NewSelect(days, nil)
	d.attach = form.NewSelect([]string{lang.L("Excel workbook"), lang.L("CSV")}, nil)
	for _, day := range schedule.EveryDay.List() {
		d.on = append(d.on, form.NewCheck(format.Weekday(day), nil))
	}
	d.form = form.New(
		form.NewGroup(lang.L("Licenses"),
			form.NewRow(string(notify.FieldUnusedLimit), lang.L("Unused units above"),
				d.unused).WithHint(lang.L("Of each paid license; empty for no limit")),
			form.NewRow(string(notify.FieldLimit), lang.L("Other limits"), d.limits).WithHint(lang.L("By license, such as SPE_E5=5, SPE_E3=20")),
			form.NewRow(string(notify.FieldExclude), lang.L("Not of"),
				d.exclude).WithHint(lang.L("Licenses of which nothing is told, such as FLOW_FREE")),
			form.NewRow(string(notify.FieldRenewalDays), lang.L("Days before a renewal"), d.renewal)),
		form.NewGroup(lang.L("Connections"),
			form.NewRow(string(notify.FieldExpiryDays), lang.L("Days before a sign-in ends"), d.expiry)),
		form.NewGroup(lang.L("Quiet hours"),
			form.NewRow(string(notify.FieldQuiet), lang.L("From"), d.from),
			form.NewRow(rowUntil, lang.L("Until"), d.until).WithHint(lang.L("The same time twice for none")),
			form.NewRow(rowWeekends, "", d.weekends)),
		form.NewGroup(lang.L("Report"),
			form.NewRow(string(notify.FieldReport), lang.L("Repeats"), d.every),
			form.NewChecksRow(string(notify.FieldReportOn), lang.L("Days"), d.on[0], d.on[1:]...),
			form.NewRow(string(notify.FieldReportDay), lang.L("Day of the month"), d.day),
			form.NewRow(string(notify.FieldReportTime), lang.L("Time"), d.at),
			form.NewRow(string(notify.FieldAttach), lang.L("List that is attached"), d.attach)),
	)
	d.frame = dialog.New(d.session.Window, lang.L("What Is Told"), d.form)
	d.frame.SetWidth(600)
	d.frame.SetActions(widgets.NewPrimaryButton(lang.L("OK"), d.accept), widgets.NewButton(lang.L("Cancel"), nil))
	d.frame.Guard(d.form)
	d.fill(r)
	d.update()
}

func (d *rulesDialog) fill(r read) {
	rules := r.rules
	if rules.UnusedLimit != nil {
		d.unused.SetValue(strconv.FormatInt(*rules.UnusedLimit, 10))
	}
	d.limits.SetValue(r.limits)
	d.exclude.SetValue(r.exclude)
	d.renewal.SetValue(strconv.Itoa(rules.RenewalDays))
	d.expiry.SetValue(strconv.Itoa(rules.ExpiryDays))
	d.from.SetValue(rules.Quiet.From.String())
	d.until.SetValue(rules.Quiet.Until.String())
	d.weekends.SetChecked(rules.Quiet.Weekends)
	d.every.SetSelected(d.every.Option(slices.Index(notify.ReportPeriods(), rules.Report.Every)))
	d.day.SetSelected(strconv.Itoa(max(1, rules.Report.Day)))
	d.at.SetValue(rules.Report.Time.String())
	d.attach.SetSelected(d.attach.Option(max(0, slices.Index(notify.Attachments(), rules.Report.Attach))))
	for i, day := range schedule.EveryDay.List() {
		d.on[i].SetChecked(rules.Report.On.Has(day))
	}
}

// update shows the fields that the report calls for.
func (d *rulesDialog) update() {
	if d.frame == nil {
		return
	}
	every := notify.ReportPeriods()[max(0, d.every.SelectedIndex())]
	d.form.SetVisible(string(notify.FieldReportOn), every == notify.ReportWeekly)
	d.form.SetVisible(string(notify.FieldReportDay), every == notify.ReportMonthly)
	d.form.SetVisible(string(notify.FieldReportTime), every != notify.ReportNever)
	d.form.SetVisible(string(notify.FieldAttach), every != notify.ReportNever)
	d.frame.Relayout()
}

// rules are what the fields say, with values that are refused for what cannot be read.
func (d *rulesDialog) rules() notify.Rules {
	r := notify.Rules{RenewalDays: format.TypedNumber(d.renewal.Text), ExpiryDays: format.TypedNumber(d.expiry.Text)}
	if strings.TrimSpace(d.unused.Text) != "" {
		limit := int64(format.TypedNumber(d.unused.Text))
		r.UnusedLimit = &limit
	}
	r.Quiet = notify.Quiet{From: format.TypedTime(d.from.Text), Until: format.TypedTime(d.until.Text), Weekends: d.weekends.Checked()}
	r.Report = notify.ReportPlan{
		Every: notify.ReportPeriods()[max(0, d.every.SelectedIndex())], Day: d.day.SelectedIndex() + 1, Time: format.TypedTime(d.at.Text),
		Attach: notify.Attachments()[max(0, d.attach.SelectedIndex())],
	}
	for i, day := range schedule.EveryDay.List() {
		if d.on[i].Checked() {
			r.Report.On |= schedule.DaysOf(day)
		}
	}
	return r
}

func (d *rulesDialog) accept() {
	rules, limits, exclude := d.rules(), d.limits.Text, d.exclude.Text
	var field connector.Field
	d.session.Check(d.frame, func(ctx context.Context) (err error) {
		if field, err = d.session.Beacon.ReadLicensesOfRules(ctx, &rules, limits, exclude); err == nil {
			err = d.session.Beacon.Notify.SetRules(ctx, rules)
		}
		return err
	}, func(err error) {
		d.form.ClearProblems()
		var problems *workspace.ProblemsError
		switch {
		case errors.As(err, &problems):
			for _, p := range problems.Problems {
				d.form.SetProblem(string(p.Field), p.Message)
			}
		case err != nil && field != "":
			d.form.SetProblem(string(field), message.Explain(err).Message)
		case err != nil:
			d.session.Fail(lang.L("What is told could not be stored"), err)
			return
		default:
			d.frame.Close()
			return
		}
		d.frame.Relayout()
		d.form.FocusFirstProblem()
	})
}
