// Package productnames is the dialog of Microsoft's table of the names of products and
// service plans: it is read from its address or from a file, or removed.
package productnames

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app/message"
	"inventorybeacon/app/productnames"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

const (
	dialogWidth = 620
	rowAddress  = "address"
)

// showing is one showing of it.
type showing struct {
	session *session.Session
	changed func()
	frame   *dialog.Dialog
	state   *widgets.StatusDot
	address *form.Entry
	form    *form.Form
	filled  bool // with the address that is stored; from then on it is as somebody types it

	update, file, remove *widgets.Button
}

// read is what the dialog shows.
type read struct {
	table   productnames.Table
	address string
}

// Show opens the dialog. changed is called on the window's goroutine when there are other
// names.
func Show(s *session.Session, changed func()) {
	d := &showing{session: s, changed: changed, address: form.NewEntry(), state: widgets.NewStatusDot(theme.StatusUnset, lang.L("Loading..."))}
	d.form = form.New(form.NewRow(rowAddress, lang.L("Address"), d.address))
	d.form.Row(rowAddress).SetHint(lang.L("Microsoft's, unless your organization publishes the table itself. It is reached through the proxy of the first connection that has one."))
	d.update = widgets.NewPrimaryButton(lang.L("Update"), d.download)
	d.file = widgets.NewButton(lang.L("From a File..."), d.choose)
	d.remove = widgets.NewButton(lang.L("Remove"), d.drop)
	about := widgets.NewWrapText(lang.L("Licenses and service plans have the names of a short table that is built in. Microsoft publishes one of all names. What neither has is shown by its code; names of your own win."),
		fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	d.frame = dialog.New(s.Window, lang.L("Product Names"), container.New(layout.NewCustomPaddedVBoxLayout(12), about, d.state, d.form))
	d.frame.SetExtras(d.file, d.remove)
	d.frame.SetActions(d.update, widgets.NewButton(lang.L("Close"), nil))
	d.frame.SetWidth(dialogWidth)
	d.frame.Guard(d.form)
	d.frame.SetFocus(d.address)
	d.enable(false)
	d.load()
	d.frame.Show()
}

func (d *showing) enable(can bool) {
	d.update.SetEnabled(can)
	d.file.SetEnabled(can)
	if !can {
		d.remove.SetEnabled(false)
	}
}

// load shows which table there is, and at first the address of the next.
func (d *showing) load() {
	session.Go(d.session, d.session.Context(), func(ctx context.Context) (r read, err error) {
		if r.table, err = d.session.Beacon.ProductNames.Table(ctx); err == nil {
			r.address, err = d.session.Beacon.ProductNames.Address(ctx)
		}
		return r, err
	}, func(r read, err error) {
		d.session.Fail(lang.L("The names could not be read"), err)
		if err == nil && !d.filled {
			d.address.SetText(r.address)
			d.filled = true
			d.form.Settle()
		}
		d.show(r.table)
	})
}

// show says which table there is.
func (d *showing) show(table productnames.Table) {
	d.enable(true)
	d.remove.SetEnabled(!table.At.IsZero())
	if table.At.IsZero() {
		d.state.Set(theme.StatusUnset, lang.L("Microsoft's table was not read yet."))
		return
	}
	d.state.Set(theme.StatusOK, lang.L("{{.Products}} and {{.Plans}}, read {{.When}}", map[string]any{
		"Products": message.Count("count.products", len(table.Products)), "Plans": message.Count("count.plans", len(table.Plans)),
		"When": format.When(table.At, time.Now()),
	}))
}

// download takes the table from the address, which is refused beside its field.
func (d *showing) download() {
	address := d.address.Text
	if err := d.session.Beacon.ProductNames.CheckAddress(address); err != nil {
		d.form.SetProblem(rowAddress, message.Explain(err).Message)
		d.frame.Relayout()
		d.form.FocusFirstProblem()
		return
	}
	d.take(func(ctx context.Context) (productnames.Table, error) {
		return d.session.Beacon.ProductNames.Download(ctx, address, "")
	}, d.form.Settle)
}

// choose takes the table from a file.
func (d *showing) choose() {
	d.session.OpenFile(lang.L("Choose the Table of Names"), []string{".csv"}, func(file fyne.URIReadCloser) {
		d.take(func(ctx context.Context) (productnames.Table, error) {
			defer func() { _ = file.Close() }()
			return d.session.Beacon.ProductNames.Read(ctx, file, file.URI().Name())
		}, func() {})
	})
}

// drop removes the table, which is taken again just as easily.
func (d *showing) drop() {
	d.enable(false)
	d.session.Do(lang.L("The names could not be removed"), d.session.Beacon.ProductNames.Remove, func() {
		d.load()
		d.changed()
	})
}

// take takes a table beside the window, and shows what has become of it; done is called when it was.
func (d *showing) take(from func(ctx context.Context) (productnames.Table, error), done func()) {
	d.enable(false)
	d.state.Set(theme.StatusRunning, lang.L("Reading..."))
	session.Go(d.session, d.session.Context(), from, func(table productnames.Table, err error) {
		if err != nil {
			d.session.Fail(lang.L("The names stay as they were"), err)
			d.load()
			return
		}
		done()
		d.show(table)
		d.changed()
	})
}
