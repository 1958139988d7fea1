package user

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// Pane is what stands beside the list of users: everything that is known of the selected one, as rows that can be walked through
// and copied.
type Pane struct {
	session *session.Session
	title   *widgets.StatusDot
	content fyne.CanvasObject
	grid    *grid.Grid
	rows    grid.Rows
	wanted  app.UserRow // whose details are asked for; no id is none
	shown   string      // key of the user whose details are seen
	reading bool
	split   *widgets.Split // beside a list
	empty   bool
}

const (
	leastListWidth = 440
	leastPaneWidth = 270
	leastNameWidth = 146 // of the names of what is known, the longest of which is User Principal Name
	paneShare      = 0.6 // of the list
	usersSplit     = "users"
)

// NewPane makes it, without a user.
func NewPane(s *session.Session) *Pane {
	p := &Pane{session: s}
	p.grid = grid.New(
		grid.Column{ID: "property", Title: lang.L("Property"), Width: leastNameWidth, MinWidth: leastNameWidth, Stretch: 2},
		grid.Column{ID: "value", Title: lang.L("Value"), Width: 150, MinWidth: 100, Stretch: 3},
	)
	list := page.NewList(s, "user", p.grid, func() page.Each { return page.InMemory(p.rows) })
	p.grid.Fits = false
	p.grid.OnContextMenu = func(_ int, at fyne.Position) { list.Menu(at) }
	p.grid.OnActivate = func(int) {
		if p.shown != "" {
			Show(p.session, p.wanted)
		}
	}
	p.title = widgets.NewStatusDot(theme.StatusUnset, "")
	p.content = container.NewBorder(container.NewPadded(p.title), nil, nil, nil, p.grid)
	p.Show(app.UserRow{}, 0)
	return p
}

// Beside lays the pane out beside a list.
func (p *Pane) Beside(list fyne.CanvasObject) fyne.CanvasObject {
	wide := func(o fyne.CanvasObject, width float32) fyne.CanvasObject {
		least := canvas.NewRectangle(theme.Color(theme.ColorNameNone))
		least.SetMinSize(fyne.NewSize(width, 0))
		return container.NewStack(least, o)
	}
	p.split = page.NewSideSplit(usersSplit, wide(list, leastListWidth), wide(p.content, leastPaneWidth), paneShare)
	return container.New(givingWay{p}, p.split)
}

// roomyWidth is the width from which on the pane is there also while it is empty.
const roomyWidth = 1000

// giveWay leaves the list the room of the pane while that is empty and the window small.
func (p *Pane) giveWay() {
	if p.split != nil {
		p.split.SetSecondVisible(!p.empty || p.split.Size().Width >= roomyWidth)
	}
}

// givingWay has the pane give way in a window that becomes small.
type givingWay struct{ pane *Pane }

// Layout implements [fyne.Layout].
func (g givingWay) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	g.pane.giveWay()
}

// MinSize implements [fyne.Layout].
func (g givingWay) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// KeyOf tells users apart.
func KeyOf(u app.UserRow) string { return u.Connection + "/" + u.ID }

// Show turns to a user, or says how many are selected when that is not one. What is known of the user is read beside the window;
// whoever walks through the list fast sees the last one.
func (p *Pane) Show(u app.UserRow, selected int) {
	p.empty = selected == 0
	p.giveWay()
	if selected != 1 {
		p.wanted, p.shown = app.UserRow{}, ""
		title := lang.L("No user is selected")
		if selected > 1 {
			title = lang.L("{{.Count}} users are selected", map[string]any{"Count": selected})
		}
		p.title.Set(theme.StatusNone, title)
		p.set(nil)
		p.grid.SetEmpty("", lang.L("Select one user to see what is known of the account, its licenses and its activity."), nil)
		return
	}
	p.wanted = u
	p.title.Set(accountStatus(u.Enabled), orName(u.DisplayName, u.UserPrincipalName))
	p.read()
}

// Refresh reads the user again, for instance after an import.
func (p *Pane) Refresh() {
	if p.wanted.ID != "" {
		p.read()
	}
}

func (p *Pane) read() {
	if p.reading {
		return // what is wanted then is read next
	}
	p.reading = true
	wanted := p.wanted
	session.Go(p.session, p.session.Context(), func(ctx context.Context) (known, error) {
		return read(ctx, p.session.Inventory(), wanted)
	}, func(u known, err error) {
		p.reading = false
		switch {
		case p.wanted.ID == "":
		case KeyOf(p.wanted) != KeyOf(wanted):
			p.read()
		case err != nil:
			p.shown = ""
			p.set(nil)
			p.grid.SetEmpty(lang.L("The user could not be read"), message.Explain(err).Message, nil)
		default:
			p.say(u)
		}
	})
}

// say shows what is known; the place in the list stays when it is the same user.
func (p *Pane) say(u known) {
	same := p.shown == KeyOf(u.UserRow)
	p.shown = KeyOf(u.UserRow)
	rows := rowsOf(u)
	if same {
		p.rows = rows
		p.grid.Refresh()
		return
	}
	p.set(rows)
}

// set shows other rows from the first one on.
func (p *Pane) set(rows grid.Rows) {
	p.rows = rows
	p.grid.SetData(p)
}

// Len is the number of rows.
func (p *Pane) Len() int { return len(p.rows) }

// Row returns a row.
func (p *Pane) Row(i int) ([]grid.Cell, bool) { return p.rows.Row(i) }

// accountStatus marks an account that is disabled. One that is enabled has no dot: a green one would say that all is well with somebody
// who may not have been seen for months.
func accountStatus(enabled bool) theme.Status {
	if enabled {
		return theme.StatusUnset
	}
	return theme.StatusNone
}

// orName is a name, or else what stands for it.
func orName(name, other string) string {
	if strings.TrimSpace(name) == "" {
		return other
	}
	return name
}
