// Package central is the dialog Central Database, in which it is set up, and the page Central,
// which shows how far publishing is.
package central

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/checks"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

const dialogWidth = 680

// showing is one showing of the dialog.
type showing struct {
	session *session.Session
	frame   *dialog.Dialog
	form    *form.Form
	fields  fields

	// known says that a central database is set up; before is what is stored of it.
	known  bool
	before centralsettings.Settings
	stored centralsettings.SecretState
	// authorities and certificate are the PEM texts as they are to be, with the key that was
	// chosen in this dialog.
	authorities, certificate string
	key                      *connector.Secret

	accept, test, schema, forget *widgets.Button
	noAuthorities, noCertificate *widgets.Button // they remove what was chosen
}

// read is what the dialog shows.
type read struct {
	settings centralsettings.Settings
	stored   centralsettings.SecretState
	found    bool
}

// Show opens the dialog.
func Show(s *session.Session) {
	d := newDialog(s)
	d.load()
	d.frame.Show()
}

func newDialog(s *session.Session) *showing {
	d := &showing{session: s, fields: newFields()}
	d.form = d.fields.form(d)
	about := widgets.NewWrapText(lang.L("Imports are published into a database that many beacons share: PostgreSQL, or one that speaks its protocol. Nothing is published while none is set up."),
		fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	d.accept = widgets.NewPrimaryButton(lang.L("OK"), d.ok)
	d.test = widgets.NewButton(lang.L("Test"), d.try)
	d.schema = widgets.NewButton(lang.L("Create Schema..."), d.showSchema)
	d.forget = widgets.NewButton(lang.L("Forget..."), d.askToForget)
	d.frame = dialog.New(s.Window, lang.L("Central Database"), container.New(layout.NewCustomPaddedVBoxLayout(10), about, d.form))
	d.frame.SetExtras(d.test, d.schema, d.forget)
	d.frame.SetActions(d.accept, widgets.NewButton(lang.L("Cancel"), nil))
	d.frame.Guard(d.form, d.chosen)
	d.frame.SetWidth(dialogWidth)
	d.frame.SetFocus(d.fields.server)
	d.showSecrets()
	d.enable(false)
	return d
}

func (d *showing) enable(can bool) {
	for _, button := range []*widgets.Button{d.accept, d.test, d.schema} {
		button.SetEnabled(can)
	}
	d.forget.SetEnabled(can && d.known)
}

// load shows what is stored.
func (d *showing) load() {
	session.Go(d.session, d.session.Context(), func(ctx context.Context) (r read, err error) {
		if r.settings, r.found, err = d.session.Beacon.CentralSettings.Get(ctx); err == nil {
			r.stored, err = d.session.Beacon.CentralSettings.SecretState(ctx)
		}
		return r, err
	}, func(r read, err error) {
		d.session.Fail(lang.L("The central database could not be read"), err)
		if err != nil {
			return
		}
		d.known, d.before, d.stored = r.found, r.settings, r.stored
		d.authorities, d.certificate = r.settings.CA, r.settings.Certificate
		d.fields.show(r.settings)
		d.form.Settle()
		d.showSecrets()
		d.enable(true)
		d.frame.Relayout()
	})
}

// settings are what the fields say.
func (d *showing) settings() (centralsettings.Settings, centralsettings.SecretChanges) {
	s := d.fields.settings()
	s.CA, s.Certificate = d.authorities, d.certificate
	changes := centralsettings.SecretChanges{Key: d.key}
	if typed := d.fields.password.Text; typed != "" {
		password := connector.Secret(typed)
		changes.Password = &password
	}
	return s, changes
}

// ok stores what the fields say, unless something is wrong with it.
func (d *showing) ok() {
	s, changes := d.settings()
	set := func(ctx context.Context) error { return d.session.Beacon.CentralSettings.Set(ctx, s, changes) }
	d.session.Check(d.frame, set, func(err error) {
		if !d.refused(err) {
			d.session.Fail(lang.L("The central database could not be stored"), err)
			if err == nil {
				d.frame.Close()
			}
		}
	})
}

// refused puts what is wrong beside the fields.
func (d *showing) refused(err error) bool {
	var refused *workspace.ProblemsError
	if !errors.As(err, &refused) {
		return false
	}
	d.showProblems(refused.Problems)
	return true
}

func (d *showing) showProblems(problems []app.Problem) {
	d.form.ClearProblems()
	for _, p := range problems {
		if !d.form.SetProblem(rowOf(p.Field), p.Message) {
			d.form.SetProblem(rowServer, p.Message)
		}
	}
	d.frame.Relayout()
	d.form.FocusFirstProblem()
}

// checked goes on with what the fields say, if nothing is wrong with it.
func (d *showing) checked(then func(s centralsettings.Settings, changes centralsettings.SecretChanges)) {
	s, changes := d.settings()
	check := func(ctx context.Context) error { return d.session.Beacon.CentralSettings.Check(ctx, s, changes) }
	d.session.Check(d.frame, check, func(err error) {
		switch {
		case d.refused(err):
		case err != nil:
			d.session.Fail(lang.L("The test could not be finished"), err)
		default:
			d.form.ClearProblems()
			d.frame.Relayout()
			then(s, changes)
		}
	})
}

// try tests what the fields say.
func (d *showing) try() {
	d.checked(func(s centralsettings.Settings, changes centralsettings.SecretChanges) {
		checks.Run(d.session, lang.L("Test of the central database"), checks.Verdicts{
			Passed: lang.L("Imports can be published."), Warning: lang.L("Imports can be published. Mind the warnings."),
			Failed: lang.L("Nothing could be published."),
		}, func(ctx context.Context, report func(message.Check)) (struct{}, error) {
			return struct{}{}, d.session.Beacon.CentralSettings.Test(ctx, s, changes, report)
		}, func(struct{}) {})
	})
}

// askToForget forgets the central database after a question.
func (d *showing) askToForget() {
	d.session.ConfirmLoss(lang.L("Forget the central database?"),
		lang.L("Its server, password and certificate are removed from this computer, and imports are no longer published. What was published stays there."),
		lang.L("Forget"), func() {
			d.session.Do(lang.L("The central database could not be forgotten"), d.session.Beacon.CentralSettings.Forget, d.frame.Close)
		})
}

// chosen reports whether other certificates were chosen than those that are stored.
func (d *showing) chosen() bool {
	return d.authorities != d.before.CA || d.certificate != d.before.Certificate || d.key != nil
}
