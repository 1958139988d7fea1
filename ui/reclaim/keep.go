package reclaim

import (
	"context"
	"errors"
	"slices"
	"time"

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
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

// keptFor is for how long a license is kept unless another day is entered.
const keptFor = 90 * 24 * time.Hour

// keep asks until when and why the selected licenses are kept.
func (p *Page) keep() {
	spans, read, s := slices.Clone(p.grid.Selection()), p.reader(), p.session
	ctx, cancel := context.WithCancel(s.Context())
	until, note := form.NewDateEntry(), form.NewEntry()
	until.SetDate(time.Now().Add(keptFor))
	form := form.New(
		form.NewRow("until", lang.L("Until"), until).WithHint(lang.L("The last day; the day after it is recommended again.")),
		form.NewRow("note", lang.L("Note"), note).WithHint(lang.L("For example on leave, service account, shared device.")),
	)
	about := widgets.NewWrapText(p.keptText()+" "+lang.L("Licenses that are kept leave the list and the sums."), fynetheme.ColorNameForeground,
		fynetheme.SizeNameText)
	d := dialog.New(s.Window, lang.L("Keep License"), container.New(layout.NewCustomPaddedVBoxLayout(12), about, form))
	d.SetWidth(460)
	d.Guard(form)
	d.OnClosed = cancel
	var accept *widgets.Button
	accept = widgets.NewPrimaryButton(lang.L("Keep License"), func() {
		form.ClearProblems()
		accept.SetEnabled(false)
		day, why := until.Text, note.Text
		session.Go(s, ctx, func(ctx context.Context) (struct{}, error) {
			var licenses []app.LicenseOfUser
			err := read(ctx, spans, func(r app.Recommendation) error {
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
			accept.SetEnabled(true)
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

// keptText says what is about to be kept.
func (p *Page) keptText() string {
	if r, one := p.selected(); one {
		return lang.L("Keeps {{.License}} of {{.User}}.", map[string]any{"License": r.Product, "User": r.DisplayName})
	}
	return lang.L("Keeps {{.Licenses}}.", map[string]any{"Licenses": message.Count("count.licenses", int(p.list.CountOf(p.grid.Selection())))})
}

// keptDialog is one showing of what is kept.
type keptDialog struct {
	session *session.Session
	grid    *grid.Grid
	rows    []app.KeptRow
	unkeep  *widgets.Button
	busy    bool // until what is left has been read
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
	k.unkeep = widgets.NewButton(lang.L("Recommend Again"), func() { s.Enter(k.end) })
	k.grid.OnSelected = func(int) { k.update() }
	k.grid.OnDelete = func(int) { s.Enter(k.end) }
	const width = 760
	d := dialog.New(s.Window, lang.L("Kept Licenses"), dialog.NewAround(0, k.grid, 280, k.grid))
	d.SetActions(k.unkeep, widgets.NewButton(lang.L("Close"), nil))
	d.SetWidth(width)
	d.SetFocus(k.grid)
	k.update()
	k.read()
	d.Show()
}

func (k *keptDialog) update() {
	k.unkeep.SetEnabled(!k.busy && len(k.chosen()) > 0)
}

func (k *keptDialog) read() {
	session.Go(k.session, k.session.Context(), k.session.Inventory().KeptNow, func(rows []app.KeptRow, err error) {
		if err != nil {
			k.busy = false
			k.session.FailReading(k.grid, lang.L("What is kept could not be read"), err)
			return
		}
		selected := min(max(k.grid.Selected(), 0), len(rows)-1)
		if k.busy { // a double click must not take the next one too
			selected = -1
		}
		k.rows, k.busy = rows, false
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
		k.grid.SetEmpty(lang.L("No license is kept"), lang.L("Keep License... on Reclaim keeps licenses with their users until a day."), nil)
		k.grid.SetData(cells)
		k.grid.Select(selected)
		k.update()
	})
}

// chosen are the rows that are selected.
func (k *keptDialog) chosen() (rows []app.KeptRow) {
	for _, span := range k.grid.Selection() {
		for row := max(0, span.First); row <= min(span.Last, len(k.rows)-1); row++ {
			rows = append(rows, k.rows[row])
		}
	}
	return rows
}

// end ends that the selected licenses are kept, once: what is selected then are others.
func (k *keptDialog) end() {
	chosen := k.chosen()
	if k.busy || len(chosen) == 0 {
		return
	}
	k.busy = true
	k.update()
	session.Go(k.session, k.session.Context(), func(ctx context.Context) (struct{}, error) {
		for _, kept := range chosen {
			if _, err := k.session.Beacon.Reclaim.Unkeep(ctx, kept.TenantID, kept.UserID, kept.SKUID); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	}, func(_ struct{}, err error) {
		k.session.Fail(lang.L("The license could not be taken off the list"), err)
		k.read()
		k.changed()
	})
}
