package reclaim

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// keptFor is for how long a license is kept unless another day is entered.
const keptFor = 90 * 24 * time.Hour

// keep asks until when and why the selected licenses are kept.
func (p *Page) keep() {
	chosen, s := p.chosen(p.grid.Selection()), p.session
	until, note := widgets.NewDateEntry(), widgets.NewEntry()
	until.SetDate(time.Now().Add(keptFor))
	form := widgets.NewForm(
		widgets.NewRow("until", lang.L("Until"), until).WithHint(lang.L("The last day; the day after it is recommended again.")),
		widgets.NewRow("note", lang.L("Note"), note).WithHint(lang.L("For example on leave, service account, shared device.")),
	)
	about := widgets.NewWrapText(lang.L("Licenses that are kept leave the list and the sums."), fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	d := widgets.NewDialog(s.Window, lang.L("Keep"), container.New(layout.NewCustomPaddedVBoxLayout(12), about, form))
	d.SetWidth(460)
	accept := widgets.NewPrimaryButton(lang.L("Keep"), func() {
		form.ClearProblems()
		day, why := until.Text, note.Text
		session.Go(s, s.Context(), func(ctx context.Context) (struct{}, error) {
			var licenses []app.LicenseOfUser
			err := chosen(ctx, func(r app.Recommendation) error {
				licenses = append(licenses, app.LicenseOfUser{
					TenantID: r.TenantID, UserID: r.UserID, SKUID: r.SKUID, UserPrincipalName: r.UserPrincipalName,
				})
				return nil
			})
			if err != nil {
				return struct{}{}, err
			}
			return struct{}{}, s.Beacon.Reclaim.Keep(ctx, licenses, day, why)
		}, func(_ struct{}, err error) {
			var problems *workspace.ProblemsError
			switch {
			case errors.As(err, &problems):
				for _, problem := range problems.Problems {
					form.SetProblem(string(problem.Field), problem.Message)
				}
				form.FocusFirstProblem()
			case err != nil:
				s.Fail(lang.L("The licenses could not be kept"), err)
			default:
				d.Close()
				p.Refresh()
			}
		})
	})
	d.SetActions(accept, widgets.NewButton(lang.L("Cancel"), nil))
	d.SetFocus(note)
	d.Show()
}

// keptDialog is one showing of what is kept.
type keptDialog struct {
	session *session.Session
	grid    *grid.Grid
	rows    []app.KeptRow
	unkeep  *widgets.Button
	changed func()
}

// showKeptLicenses lists what is kept; changed is called when something no longer is.
func showKeptLicenses(s *session.Session, changed func()) {
	k := &keptDialog{session: s, changed: changed, grid: grid.New(
		grid.Column{ID: "user", Title: lang.L("User"), Width: 210, MinWidth: 130, Stretch: 2},
		grid.Column{ID: "license", Title: lang.L("License"), Width: 160, MinWidth: 110, Stretch: 2},
		grid.Column{ID: "until", Title: lang.L("Until"), Width: 100},
		grid.Column{ID: "note", Title: lang.L("Note"), Width: 150, MinWidth: 80, Stretch: 2},
		grid.Column{ID: "since", Title: lang.L("Since"), Width: 124},
	)}
	k.grid.Fits = true
	k.grid.SetEmpty(lang.L("No license is kept"), lang.L("Keep... on Reclaim keeps licenses until a day."), nil)
	k.unkeep = widgets.NewButton(lang.L("Unkeep"), func() { s.Enter(k.end) })
	k.grid.OnSelected = func(int) { k.update() }
	k.grid.OnDelete = func(int) { s.Enter(k.end) }
	const width = 760
	d := widgets.NewDialog(s.Window, lang.L("Kept Licenses"), container.NewGridWrap(fyne.NewSize(width-44, 280), k.grid))
	d.SetActions(k.unkeep, widgets.NewButton(lang.L("Close"), nil))
	d.SetWidth(width)
	d.SetFocus(k.grid)
	k.update()
	k.read()
	d.Show()
}

func (k *keptDialog) update() {
	row := k.grid.Selected()
	k.unkeep.SetEnabled(row >= 0 && row < len(k.rows))
}

func (k *keptDialog) read() {
	session.Go(k.session, k.session.Context(), k.session.Inventory().KeptNow, func(rows []app.KeptRow, err error) {
		if err != nil {
			k.session.Fail(lang.L("What is kept could not be read"), err)
			return
		}
		selected := k.grid.Selected()
		k.rows = rows
		cells, now := make(grid.Rows, len(rows)), time.Now()
		for i, row := range rows {
			until := grid.Text(row.Until.String())
			if row.Ended {
				until = grid.Muted(row.Until.String() + " " + message.L("(over)"))
			}
			cells[i] = []grid.Cell{
				grid.Text(row.UserPrincipalName), grid.Text(row.SKU.Product), until, grid.Text(row.Note), grid.Text(format.When(row.Since, now)),
			}
		}
		k.grid.SetData(cells)
		k.grid.Select(min(max(selected, 0), len(rows)-1))
		k.update()
	})
}

// end ends that the selected license is kept.
func (k *keptDialog) end() {
	row := k.grid.Selected()
	if row < 0 || row >= len(k.rows) {
		return
	}
	kept := k.rows[row]
	k.session.Do(lang.L("The license could not be taken off the list"), func(ctx context.Context) error {
		_, err := k.session.Beacon.Reclaim.Unkeep(ctx, kept.TenantID, kept.UserID, kept.SKUID)
		return err
	}, func() {
		k.read()
		k.changed()
	})
}
