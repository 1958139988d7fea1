package connection

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/connector"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/menu"
)

// generateButtons are Generate... and, beside it, the other ways.
func (d *showing) generateButtons() []fyne.CanvasObject {
	generate := widgets.NewButton(lang.L("Generate..."), func() { d.signIn(connector.SignInAuto) })
	generate.SetTooltip(lang.L("Opens Microsoft's sign-in and receives a refresh token."))
	var more *widgets.Button
	more = widgets.NewIconButton("drop-down", lang.L("Other ways to sign in"), func() {
		menu.Open(fyne.NewMenu("",
			fyne.NewMenuItem(lang.L("Sign In with My Own Browser"), func() { d.signIn(connector.SignInSystem) }),
			fyne.NewMenuItem(lang.L("Copy the Sign-in Address for Another Computer"), func() { d.signIn(connector.SignInNone) }),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(lang.L("Copy Consent Link for Another Administrator"), d.copyConsentLink),
		), more)
	})
	return []fyne.CanvasObject{generate, more}
}

// copyConsentLink puts an address into the clipboard at which an administrator
// who is not at this computer consents for the whole organization.
func (d *showing) copyConsentLink() {
	e := d.collect()
	if d.showProblems(problemsOf(d.session.Beacon.Validate(e.connection, e.changes), signInFields)) {
		return
	}
	link, err := d.session.Beacon.ConsentLink(e.connection)
	if err != nil {
		d.session.Fail(lang.L("There is no consent link"), err)
		return
	}
	fyne.CurrentApp().Clipboard().SetContent(link)
	d.form.Row(string(connector.FieldRefreshToken)).SetHint(
		lang.L("The consent link is in the clipboard. Send it to an administrator, who opens it and accepts; then Generate..."))
	d.frame.Relayout()
}
