package central

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
)

// The rows of the form.
const (
	rowServer      = string(centralsettings.FieldServer)
	rowCA          = string(centralsettings.FieldCA)
	rowCertificate = string(centralsettings.FieldCertificate)
)

// rowOf is the row of a field: a private key stands with its certificate.
func rowOf(field connector.Field) string {
	if field == centralsettings.FieldKey {
		field = centralsettings.FieldCertificate
	}
	return string(field)
}

// fields are the dialog's inputs.
type fields struct {
	server, database, user, password, schema *form.Entry
	tls                                      *form.Select
	ca, certificate                          *form.Entry
}

func newFields() fields {
	return fields{
		server: form.NewEntry(), database: form.NewEntry(), user: form.NewEntry(), password: form.NewPasswordEntry(),
		schema: form.NewEntry(), tls: form.NewSelect(tlsLabels(), nil), ca: form.NewEntry(), certificate: form.NewEntry(),
	}
}

// tlsLabels say what each way of [centralsettings.Modes] does.
func tlsLabels() (labels []string) {
	texts := map[string]string{
		"verify-full": lang.L("verify-full: only with the server that the certificate names"),
		"require":     lang.L("require: encrypted, whoever answers"),
		"disable":     lang.L("disable: everybody on the way can read"),
	}
	for _, mode := range centralsettings.Modes() {
		labels = append(labels, texts[mode])
	}
	return labels
}

// form lays the fields out and connects them with the dialog.
func (f *fields) form(d *showing) *form.Form {
	d.noCertificate = widgets.NewButton(lang.L("Remove"), d.dropCertificate)
	d.noAuthorities = widgets.NewButton(lang.L("Remove"), d.dropAuthorities)
	f.ca.Disable() // they say what was chosen
	f.certificate.Disable()
	f.server.SetPlaceHolder("db.example.com:5432")
	f.ca.SetPlaceHolder(lang.L("those of the system"))
	f.certificate.SetPlaceHolder(lang.L("none: choose a PEM file with certificate and key"))
	row := func(field connector.Field, label string, input form.Field) *form.Row {
		return form.NewRow(string(field), label, input)
	}
	return form.New(
		row(centralsettings.FieldServer, lang.L("Server"), f.server),
		row(centralsettings.FieldDatabase, lang.L("Database"), f.database),
		row(centralsettings.FieldUser, lang.L("User"), f.user),
		row(centralsettings.FieldPassword, lang.L("Password"), f.password),
		form.NewRow(rowCertificate, lang.L("Certificate"), f.certificate,
			widgets.NewButton(lang.L("Choose..."), d.chooseCertificate), d.noCertificate).
			WithHint(lang.L("In place of a password, where the server asks for one.")),
		row(centralsettings.FieldTLS, lang.L("TLS"), f.tls),
		form.NewRow(rowCA, lang.L("Authorities"), f.ca,
			widgets.NewButton(lang.L("Choose..."), d.chooseAuthorities), d.noAuthorities).
			WithHint(lang.L("That of the server's certificate, where the system does not know it.")),
		row(centralsettings.FieldSchema, lang.L("Schema"),
			f.schema).WithHint(lang.L("It holds the tables and views. Create Schema... makes them.")),
	)
}

// show fills the fields.
func (f *fields) show(s centralsettings.Settings) {
	s = centralsettings.Complete(s)
	f.server.SetValue(s.Server)
	f.database.SetValue(s.Database)
	f.user.SetValue(s.User)
	f.schema.SetValue(s.Schema)
	for i, mode := range centralsettings.Modes() {
		if mode == s.TLS {
			f.tls.SetSelected(tlsLabels()[i])
		}
	}
}

// settings are what is typed and selected.
func (f *fields) settings() centralsettings.Settings {
	s := centralsettings.Settings{
		Server: strings.TrimSpace(f.server.Text), Database: strings.TrimSpace(f.database.Text), User: strings.TrimSpace(f.user.Text),
		Schema: strings.TrimSpace(f.schema.Text),
	}
	if i := f.tls.SelectedIndex(); i >= 0 {
		s.TLS = centralsettings.Modes()[i]
	}
	return s
}

// showSecrets says what is stored or chosen without showing it: empty means unchanged.
func (d *showing) showSecrets() {
	stored := ""
	if at := d.stored.Password; !at.IsZero() {
		stored = format.StoredOn(at, "")
	}
	d.fields.password.SetStored(stored)
	d.fields.ca.SetStored(described(d.authorities))
	d.fields.certificate.SetStored(described(d.certificate))
	d.form.SetEnabled(true, rowCA, rowCertificate)
	d.fields.ca.Disable()
	d.fields.certificate.Disable()
	d.noAuthorities.SetEnabled(d.authorities != "")
	d.noCertificate.SetEnabled(d.certificate != "")
}

// described says what the first certificate of a PEM text is; nothing when there is none.
func described(text string) string {
	all := centralsettings.Describe(text)
	if len(all) == 0 {
		return ""
	}
	return format.Certificate(all[0])
}
