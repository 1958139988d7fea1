package scheduling

import (
	"context"
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
)

const chooseWidth = 520

// chooser is one showing of Select Schedule.
type chooser struct {
	session *session.Session
	frame   *dialog.Dialog
	list    *form.Select
	about   *widgets.WrapText
	entry   workspace.Entry

	schedules []workspace.ScheduleEntry // in the order of the list, which begins with Not scheduled
}

// Choose opens Select Schedule for a connection; done is called after OK. What is
// chosen waits for Save.
func Choose(s *session.Session, e workspace.Entry, done func()) {
	c := &chooser{session: s, entry: e}
	c.list = form.NewSelect(nil, func(string) { c.tell() })
	c.about = widgets.NewWrapText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	form := form.New(
		form.NewRow("schedule", lang.L("Schedule"), c.list, widgets.NewButton(lang.L("New..."), c.create)),
	)
	intro := widgets.NewWrapText(lang.L("When the connection {{.Name}} imports by itself:", map[string]any{"Name": e.Connection.Name}),
		fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	c.frame = dialog.New(s.Window, lang.L("Select Schedule"),
		container.New(layout.NewCustomPaddedVBoxLayout(12), intro, form, c.about))
	c.frame.SetWidth(chooseWidth)
	c.frame.SetActions(
		widgets.NewPrimaryButton(lang.L("OK"), func() { c.accept(done) }),
		widgets.NewButton(lang.L("Cancel"), nil),
	)
	c.fill(e.Schedule.ID)
	c.frame.SetFocus(c.list)
	c.frame.Show()
}

// fill lists the schedules there are and chooses one; none when there is no such.
func (c *chooser) fill(id string) {
	c.schedules = c.schedules[:0]
	options := []string{lang.L("Not scheduled")}
	chosen := options[0]
	for _, s := range c.session.Beacon.Schedules() {
		if s.Edit == workspace.EditDeleted {
			continue
		}
		c.schedules = append(c.schedules, s)
		options = append(options, format.Distinct(options, s.Schedule.Name))
		if s.Schedule.ID == id {
			chosen = options[len(options)-1]
		}
	}
	c.list.SetOptions(options)
	c.list.SetSelected(chosen)
	c.tell()
}

// chosen is the schedule of the list; its ID is empty for Not scheduled.
func (c *chooser) chosen() app.Schedule {
	if i := c.list.SelectedIndex() - 1; i >= 0 && i < len(c.schedules) {
		return c.schedules[i].Schedule
	}
	return app.Schedule{}
}

// tell says when what is chosen runs.
func (c *chooser) tell() {
	s := c.chosen()
	switch {
	case s.ID == "" && len(c.schedules) == 0:
		c.about.SetText(lang.L("There is no schedule yet: New... makes one.") + "\n ")
	case s.ID == "":
		c.about.SetText(lang.L("It imports only by Execute Now.") + "\n ")
	default:
		next := ""
		if runs := c.session.Beacon.Upcoming(s, 1); len(runs) > 0 {
			waits := s.ID != c.entry.Schedule.ID || c.entry.NextRunWaits
			next = lang.L("Next run: {{.Time}}", map[string]any{"Time": format.Run(runs[0], time.Now(), waits)})
		}
		c.about.SetText(message.Text(s.Summary()) + "\n" + next)
	}
	c.frame.Relayout()
}

// create makes a new schedule and chooses it.
func (c *chooser) create() {
	create(c.session, func(id string) {
		c.fill(id)
		c.session.Window.Canvas().Focus(c.list) // Enter goes on from here, and makes no other one
	})
}

func (c *chooser) accept(done func()) {
	id, schedule := c.entry.Connection.ID, c.chosen().ID
	c.session.Do(lang.L("The schedule could not be given to the connection"), func(ctx context.Context) error {
		return c.session.Beacon.Assign(ctx, id, schedule)
	}, func() {
		c.frame.Close()
		done()
	})
}
