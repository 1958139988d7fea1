package connection

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/connector"
	"inventorybeacon/ui/widgets/form"
)

// proxyFields are the inputs of Proxy Settings.
type proxyFields struct {
	use        *form.Check
	from       *form.Select
	server     *form.Entry
	exceptions *form.Entry
	script     *form.Entry
	username   *form.Entry
	password   *form.Entry
}

func newProxyFields() proxyFields {
	return proxyFields{
		use:        form.NewCheck(lang.L("Use Proxy"), nil),
		from:       form.NewSelect([]string{lang.L("As entered"), lang.L("The system's settings"), lang.L("Script (PAC)")}, nil),
		server:     form.NewEntry(),
		exceptions: form.NewEntry(),
		script:     form.NewEntry(),
		username:   form.NewEntry(),
		password:   form.NewPasswordEntry(),
	}
}

// prepare connects the fields with the dialog.
func (f *proxyFields) prepare(d *showing) {
	f.use.OnChanged = func(bool) { d.update() }
	f.from.OnChanged = func(string) { d.update() }
	f.server.SetPlaceHolder("http://proxy.example.com:8080")
	f.exceptions.SetPlaceHolder(lang.L("none, or such as *.example.com, 10.0.0.0/8, <local>"))
	f.script.SetPlaceHolder("http://proxy.example.com/proxy.pac")
	f.username.SetPlaceHolder(lang.L("none: the account that runs signs in, if the proxy wants that"))
}

// group lays the fields out, those of the original with its labels and in its order. What comes when Use Proxy is ticked stands below
// them, so that none moves away from the pointer.
func (f *proxyFields) group() *form.Group {
	return form.NewGroup(lang.L("Proxy Settings"),
		form.NewRow("use-proxy", "", f.use),
		form.NewRow(string(connector.FieldProxyServer), lang.L("Proxy Server"), f.server),
		form.NewRow(string(connector.FieldProxyScript), lang.L("Script Address"), f.script),
		form.NewRow(string(connector.FieldProxyUsername), lang.L("Username"), f.username),
		form.NewRow(string(connector.FieldProxyPassword), lang.L("Password"), f.password),
		form.NewRow(string(connector.FieldProxyFrom), lang.L("Settings from"), f.from),
		form.NewRow(string(connector.FieldProxyExceptions), lang.L("Exceptions"), f.exceptions),
	)
}

// update shows what belongs to the choice. Without a proxy it is what the original shows, so that
// the dialog is no longer than it has to be.
func (f *proxyFields) update(form *form.Form) {
	use, from := f.use.Checked(), f.settings().From
	form.SetVisible(string(connector.FieldProxyFrom), use)
	form.SetVisible(string(connector.FieldProxyServer), !use || from == connector.ProxyAsEntered)
	form.SetVisible(string(connector.FieldProxyExceptions), use && from == connector.ProxyAsEntered)
	form.SetVisible(string(connector.FieldProxyScript), use && from == connector.ProxyByScript)
	form.SetEnabled(f.use.Checked(),
		string(connector.FieldProxyFrom), string(connector.FieldProxyServer), string(connector.FieldProxyExceptions),
		string(connector.FieldProxyScript), string(connector.FieldProxyUsername), string(connector.FieldProxyPassword))
}

func (f *proxyFields) show(p connector.Proxy) {
	f.use.SetChecked(p.Use)
	if i := slices.Index(connector.ProxyFroms(), p.From); i >= 0 {
		f.from.SetSelected(f.from.Option(i))
	}
	f.server.SetValue(p.Server)
	f.exceptions.SetValue(p.Exceptions)
	f.script.SetValue(p.Script)
	f.username.SetValue(p.Username)
}

func (f *proxyFields) settings() connector.Proxy {
	settings := connector.Proxy{
		Use:        f.use.Checked(),
		Server:     strings.TrimSpace(f.server.Text),
		Exceptions: strings.TrimSpace(f.exceptions.Text),
		Script:     strings.TrimSpace(f.script.Text),
		Username:   strings.TrimSpace(f.username.Text),
	}
	if i := f.from.SelectedIndex(); i >= 0 {
		settings.From = connector.ProxyFroms()[i]
	}
	return settings
}
