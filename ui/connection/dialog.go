// Package connection is the dialog Create PowerShell Source Connection, which
// becomes Edit PowerShell Source Connection for an existing one.
package connection

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/signin"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

const dialogWidth = 720

// showing is one showing of the dialog. It collects an edit; OK hands it to the
// workspace, where it waits for Save.
type showing struct {
	session *session.Session
	frame   *dialog.Dialog
	form    *form.Form
	fields  fields

	// connection is the edit's starting point, with the sign-in made since.
	connection connector.Connection
	// typed has by cloud the endpoints that stood there when another one was chosen.
	typed map[connector.CloudID]connector.Connection
	// token is a refresh token received in this dialog, waiting for OK.
	token *connector.Secret
	// proxyPassword is that of the connection whose settings this one begins with.
	proxyPassword *connector.Secret
	// certificate is the content of the file chosen in this dialog.
	certificate *connector.Secret
	// reading says that a certificate is being read, readAgain that it has changed since.
	reading, readAgain bool
	// unusable is what is wrong with the certificate that was read last, or with its password.
	unusable []app.Problem

	entry  workspace.Entry
	before connector.Connection // as the fields showed it at first
	done   func(id string)      // called after OK
}

// edit is what the dialog hands on.
type edit struct {
	connection connector.Connection
	changes    app.SecretChanges
}

// Create opens the dialog for a new connection; done is called after OK with
// the id of the connection.
func Create(s *session.Session, done func(id string)) {
	CreateFrom(s, s.Beacon.NewConnection(s.Cloud), done)
}

// CreateFrom opens the dialog for a new connection that begins with values.
func CreateFrom(s *session.Session, values connector.Connection, done func(id string)) {
	create(s, values, done)
}

func create(s *session.Session, values connector.Connection, done func(id string)) *showing {
	return open(s, lang.L("Create PowerShell Source Connection"), workspace.Entry{Connection: values, Edit: workspace.EditNew}, done)
}

// Edit opens the dialog for an existing connection; done is called after OK.
func Edit(s *session.Session, entry workspace.Entry, done func(id string)) {
	open(s, lang.L("Edit PowerShell Source Connection"), entry, done)
}

func open(s *session.Session, title string, entry workspace.Entry, done func(id string)) *showing {
	d := &showing{session: s, entry: entry, connection: entry.Connection, typed: map[connector.CloudID]connector.Connection{}, done: done}
	d.fields = newFields(offered(s.Beacon.Clouds(), entry.Connection.Cloud))
	d.form = d.fields.form(d)
	d.frame = dialog.New(s.Window, title, d.form)
	d.frame.SetWidth(dialogWidth)
	d.frame.SetActions(
		widgets.NewPrimaryButton(lang.L("OK"), d.accept),
		widgets.NewButton(lang.L("Cancel"), nil),
	)
	d.frame.SetExtras(widgets.NewButton(lang.L("Test Connection"), d.test))
	d.show(entry.Connection)
	d.before = d.collect().connection
	d.frame.Guard(d.form, func() bool { return d.token != nil || d.certificate != nil })
	d.frame.SetFocus(d.fields.name)
	d.frame.Show()
	return d
}

// show fills the fields from a connection and says which secrets are stored.
func (d *showing) show(c connector.Connection) {
	d.fields.show(c)
	d.showSecrets()
	d.update()
}

// showSecrets says what is stored without showing it: empty means unchanged.
func (d *showing) showSecrets() {
	c := d.connection
	states, waiting := d.entry.Secrets, d.entry.Waiting.Overlay(app.SecretChanges{RefreshToken: d.token, ProxyPassword: d.proxyPassword})
	if d.certificate != nil { // it takes the place of the secret, and comes with its own password
		waiting.ClientSecret, waiting.CertificatePassword = secret(""), secret("")
	}
	token := d.fields.refreshToken
	switch {
	case waiting.RefreshToken != nil && *waiting.RefreshToken != "":
		token.SetStored(receivedFor(c.SignIn))
	case waiting.RefreshToken == nil && !states.RefreshToken.IsZero():
		token.SetStored(format.StoredOn(states.RefreshToken, c.SignIn.Account))
	default:
		token.SetStored("")
		token.SetPlaceHolder(lang.L("none yet: Generate... signs in and receives one"))
	}
	d.form.Row(string(connector.FieldRefreshToken)).SetHint(strings.TrimSpace(grantedHint(c.SignIn) + " " + d.duplicateHint()))
	d.fields.clientSecret.SetStored(secretState(states.ClientSecret, waiting.ClientSecret))
	d.fields.certificate.SetStored(certificateState(c.Certificate, d.certificate != nil))
	d.fields.certificatePassword.SetStored(secretState(states.CertificatePassword, waiting.CertificatePassword))
	d.fields.proxy.password.SetStored(secretState(states.ProxyPassword, waiting.ProxyPassword))
}

// update shows the fields that the cloud, the flow and the proxy call for.
func (d *showing) update() {
	code := d.fields.selectedFlow() == connector.AuthorizationCode
	d.form.SetVisible(string(connector.FieldAuthorizationEndpoint), code)
	d.form.SetVisible(string(connector.FieldRedirectURI), code)
	d.form.SetVisible(string(connector.FieldRefreshToken), code)
	d.form.SetVisible(string(connector.FieldClientSecret), !code)
	d.form.SetVisible(string(connector.FieldClientSecretExpires), !code)
	d.form.SetVisible(string(connector.FieldCertificate), !code)
	d.form.SetVisible(string(connector.FieldCertificatePassword), !code)
	d.form.SetVisible(string(connector.FieldGraphEndpoint), d.fields.selectedCloud() == connector.CloudCustom)
	d.fields.proxy.update(d.form)
	d.showHints()
	if d.frame != nil {
		d.frame.Relayout()
	}
}

// collect returns the edit as the fields stand.
func (d *showing) collect() edit {
	e := edit{connection: d.fields.connection(d.connection)}
	e.changes.RefreshToken, e.changes.ProxyPassword = d.token, d.proxyPassword
	if typed := d.fields.refreshToken.Text; typed != "" {
		e.changes.RefreshToken = secret(typed)
		e.connection.SignIn = connector.SignIn{} // whose it is will be known when it is used
	}
	if typed := d.fields.proxy.password.Text; typed != "" {
		e.changes.ProxyPassword = secret(typed)
	}
	d.collectCredential(&e)
	return e
}

// collectCredential adds the client secret or the certificate that was entered, unless the flow
// has hidden it.
func (d *showing) collectCredential(e *edit) {
	if e.connection.Flow != connector.ClientCredentials {
		e.connection.Certificate = d.entry.Connection.Certificate
		return
	}
	e.changes.Certificate = d.certificate
	if typed := d.fields.clientSecret.Text; typed != "" {
		e.changes.ClientSecret = secret(typed)
	}
	if typed := d.fields.certificatePassword.Text; typed != "" {
		e.changes.CertificatePassword = secret(typed)
	}
	signin.ReplaceCredential(&e.connection, &e.changes)
}

func secret(text string) *connector.Secret {
	s := connector.Secret(text)
	return &s
}

// problems are all that is known to be wrong with an edit.
func (d *showing) problems(e edit) []app.Problem {
	problems := append(d.fields.problems(), d.session.Beacon.Validate(e.connection, e.changes)...)
	if e.connection.Flow == connector.ClientCredentials {
		problems = append(problems, d.unusable...)
	}
	// The two endpoints are held to each other: what differs is the one that somebody has changed.
	if e.connection.AuthorizationEndpoint == d.before.AuthorizationEndpoint && e.connection.TokenEndpoint != d.before.TokenEndpoint {
		for i := range problems {
			if problems[i].Field == connector.FieldAuthorizationEndpoint {
				problems[i].Field = connector.FieldTokenEndpoint
			}
		}
	}
	return problems
}

// showProblems puts each problem beside its field and says whether there are
// any.
func (d *showing) showProblems(problems []app.Problem) bool {
	d.form.ClearProblems()
	for _, p := range problems {
		if !d.form.SetProblem(string(p.Field), p.Message) {
			d.form.SetProblem(string(connector.FieldName), p.Message)
		}
	}
	d.frame.Relayout()
	d.form.FocusFirstProblem()
	return len(problems) > 0
}

// edited looks again at a field that had a problem, so that the problem goes
// away as soon as it is mended.
func (d *showing) edited(field connector.Field) {
	if d.form.Row(string(field)).Problem() == "" {
		return
	}
	e := d.collect()
	problem := ""
	for _, p := range d.problems(e) {
		if p.Field == field {
			problem = p.Message
			break
		}
	}
	d.form.SetProblem(string(field), problem)
	d.frame.Relayout()
}

// accept is OK: it keeps the dialog open while there are problems.
func (d *showing) accept() {
	e := d.collect()
	if d.showProblems(d.problems(e)) {
		return
	}
	d.session.Check(d.frame, func(ctx context.Context) error {
		if err := d.session.Beacon.ChooseCredential(ctx, &e.connection, &e.changes); err != nil {
			return err
		}
		return d.session.Beacon.PutEdited(ctx, d.before, e.connection, e.changes)
	}, func(err error) {
		var refused *workspace.ProblemsError
		switch {
		case errors.As(err, &refused):
			d.showProblems(refused.Problems)
		case err != nil:
			d.session.Fail(lang.L("The connection could not be kept"), err)
		default:
			d.frame.Close()
			d.done(e.connection.ID)
		}
	})
}

// receivedFor and secretState say of a secret that it is there.

func receivedFor(who connector.SignIn) string {
	if who.Account == "" {
		return lang.L("received, waiting for Save")
	}
	whose := who.Account
	if who.TenantName != "" {
		whose += ", " + who.TenantName
	}
	return lang.L("received for {{.Account}}", map[string]any{"Account": whose})
}

func secretState(at time.Time, waiting *connector.Secret) string {
	switch {
	case waiting != nil && *waiting == "": // its removal waits
		return ""
	case waiting != nil:
		return lang.L("entered, waiting for Save")
	case !at.IsZero():
		return format.StoredOn(at, "")
	default:
		return ""
	}
}
