package connection

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/validation"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets/dialog"
)

// belongs keeps the token of a sign-in that belongs to the tenant whose inventory the
// connection has. Of another one it asks what is meant.
func (d *showing) belongs(who connector.SignIn, token connector.Secret) {
	other := d.session.Beacon.OtherTenant(d.connection.SignedIn(who))
	if other == nil {
		d.received(who, token)
		return
	}
	dialog.Confirm(d.session.Window, lang.L("The account belongs to another tenant"), message.Text(other.Message())+"\n\n"+
		lang.L("Keep this connection as it is, make a new one for the other tenant, or have its next import replace the inventory, which is then lost."),
		dialog.Choice{Text: lang.L("Keep as It Is"), Primary: true, Cancel: true},
		dialog.Choice{Text: lang.L("New Connection..."), Action: func() { d.anew(who, token) }},
		dialog.Choice{Text: lang.L("Replace Inventory"), Action: func() {
			d.connection.ReplaceTenant = who.TenantID
			d.received(who, token)
		}})
}

// anew goes on with the settings and the sign-in in a dialog for a new connection.
func (d *showing) anew(who connector.SignIn, token connector.Secret) {
	edited := d.collect()
	d.frame.Close()
	session.Go(d.session, d.session.Context(), func(ctx context.Context) (connector.Secret, error) {
		return d.session.Beacon.ProxyPassword(ctx, edited.connection, edited.changes)
	}, func(password connector.Secret, err error) {
		fresh := create(d.session, workspace.Anew(edited.connection, nameOf(who)), d.done)
		if password != "" {
			fresh.proxyPassword = &password
		}
		fresh.received(who, token)
		if err != nil {
			d.session.Fail(lang.L("The password of the proxy could not be read"), err)
		}
	})
}

// nameOf makes a name for a connection of the tenant's; empty when that has none
// that a connection may have.
func nameOf(who connector.SignIn) string {
	c := connector.Connection{Name: who.TenantName}
	for _, p := range validation.Connection(c, connector.Secrets{}) {
		if p.Field == connector.FieldName {
			return ""
		}
	}
	return who.TenantName
}
