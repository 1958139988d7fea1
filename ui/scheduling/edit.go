package scheduling

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

const editWidth = 600

// showing is one showing of Create Schedule or Edit Schedule. OK hands the edit to
// the workspace, where it waits for Save.
type showing struct {
	session *session.Session
	frame   *dialog.Dialog
	form    *form.Form
	fields  fields
	preview *preview
	before  app.Schedule
}

// create opens the dialog for a new schedule; done is called after OK with its id.
func create(s *session.Session, done func(id string)) {
	open(s, lang.L("Create Schedule"), s.Beacon.NewSchedule(), done)
}

// edit opens the dialog for an existing schedule; done is called after OK.
func edit(s *session.Session, schedule app.Schedule, done func(id string)) {
	open(s, lang.L("Edit Schedule"), schedule, done)
}

func open(s *session.Session, title string, schedule app.Schedule, done func(id string)) {
	d := &showing{session: s, fields: newFields(), preview: newPreview()}
	d.form = d.fields.form(d.edited)
	d.frame = dialog.New(s.Window, title, container.New(layout.NewCustomPaddedVBoxLayout(14), d.form, d.preview.panel))
	d.frame.SetWidth(editWidth)
	d.frame.SetActions(
		widgets.NewPrimaryButton(lang.L("OK"), func() { d.accept(done) }),
		widgets.NewButton(lang.L("Cancel"), nil),
	)
	d.fields.show(schedule)
	d.before = d.fields.schedule()
	d.frame.Guard(d.form)
	d.update()
	d.frame.SetFocus(d.fields.name)
	d.frame.Show()
}

// update shows the fields that the kind calls for, and the next runs.
func (d *showing) update() {
	s := d.fields.schedule()
	for _, row := range kindRows {
		d.form.SetVisible(row, shownFor(row, d.fields.repeats()))
	}
	d.preview.show(d.session, s)
	d.frame.Relayout()
}

// edited follows every keystroke: problems that are shown go away as soon as they
// are mended, and the next runs are told anew.
func (d *showing) edited() {
	problems := d.problems()
	for _, key := range d.fields.keys() {
		if d.form.Row(key).Problem() != "" {
			d.form.SetProblem(key, problems[key])
		}
	}
	d.update()
}

// problems are what is wrong, by the key of the row.
func (d *showing) problems() map[string]string {
	s := d.fields.schedule()
	return byRow(s, d.session.Beacon.ValidateSchedule(s))
}

// showProblems puts each problem beside its field and says whether there are any.
func (d *showing) showProblems(problems map[string]string) bool {
	d.form.ClearProblems()
	for key, message := range problems {
		if !d.form.SetProblem(key, message) {
			d.form.SetProblem(rowName, message)
		}
	}
	d.frame.Relayout()
	d.form.FocusFirstProblem()
	return len(problems) > 0
}

// accept is OK: it keeps the dialog open while there are problems.
func (d *showing) accept(done func(id string)) {
	if d.showProblems(d.problems()) {
		return
	}
	s := d.fields.schedule()
	d.session.Check(d.frame, func(ctx context.Context) error { return d.session.Beacon.PutEditedSchedule(ctx, d.before, s) }, func(err error) {
		var refused *workspace.ProblemsError
		switch {
		case errors.As(err, &refused):
			d.showProblems(byRow(s, refused.Problems))
		case err != nil:
			d.session.Fail(lang.L("The schedule could not be kept"), err)
		default:
			d.frame.Close()
			done(s.ID)
		}
	})
}

// byRow puts problems into the rows of the form; the first of a row counts.
func byRow(s app.Schedule, problems []app.Problem) map[string]string {
	rows := map[string]string{}
	for _, p := range problems {
		key, message := rowOf(s, p)
		if rows[key] == "" {
			rows[key] = message
		}
	}
	return rows
}
