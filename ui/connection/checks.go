package connection

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/checks"
	"inventorybeacon/ui/session"
)

// test tries the connection as the fields stand.
func (d *showing) test() {
	e := d.collect()
	if d.showProblems(withoutName(d.problems(e))) {
		return
	}
	runChecks(d.session, e.connection, e.changes, func(rotated connector.Secret) { d.rotated(e, rotated) })
}

// rotated takes the token with which Microsoft has replaced that of an edit, whether that was typed or received.
func (d *showing) rotated(e edit, token connector.Secret) {
	if token == "" {
		return
	}
	d.token, d.connection.SignIn = &token, e.connection.SignIn
	d.fields.refreshToken.SetValue("")
	d.showSecrets()
}

// withoutName drops problems of the name, which nothing depends on here.
func withoutName(problems []app.Problem) []app.Problem {
	var rest []app.Problem
	for _, p := range problems {
		if p.Field != connector.FieldName {
			rest = append(rest, p)
		}
	}
	return rest
}

// Test tries a saved connection and shows its checks.
func Test(s *session.Session, c connector.Connection) {
	runChecks(s, c, app.SecretChanges{}, func(connector.Secret) {})
}

// runChecks shows the checks of a connection; ended gets a token that has replaced the former one.
func runChecks(s *session.Session, c connector.Connection, changes app.SecretChanges, ended func(rotated connector.Secret)) {
	checks.Run(s, lang.L("Test Connection {{.Name}}", map[string]any{"Name": c.Name}), checks.Verdicts{
		Passed: lang.L("An import can run."), Warning: lang.L("An import can run. Mind the warnings."), Failed: lang.L("An import would fail."),
	}, func(ctx context.Context, report func(message.Check)) (connector.Secret, error) {
		return s.Beacon.Test(ctx, c, changes, report)
	}, ended)
}
