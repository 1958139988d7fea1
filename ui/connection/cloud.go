package connection

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/connector"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/dialog"
)

// offered are the clouds of the field. A connection keeps its own, also where that is none for new ones: the demonstration's is
// offered by the demonstration alone.
func offered(clouds []connector.Cloud, own connector.CloudID) []connector.Cloud {
	if own == "" || slices.ContainsFunc(clouds, func(c connector.Cloud) bool { return c.ID == own }) {
		return clouds
	}
	label := string(own)
	if own == connector.CloudDemonstration {
		label = lang.L("Demonstration tenant")
	}
	return append(slices.Clone(clouds), connector.Cloud{ID: own, Label: label})
}

// changeCloud fills the endpoints of the cloud just chosen, as they were typed for it before, and leaves the
// rest. A custom cloud has none of its own: it begins with those that stand there, to be changed.
func (d *showing) changeCloud() {
	filled := d.fields.connection(d.connection)
	cloud, beacon := d.fields.selectedCloud(), d.session.Beacon
	before := filled
	before.Cloud = d.connection.Cloud
	d.typed[before.Cloud] = before
	if cloud != connector.CloudCustom {
		filled = filled.WithCloud(beacon.Defaults(cloud), beacon.Defaults(connector.CloudGlobal))
	}
	if typed, before := d.typed[cloud]; before {
		filled.TokenEndpoint, filled.AuthorizationEndpoint = typed.TokenEndpoint, typed.AuthorizationEndpoint
		filled.RedirectURI, filled.GraphEndpoint = typed.RedirectURI, typed.GraphEndpoint
	}
	d.fields.showEndpoints(filled)
	d.connection.Cloud = cloud
	d.form.ClearProblems()
	d.update()
}

// showHints says what the chosen cloud and flow mean for other fields.
func (d *showing) showHints() {
	d.form.Row(string(connector.FieldCloud)).SetHint(d.cloudHint(d.fields.selectedCloud()))
	d.form.Row(string(connector.FieldClientID)).SetHint(d.clientHint())
	d.form.Row(string(connector.FieldTokenEndpoint)).SetHint(d.tokenHint())
}

// tokenHint says that secrets go to a host that is not Microsoft's.
func (d *showing) tokenHint() string {
	if !connector.IsForeignLogin(d.fields.tokenEndpoint.Text) {
		return ""
	}
	return lang.L("This is not a sign-in service of Microsoft: refresh token and secrets are sent to it.")
}

// clientHint says where an application of one's own is needed.
func (d *showing) clientHint() string {
	entered := connector.Solid(d.fields.clientID.Text)
	filledIn := strings.EqualFold(entered, d.session.Beacon.Defaults(connector.CloudGlobal).ClientID)
	switch own := d.needsOwnApplication(); {
	case own && entered == "":
		return lang.L("Register an application in this cloud's Microsoft Entra admin center, under App registrations, and enter its ID.")
	case own && filledIn:
		return lang.L("This application exists in the global cloud only: enter one registered in this cloud.")
	case filledIn && d.fields.selectedFlow() == connector.ClientCredentials:
		return lang.L("Client Credentials needs an app registration of your own: enter its ID.")
	}
	return ""
}

// needsOwnApplication reports whether no application is filled in for the chosen cloud.
func (d *showing) needsOwnApplication() bool {
	i := d.fields.cloud.SelectedIndex()
	return i >= 0 && d.fields.clouds[i].OwnApplication
}

// changeSourceType explains why the old source type leads nowhere and goes back
// to the one that does. What was entered stays.
func (d *showing) changeSourceType() {
	if connector.SourceType(d.fields.sourceType.Selected()) != connector.Office365Deprecated {
		return
	}
	d.fields.sourceType.SetSelected(string(connector.Microsoft365))
	dialog.Message(d.session.Window, theme.StatusWarning, lang.L("Microsoft Office 365 (deprecated)"),
		lang.L("Nothing can be imported with this source type any more: Microsoft has switched its interface off.")+"\n\n"+
			lang.L("Microsoft 365 is chosen instead. Name and proxy settings are carried over; press Generate... to sign in."), "")
}

func (d *showing) cloudHint(id connector.CloudID) string {
	for _, cloud := range d.fields.clouds {
		switch {
		case cloud.ID != id || id == connector.CloudCustom:
		case id == connector.CloudDemonstration:
			return lang.L("An offline tenant on this computer. No Microsoft account is used.")
		case cloud.BetaReports:
			return lang.L("Microsoft offers usage reports in this cloud only in beta.")
		}
	}
	return ""
}

// duplicateHint names another connection to the tenant that somebody has signed
// in to, or what is kept of one that was deleted.
func (d *showing) duplicateHint() string {
	others := d.session.Beacon.SameTenantAs(d.connection)
	if len(others) == 0 {
		if kept := d.session.Beacon.KeptForSignIn(d.connection); len(kept) > 0 {
			return lang.L("The inventory of the deleted connection {{.Name}} is kept: Execute Now asks whether to use it.",
				map[string]any{"Name": kept[0].Name})
		}
		return ""
	}
	return lang.L("The connection {{.Name}} is for the same tenant: only the newest import counts.",
		map[string]any{"Name": others[0].Connection.Name})
}

// grantedHint says which permissions a sign-in brought, and which it did not.
func grantedHint(who connector.SignIn) string {
	if who.Account == "" {
		return ""
	}
	var parts []string
	if len(who.Granted) > 0 {
		parts = append(parts, lang.L("Granted: {{.Permissions}}.", map[string]any{"Permissions": strings.Join(who.Granted, ", ")}))
	}
	if len(who.Missing) > 0 {
		parts = append(parts, lang.L("Not granted: {{.Permissions}}.", map[string]any{"Permissions": strings.Join(who.Missing, ", ")}))
	}
	return strings.Join(parts, " ")
}
