package connection

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/widgets/form"
)

// fields are the dialog's inputs, with the original's labels and order.
type fields struct {
	name       *form.Entry
	sourceType *form.Select
	proxy      proxyFields

	cloud                 *form.Select
	tokenEndpoint         *form.Entry
	clientID              *form.Entry
	redirectURI           *form.Entry
	flow                  *form.Select
	authorizationEndpoint *form.Entry
	graphEndpoint         *form.Entry
	refreshToken          *form.Entry
	clientSecret          *form.Entry
	clientSecretExpires   *form.DateEntry
	certificate           *form.Entry
	certificatePassword   *form.Entry
	lossShare             *form.Entry

	clouds []connector.Cloud
}

var flows = []connector.Flow{connector.AuthorizationCode, connector.ClientCredentials}

func newFields(clouds []connector.Cloud) fields {
	labels := make([]string, len(clouds))
	for i, c := range clouds {
		labels[i] = c.Label
	}
	flowLabels := make([]string, len(flows))
	for i, f := range flows {
		flowLabels[i] = f.Label()
	}
	return fields{
		name:                  form.NewEntry(),
		sourceType:            form.NewSelect([]string{string(connector.Microsoft365), string(connector.Office365Deprecated)}, nil),
		proxy:                 newProxyFields(),
		cloud:                 form.NewSelect(labels, nil),
		tokenEndpoint:         form.NewEntry(),
		clientID:              form.NewEntry(),
		redirectURI:           form.NewEntry(),
		flow:                  form.NewSelect(flowLabels, nil),
		authorizationEndpoint: form.NewEntry(),
		graphEndpoint:         form.NewEntry(),
		refreshToken:          form.NewPasswordEntry(),
		clientSecret:          form.NewPasswordEntry(),
		clientSecretExpires:   form.NewDateEntry(),
		certificate:           form.NewEntry(),
		certificatePassword:   form.NewPasswordEntry(),
		lossShare:             form.NewEntry(),
		clouds:                clouds,
	}
}

// form lays the fields out and connects them with the dialog.
func (f *fields) form(d *showing) *form.Form {
	f.proxy.prepare(d)
	f.flow.OnChanged = func(string) { d.update() }
	f.cloud.OnChanged = func(string) { d.changeCloud() }
	f.sourceType.OnChanged = func(string) { d.changeSourceType() }
	f.certificatePassword.OnChanged = func(string) { d.readCertificate() }
	f.certificate.Disable() // it says what was chosen
	f.clientSecret.SetPlaceHolder(lang.L("none: enter its value, or choose a certificate below"))
	f.certificate.SetPlaceHolder(lang.L("none: choose a PEM or PFX file with certificate and key"))
	f.certificatePassword.SetPlaceHolder(lang.L("only if the file has one"))
	f.lossShare.SetPlaceHolder(strconv.Itoa(connector.DefaultShare))
	f.lossShare.SetTooltip(lang.L("How much of the users, licenses, assignments or usage that are known an import may remove at once. One that would remove more changes nothing, so that an answer which is not whole does not empty the inventory."))

	for field, entry := range f.entries() {
		entry.OnChanged = func(string) { d.edited(field) }
	}
	for field, entry := range map[connector.Field]*form.Entry{
		connector.FieldTokenEndpoint: f.tokenEndpoint,
		connector.FieldClientID:      f.clientID,
	} {
		entry.OnChanged = func(string) {
			d.edited(field)
			d.showHints()
		}
	}
	row := func(field connector.Field, label string, input form.Field) *form.Row {
		return form.NewRow(string(field), label, input)
	}
	return form.New(
		row(connector.FieldName, lang.L("Connection Name"), f.name),
		row(connector.FieldSourceType, lang.L("Source Type"), f.sourceType),
		f.proxy.group(),
		form.NewGroup(string(connector.Microsoft365),
			row(connector.FieldCloud, lang.L("Cloud"), f.cloud),
			row(connector.FieldTokenEndpoint, lang.L("Token Endpoint"), f.tokenEndpoint),
			row(connector.FieldClientID, lang.L("Application (client) ID"), f.clientID),
			row(connector.FieldRedirectURI, lang.L("Redirect URI"), f.redirectURI),
			row(connector.FieldFlow, lang.L("Authentication Flow"), f.flow),
			row(connector.FieldAuthorizationEndpoint, lang.L("Authorization Endpoint"), f.authorizationEndpoint),
			row(connector.FieldGraphEndpoint, lang.L("Graph Endpoint"), f.graphEndpoint),
			form.NewRow(string(connector.FieldRefreshToken), lang.L("Refresh Token"), f.refreshToken, d.generateButtons()...),
			row(connector.FieldClientSecret, lang.L("Client Secret"), f.clientSecret),
			row(connector.FieldClientSecretExpires, lang.L("Secret expires on"), f.clientSecretExpires),
			form.NewRow(string(connector.FieldCertificate), lang.L("Certificate"), f.certificate, d.certificateButtons()...),
			row(connector.FieldCertificatePassword, lang.L("Certificate password"), f.certificatePassword),
			row(connector.FieldLossShare, lang.L("Removal limit (percent)"), f.lossShare).
				WithHint(lang.L("An import that would remove more waits on Tasks for a decision.")),
		),
	)
}

// entries are the fields that are typed into.
func (f *fields) entries() map[connector.Field]*form.Entry {
	return map[connector.Field]*form.Entry{
		connector.FieldName:                  f.name,
		connector.FieldProxyServer:           f.proxy.server,
		connector.FieldProxyExceptions:       f.proxy.exceptions,
		connector.FieldProxyScript:           f.proxy.script,
		connector.FieldProxyUsername:         f.proxy.username,
		connector.FieldProxyPassword:         f.proxy.password,
		connector.FieldTokenEndpoint:         f.tokenEndpoint,
		connector.FieldClientID:              f.clientID,
		connector.FieldRedirectURI:           f.redirectURI,
		connector.FieldAuthorizationEndpoint: f.authorizationEndpoint,
		connector.FieldGraphEndpoint:         f.graphEndpoint,
		connector.FieldRefreshToken:          f.refreshToken,
		connector.FieldClientSecret:          f.clientSecret,
		connector.FieldClientSecretExpires:   &f.clientSecretExpires.Entry,
		connector.FieldLossShare:             f.lossShare,
	}
}

func (f *fields) show(c connector.Connection) {
	f.name.SetValue(c.Name)
	f.sourceType.SetSelected(string(c.SourceType))
	f.proxy.show(c.Proxy)
	for _, cloud := range f.clouds {
		if cloud.ID == c.Cloud {
			f.cloud.SetSelected(cloud.Label)
		}
	}
	f.flow.SetSelected(c.Flow.Label())
	f.clientSecretExpires.SetDate(c.ClientSecretExpires.Time())
	f.lossShare.SetValue("")
	if c.LossShare != 0 {
		f.lossShare.SetValue(strconv.Itoa(c.LossShare))
	}
	f.showEndpoints(c)
}

// showEndpoints fills in what depends on the cloud.
func (f *fields) showEndpoints(c connector.Connection) {
	f.tokenEndpoint.SetValue(c.TokenEndpoint)
	f.clientID.SetValue(c.ClientID)
	f.redirectURI.SetValue(c.RedirectURI)
	f.authorizationEndpoint.SetValue(c.AuthorizationEndpoint)
	f.graphEndpoint.SetValue(c.GraphEndpoint)
}

// connection returns base with what the fields say.
func (f *fields) connection(base connector.Connection) connector.Connection {
	base.Name = strings.TrimRight(f.name.Text, " ")
	base.SourceType = connector.SourceType(f.sourceType.Selected())
	base.Proxy = f.proxy.settings()
	base.Cloud = f.selectedCloud()
	base.TokenEndpoint = strings.TrimSpace(f.tokenEndpoint.Text)
	base.ClientID = connector.Solid(f.clientID.Text)
	base.RedirectURI = strings.TrimSpace(f.redirectURI.Text)
	base.Flow = f.selectedFlow()
	base.AuthorizationEndpoint = strings.TrimSpace(f.authorizationEndpoint.Text)
	base.GraphEndpoint = strings.TrimSpace(f.graphEndpoint.Text)
	if expires, err := f.clientSecretExpires.Date(); err == nil {
		base.ClientSecretExpires = connector.DateOf(expires)
	}
	if share, err := f.share(); err == nil {
		base.LossShare = share
	}
	return base
}

// share is the percentage that was entered, 0 when none was.
func (f *fields) share() (int, error) {
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(f.lossShare.Text), "%"))
	if text == "" {
		return 0, nil
	}
	share, err := strconv.Atoi(text)
	if err == nil && share == 0 {
		err = strconv.ErrRange // it would mean the program's own
	}
	return share, err
}

// problems are those of texts that do not even get into a connection.
func (f *fields) problems() []app.Problem {
	var problems []app.Problem
	if _, err := f.clientSecretExpires.Date(); err != nil {
		problems = append(problems, app.Problem{
			Field:   connector.FieldClientSecretExpires,
			Message: lang.L("Enter the day as year-month-day, such as 2027-01-31, or leave it empty."),
		})
	}
	if _, err := f.share(); err != nil {
		problems = append(problems, app.Problem{
			Field:   connector.FieldLossShare,
			Message: lang.L("Enter a number from 1 to 100, or leave it empty for 20."),
		})
	}
	return problems
}

func (f *fields) selectedCloud() connector.CloudID {
	if i := f.cloud.SelectedIndex(); i >= 0 {
		return f.clouds[i].ID
	}
	return ""
}

func (f *fields) selectedFlow() connector.Flow {
	if i := f.flow.SelectedIndex(); i >= 0 {
		return flows[i]
	}
	return ""
}
