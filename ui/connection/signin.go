package connection

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/signin"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

// signInFields are the inputs that a sign-in needs to be right.
var signInFields = []connector.Field{
	connector.FieldTokenEndpoint, connector.FieldClientID, connector.FieldRedirectURI,
	connector.FieldAuthorizationEndpoint, connector.FieldGraphEndpoint,
	connector.FieldProxyFrom, connector.FieldProxyServer, connector.FieldProxyExceptions, connector.FieldProxyScript,
}

// signIn is Generate...: an administrator signs in, and the refresh token that
// comes back waits in the dialog for OK.
func (d *showing) signIn(way connector.SignInWay) {
	e := d.collect()
	if d.showProblems(problemsOf(d.session.Beacon.Validate(e.connection, e.changes), signInFields)) {
		return
	}
	// The token typed or received before plays no part in a new sign-in.
	e.changes.RefreshToken = nil

	ctx, cancel := context.WithCancel(d.session.Context())
	w := newWaiting(d.session, way, cancel)
	type result struct {
		who   connector.SignIn
		token connector.Secret
	}
	session.Go(d.session, ctx, func(ctx context.Context) (result, error) {
		who, token, err := d.session.Beacon.SignIn(ctx, e.connection, e.changes, way, w)
		return result{who, token}, err
	}, func(r result, err error) {
		cancel()
		w.frame.Close()
		if err != nil {
			d.signInFailed(err)
			return
		}
		d.belongs(r.who, r.token)
	})
	w.frame.Show()
}

// received keeps the token for OK and shows whose it is.
func (d *showing) received(who connector.SignIn, token connector.Secret) {
	d.token = &token
	d.connection = d.connection.SignedIn(who)
	d.fields.refreshToken.SetValue("")
	d.form.SetProblem(string(connector.FieldRefreshToken), "")
	d.showSecrets()
	d.frame.Relayout()
	d.session.Window.Canvas().Focus(d.fields.refreshToken) // from where Enter is OK, and not another sign-in
	d.form.Reveal(string(connector.FieldRefreshToken))
}

// signInFailed says why beside the field.
func (d *showing) signInFailed(err error) {
	advice := message.Explain(err)
	if errors.Is(err, context.Canceled) {
		advice = connector.Advice{Message: lang.L("The sign-in was cancelled.")}
	}
	d.showProblems([]app.Problem{{Field: connector.FieldRefreshToken, Message: joined(advice)}})
	if advice.Reference != "" { // what support asks for, to be copied
		d.session.Show(lang.L("The sign-in did not succeed"), advice)
	}
}

func joined(advice connector.Advice) string {
	if advice.Action == "" {
		return advice.Message
	}
	return advice.Message + " " + advice.Action
}

func problemsOf(problems []app.Problem, of []connector.Field) []app.Problem {
	var found []app.Problem
	for _, p := range problems {
		for _, field := range of {
			if p.Field == field {
				found = append(found, p)
			}
		}
	}
	return found
}

// waiting is the dialog that stands while a sign-in is under way. It is the
// administrator's side of it: it shows what is waited for, and takes the pasted
// address when no window could catch the answer.
type waiting struct {
	session *session.Session
	frame   *dialog.Dialog
	way     connector.SignInWay
	status  *widgets.WrapText
	address *form.Entry
	answer  *form.Entry
	form    *form.Form
	paste   *widgets.Button
	stop    *widgets.Button
	answers chan string
	place   session.Placer // where the window of the browser stands
}

var (
	_ signin.Prompter        = (*waiting)(nil)
	_ connector.WindowPlacer = (*waiting)(nil)
)

const (
	keyAddress = "address"
	keyAnswer  = "answer"

	waitingWidth = 600 // where no window of a browser stands beside it
)

func newWaiting(s *session.Session, way connector.SignInWay, cancel func()) *waiting {
	w := &waiting{
		session: s,
		way:     way,
		status:  widgets.NewWrapText(lang.L("Opening the sign-in page..."), fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		address: form.NewEntry(),
		answer:  form.NewEntry(),
		answers: make(chan string, 1),
	}
	copyAddress := widgets.NewIconButton("copy", lang.L("Copy the address"), func() {
		fyne.CurrentApp().Clipboard().SetContent(w.address.Text)
	})
	w.form = form.New(
		form.NewRow(keyAddress, lang.L("Sign-in address"), w.address, copyAddress).
			WithHint(w.addressHint()),
		form.NewRow(keyAnswer, lang.L("Address of the blank page"), w.answer).
			WithHint(lang.L("After the sign-in the browser shows a blank page: copy its whole address from the address bar and paste it here within 10 minutes.")),
	)
	w.form.SetVisible(keyAddress, false)
	w.form.SetVisible(keyAnswer, false)
	w.paste = widgets.NewPrimaryButton(lang.L("OK"), w.send)
	w.paste.Disable()
	w.frame = dialog.New(s.Window, lang.L("Sign In"), container.NewVBox(w.status, w.form))
	w.frame.SetWidth(waitingWidth)
	if s.PlaceBeside != nil {
		w.place = s.PlaceBeside()
	}
	if _, beside := w.Place(); way == connector.SignInAuto && !beside { // it opens at the left of the screen
		w.frame.SetWidth(440)
		w.frame.SetAside()
	}
	w.stop = widgets.NewButton(lang.L("Cancel"), func() {
		w.status.SetText(lang.L("Cancelling..."))
		cancel()
	})
	w.frame.SetActions(nil, w.stop)
	return w
}

// Status implements [signin.Prompter].
func (w *waiting) Status(text string) {
	widgets.Do(func() {
		w.status.SetText(text)
		w.frame.Relayout()
	})
}

// Address implements [signin.Prompter]: beside a listener, the field for what is pasted says whom it is for.
func (w *waiting) Address(string) (pastes bool) {
	widgets.Do(func() {
		w.frame.SetWidth(waitingWidth)
		w.form.Row(keyAnswer).SetHint(lang.L("Only if your browser runs on another computer: there the sign-in ends at a page that cannot be reached. Paste its address here within 10 minutes."))
	})
	return true
}

// Place implements [connector.WindowPlacer].
func (w *waiting) Place() (connector.Area, bool) {
	if w.place == nil {
		return connector.Area{}, false
	}
	return w.place()
}

// Answer implements [signin.Prompter].
func (w *waiting) Answer(ctx context.Context, address, problem string) (string, error) {
	widgets.Do(func() { w.ask(address, problem) })
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case answer := <-w.answers:
		return answer, nil
	}
}

// addressHint says where the sign-in address is to be opened, or has been.
func (w *waiting) addressHint() string {
	if w.way == connector.SignInNone {
		return lang.L("It is in the clipboard: open it in a browser of any computer.")
	}
	return lang.L("It has been opened in your browser. If not, copy it there.")
}

func (w *waiting) ask(address, problem string) {
	if w.way == connector.SignInNone && w.address.Text == "" {
		fyne.CurrentApp().Clipboard().SetContent(address)
	}
	w.address.SetValue(address)
	w.answer.SetValue("") // the code in it is worth nothing to anybody else, and shall not stay
	w.form.SetVisible(keyAddress, true)
	w.form.SetVisible(keyAnswer, true)
	w.form.SetProblem(keyAnswer, problem)
	w.frame.SetActions(w.paste, w.stop)
	w.paste.Enable()
	w.frame.Relayout()
	w.session.Window.Canvas().Focus(w.answer)
}

func (w *waiting) send() {
	if w.answer.Text == "" {
		w.form.SetProblem(keyAnswer, lang.L("Paste the address of the page where the sign-in ends first."))
		w.frame.Relayout()
		return
	}
	w.paste.Disable()
	w.answers <- w.answer.Text
	w.answer.SetValue("")
}
