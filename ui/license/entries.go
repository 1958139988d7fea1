package license

import (
	"context"
	"errors"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

const entryWidth = 460

// entry is a dialog in which something is entered of a license.
type entry struct {
	session *session.Session
	form    *form.Form
	frame   *dialog.Dialog
}

// work is done beside the window, with what was collected of its fields before.
type work func(ctx context.Context) error

// openEntry opens the dialog. set collects what was entered, to store it; remove, where there is something to remove, takes it away.
func openEntry(
	s *session.Session, title string, form *form.Form, first fyne.Focusable, set func() work, removing string, remove func() work,
) {
	e := &entry{session: s, form: form}
	e.frame = dialog.New(s.Window, title, form)
	e.frame.SetWidth(entryWidth)
	e.frame.Guard(form)
	e.frame.SetActions(
		widgets.NewPrimaryButton(lang.L("OK"), func() { e.do(set) }),
		widgets.NewButton(lang.L("Cancel"), nil),
	)
	if remove != nil {
		e.frame.SetExtras(widgets.NewButton(removing, func() { e.do(remove) }))
	}
	e.frame.SetFocus(first)
	e.frame.Show()
}

// do carries something out, and closes the dialog unless a field is refused.
func (e *entry) do(collect func() work) {
	e.session.Check(e.frame, collect(), func(err error) {
		var refused *workspace.ProblemsError
		switch {
		case errors.As(err, &refused):
			e.form.ClearProblems()
			for _, p := range refused.Problems {
				e.form.SetProblem(string(p.Field), p.Message)
			}
			e.frame.Relayout()
			e.form.FocusFirstProblem()
		case err != nil:
			e.session.Fail(lang.L("It could not be stored"), err)
		default:
			e.frame.Close()
		}
	})
}

// skuOf is a license of a list as what is entered of it asks for.
func skuOf(l app.LicenseRow) []app.SKU {
	return []app.SKU{{ID: l.SKUID, PartNumber: l.SKUPartNumber, Product: l.Product, Tenants: []string{l.Tenant}}}
}

// EnterPrice asks what a unit of a license costs.
func EnterPrice(s *session.Session, l app.LicenseRow) {
	amount, currency, from := form.NewEntry(), form.NewEntry(), form.NewDateEntry()
	per := form.NewSelect([]string{lang.L("a month"), lang.L("a year")}, nil)
	per.SetSelected(lang.L("a month"))
	tenants := []string{lang.L("All tenants"), lang.L("This tenant alone")}
	scope := form.NewSelect(tenants, nil)
	scope.SetSelected(tenants[0])
	amount.SetPlaceHolder("54.75")
	currency.SetPlaceHolder("EUR")
	var remove func() work
	tenantOf := func() string {
		if scope.SelectedIndex() == 1 {
			return l.Tenant
		}
		return ""
	}
	if p := l.Price; p != nil {
		amount.SetValue(p.Amount())
		currency.SetValue(p.Currency)
		if p.Per == money.Year {
			per.SetSelected(lang.L("a year"))
		}
		remove = func() work {
			tenant := tenantOf()
			return func(ctx context.Context) error { return s.Beacon.RemovePrices(ctx, tenant, skuOf(l)) }
		}
	} else {
		currency.SetValue(s.Beacon.UsualCurrency())
	}
	form := form.New(
		form.NewRow(string(licensing.FieldAmount), lang.L("Price"), amount),
		form.NewRow(string(licensing.FieldCurrency), lang.L("Currency"), currency),
		form.NewRow(string(licensing.FieldPer), lang.L("Unit price for"), per),
		form.NewRow(string(licensing.FieldFrom), lang.L("From"), from),
		form.NewRow("scope", lang.L("For"), scope),
	)
	form.Row(string(licensing.FieldFrom)).SetHint(lang.L("Empty: a first price counts for the past, too, another one from today on"))
	openEntry(s, lang.L("Price of {{.License}}", map[string]any{"License": l.Product}), form, amount, func() work {
		period := money.Month
		if per.SelectedIndex() == 1 {
			period = money.Year
		}
		tenant, entered := tenantOf(), licensing.PriceEntry{Amount: amount.Text, Currency: currency.Text, Per: string(period), From: from.Text}
		return func(ctx context.Context) error {
			set, err := s.Beacon.PriceOf(tenant, skuOf(l), entered)
			if err != nil {
				return err
			}
			return s.Beacon.SetPrices(ctx, set)
		}
	}, lang.L("Remove This License's Prices"), remove)
}

// enterName asks for a name that wins over that of Microsoft.
func enterName(s *session.Session, l app.LicenseRow) {
	name := form.NewEntry()
	own := s.Beacon.OwnName(l.SKUID)
	name.SetValue(own)
	name.SetPlaceHolder(l.Product)
	form := form.New(form.NewRow(string(licensing.FieldOwnName), lang.L("Own name"), name))
	form.Row(string(licensing.FieldOwnName)).SetHint(lang.L("It is shown everywhere in place of Microsoft's name. Empty: Microsoft's name"))
	openEntry(s, lang.L("Name of {{.License}}", map[string]any{"License": l.SKUPartNumber}), form, name, func() work {
		entered := name.Text
		return func(ctx context.Context) error { return s.Beacon.NameLicense(ctx, skuOf(l), entered) }
	}, "", nil)
}

// enterCommitment asks how many units a tenant has committed to.
func enterCommitment(s *session.Session, l app.LicenseRow) {
	units, until := form.NewEntry(), form.NewDateEntry()
	units.SetPlaceHolder(strconv.FormatInt(l.Purchased, 10))
	var remove func() work
	if l.CommittedUntil != 0 {
		units.SetValue(strconv.FormatInt(l.Committed, 10))
		until.SetDate(l.CommittedUntil.Time())
		remove = func() work {
			return func(ctx context.Context) error { return s.Beacon.Uncommit(ctx, l.Tenant, skuOf(l)) }
		}
	} else if l.Renewal != connector.Date(0) {
		until.SetDate(l.Renewal.Time())
	}
	form := form.New(
		form.NewRow(string(licensing.FieldUnits), lang.L("Units"), units),
		form.NewRow(string(licensing.FieldUntil), lang.L("Until"), until),
	)
	form.Row(string(licensing.FieldUnits)).SetHint(lang.L("Units to be kept until that day. Unused ones beyond them can be reduced."))
	openEntry(s, lang.L("Commitment to {{.License}}", map[string]any{"License": l.Product}), form, units, func() work {
		entered := licensing.CommitmentEntry{Units: units.Text, Until: until.Text}
		return func(ctx context.Context) error { return s.Beacon.Commit(ctx, l.Tenant, skuOf(l), entered) }
	}, lang.L("Remove the commitment"), remove)
}
