package notifications

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/notify"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

const (
	rowEnabled = "enabled"
	rowTopics  = string(notify.FieldTopics)
)

// channelDialog is one showing of the dialog of a channel.
type channelDialog struct {
	session *session.Session
	before  notify.Channel
	stored  []connector.Field // of the secrets that are
	frame   *dialog.Dialog
	form    *form.Form

	name, server, from, to, username, endpoint, client, scope, proxy, proxyUser *form.Entry
	password, secret, address, key, proxyPassword                               *form.Entry
	kind, encryption, authentication, format                                    *form.Select
	enabled                                                                     *form.Check
	topics                                                                      []*form.Check
}

// openChannel opens the dialog of a channel; done is called when it was stored.
func openChannel(s *session.Session, c notify.Channel, stored []connector.Field, done func()) {
	d := &channelDialog{session: s, before: c, stored: stored}
	d.makeFields()
	d.form = form.New(
		form.NewRow(string(notify.FieldName), lang.L("Channel"), d.name),
		form.NewRow(string(notify.FieldKind), lang.L("Type"), d.kind),
		form.NewRow(string(notify.FieldServer), lang.L("Mail server"), d.server),
		form.NewRow(string(notify.FieldEncryption), lang.L("Encryption"), d.encryption),
		form.NewRow(string(notify.FieldFrom), lang.L("From"), d.from),
		form.NewRow(string(notify.FieldTo), lang.L("To"), d.to).WithHint(lang.L("Several with commas between them")),
		form.NewRow(string(notify.FieldAuthentication), lang.L("Sign-in"), d.authentication),
		form.NewRow(string(notify.FieldUsername), lang.L("Username"), d.username),
		form.NewRow(string(notify.FieldPassword), lang.L("Password"), d.password),
		form.NewRow(string(notify.FieldTokenEndpoint), lang.L("Token Endpoint"), d.endpoint),
		form.NewRow(string(notify.FieldClientID), lang.L("Application (client) ID"), d.client),
		form.NewRow(string(notify.FieldClientSecret), lang.L("Client Secret"), d.secret),
		form.NewRow(string(notify.FieldScope), lang.L("Scope"), d.scope),
		form.NewRow(string(notify.FieldFormat), lang.L("Format"), d.format),
		form.NewRow(string(notify.FieldAddress), lang.L("Address"), d.address),
		form.NewRow(string(notify.FieldSigningKey), lang.L("Signing key"), d.key).WithHint(lang.L("Empty for requests that are not signed")),
		form.NewRow(string(notify.FieldProxy), lang.L("Proxy Server"), d.proxy),
		form.NewRow(string(notify.FieldProxyUsername), lang.L("Proxy username"), d.proxyUser),
		form.NewRow(string(notify.FieldProxyPassword), lang.L("Proxy password"), d.proxyPassword),
		form.NewChecksRow(rowTopics, lang.L("Tell of"), d.topics[0], d.topics[1:3]...),
		form.NewChecksRow("more-topics", "", d.topics[3], d.topics[4:6]...),
		form.NewChecksRow("other-topics", "", d.topics[6], d.topics[7:]...),
		form.NewChecksRow(rowEnabled, "", d.enabled),
	)
	title := lang.L("Edit Channel")
	if c.Name == "" {
		title = lang.L("Add Channel")
	}
	d.frame = dialog.New(s.Window, title, d.form)
	d.frame.SetWidth(600)
	var test *widgets.Button
	test = widgets.NewButton(lang.L("Send Test Message"), func() {
		channel, secrets := d.channel()
		d.checked(channel, secrets, func() { sendTest(s, channel, secrets, func(sending bool) { test.SetEnabled(!sending) }) })
	})
	d.frame.SetExtras(test)
	d.frame.SetActions(widgets.NewPrimaryButton(lang.L("OK"), func() { d.accept(done) }), widgets.NewButton(lang.L("Cancel"), nil))
	d.frame.Guard(d.form)
	d.fill(c)
	d.update()
	d.frame.SetFocus(d.name)
	d.frame.Show()
}

func (d *channelDialog) makeFields() {
	for _, e := range []**form.Entry{
		&d.name, &d.server, &d.from, &d.to, &d.username, &d.endpoint, &d.client, &d.scope, &d.proxy,
		&d.proxyUser,
	} {
		*e = form.NewEntry()
	}
	for _, e := range []**form.Entry{&d.password, &d.secret, &d.address, &d.key, &d.proxyPassword} {
		*e = form.NewPasswordEntry()
	}
	d.server.SetPlaceHolder("smtp.contoso.com:587")
	choose := func(string) { d.update() }
	d.kind = form.NewSelect(labels(notify.Kinds(), kindLabel), choose)
	d.format = form.NewSelect(labels(notify.Formats(), formatLabel), choose)
	d.encryption = form.NewSelect(labels(notify.Encryptions(), encryptionLabel), choose)
	d.authentication = form.NewSelect(labels(notify.Authentications(), authenticationLabel), choose)
	d.enabled = form.NewCheck(lang.L("Enabled"), nil)
	for _, t := range notify.Topics() {
		d.topics = append(d.topics, form.NewCheck(topicLabel(t), func(bool) { d.form.SetProblem(rowTopics, "") }))
	}
}

func labels(words []string, label func(string) string) (all []string) {
	for _, w := range words {
		all = append(all, label(w))
	}
	return all
}

func encryptionLabel(word string) string {
	switch word {
	case "starttls":
		return lang.L("STARTTLS")
	case "tls":
		return lang.L("TLS")
	default:
		return lang.L("None, on this computer")
	}
}

func authenticationLabel(word string) string {
	switch word {
	case notify.AuthPassword:
		return lang.L("Username and password")
	case notify.AuthOAuth2:
		return lang.L("OAuth2, by an app registration")
	default:
		return lang.L("None")
	}
}

func topicLabel(t notify.Topic) string {
	return map[notify.Topic]string{
		notify.ImportFailed: lang.L("Failures"), notify.HeldBack: lang.L("Held back"), notify.Missed: lang.L("Missed imports"),
		notify.OverAssigned: lang.L("Over-assigned"), notify.Unused: lang.L("Unused"), notify.Renewal: lang.L("Renewals"),
		notify.Expiring: lang.L("Sign-ins that end"), notify.ReportTopic: lang.L("Report"),
	}[t]
}

// fill shows a channel. What is stored as a secret is not shown.
func (d *channelDialog) fill(c notify.Channel) {
	for entry, text := range map[*form.Entry]string{
		d.name: c.Name, d.server: c.Server, d.from: c.From, d.to: strings.Join(c.To, ", "), d.username: c.Username,
		d.endpoint: c.TokenEndpoint, d.client: c.ClientID, d.scope: c.Scope, d.proxy: c.Proxy, d.proxyUser: c.ProxyUsername,
	} {
		entry.SetValue(text)
	}
	for field, entry := range d.secrets() {
		if slices.Contains(d.stored, field) {
			entry.SetStored(lang.L("stored; empty leaves it as it is"))
		}
	}
	pick := func(s *form.Select, words []string, word string) {
		s.SetSelected(s.Option(max(0, slices.Index(words, word))))
	}
	pick(d.kind, notify.Kinds(), c.Kind)
	pick(d.format, notify.Formats(), c.Format)
	pick(d.encryption, notify.Encryptions(), c.Encryption)
	pick(d.authentication, notify.Authentications(), c.Authentication)
	d.enabled.SetChecked(!c.Disabled)
	for i, t := range notify.Topics() {
		d.topics[i].SetChecked(len(c.Topics) == 0 || slices.Contains(c.Topics, t))
	}
}

func (d *channelDialog) secrets() map[connector.Field]*form.Entry {
	return map[connector.Field]*form.Entry{
		notify.FieldPassword: d.password, notify.FieldClientSecret: d.secret, notify.FieldAddress: d.address, notify.FieldSigningKey: d.key,
		notify.FieldProxyPassword: d.proxyPassword,
	}
}

// channel is what the fields say, with the secrets that were entered.
func (d *channelDialog) channel() (notify.Channel, notify.Secrets) {
	word := func(s *form.Select, words []string) string { return words[max(0, s.SelectedIndex())] }
	c := notify.Channel{
		ID: d.before.ID, Name: d.name.Text, Kind: word(d.kind, notify.Kinds()), Disabled: !d.enabled.Checked(),
		Server: d.server.Text, Encryption: word(d.encryption, notify.Encryptions()), From: d.from.Text, To: strings.Split(d.to.Text, ","),
		Authentication: word(d.authentication, notify.Authentications()), Username: d.username.Text,
		TokenEndpoint: strings.TrimSpace(d.endpoint.Text), ClientID: strings.TrimSpace(d.client.Text), Scope: strings.TrimSpace(d.scope.Text),
		Format: word(d.format, notify.Formats()), Proxy: strings.TrimSpace(d.proxy.Text), ProxyUsername: strings.TrimSpace(d.proxyUser.Text),
	}
	c.Topics = []notify.Topic{} // which is refused, as nil would be all
	for i, t := range notify.Topics() {
		if d.topics[i].Checked() {
			c.Topics = append(c.Topics, t)
		}
	}
	if len(c.Topics) == len(notify.Topics()) {
		c.Topics = nil
	}
	c = c.Completed()
	secrets := notify.Secrets{}
	for field, entry := range d.secrets() {
		if entry.Text != "" && d.form.Row(string(field)).Visible() {
			secrets[field] = connector.Secret(strings.TrimSpace(entry.Text))
		}
	}
	return c, secrets
}

// update shows the fields that the type and the sign-in call for.
func (d *channelDialog) update() {
	if d.frame == nil {
		return
	}
	mail := d.kind.SelectedIndex() == 0
	signIn := notify.Authentications()[max(0, d.authentication.SelectedIndex())]
	password, oauth := mail && signIn == notify.AuthPassword, mail && signIn == notify.AuthOAuth2
	for field, shown := range map[connector.Field]bool{
		notify.FieldServer: mail, notify.FieldEncryption: mail, notify.FieldFrom: mail, notify.FieldTo: mail, notify.FieldAuthentication: mail,
		notify.FieldUsername: password || oauth, notify.FieldPassword: password, notify.FieldTokenEndpoint: oauth, notify.FieldClientID: oauth,
		notify.FieldClientSecret: oauth, notify.FieldScope: oauth, notify.FieldFormat: !mail, notify.FieldAddress: !mail,
		notify.FieldSigningKey: !mail,
		notify.FieldProxy:      !mail || oauth, notify.FieldProxyUsername: !mail || oauth, notify.FieldProxyPassword: !mail || oauth,
	} {
		d.form.SetVisible(string(field), shown)
	}
	d.frame.Relayout()
}

// checked does something with a channel with which nothing is wrong, or says what is, beside
// the fields.
func (d *channelDialog) checked(c notify.Channel, secrets notify.Secrets, then func()) {
	d.session.Check(d.frame, func(ctx context.Context) error { return d.session.Beacon.Notify.Check(ctx, c, secrets) }, func(err error) {
		if !d.refused(err) {
			then()
		}
	})
}

// refused shows why something was refused, and reports whether it was.
func (d *channelDialog) refused(err error) bool {
	d.form.ClearProblems()
	var problems *workspace.ProblemsError
	switch {
	case errors.As(err, &problems):
		for _, p := range problems.Problems {
			if !d.form.SetProblem(string(p.Field), p.Message) {
				d.form.SetProblem(string(notify.FieldName), p.Message)
			}
		}
		d.frame.Relayout()
		d.form.FocusFirstProblem()
	case err != nil:
		d.session.Fail(lang.L("The channel could not be stored"), err)
	}
	return err != nil
}

func (d *channelDialog) accept(done func()) {
	c, secrets := d.channel()
	d.session.Check(d.frame, func(ctx context.Context) error { return d.session.Beacon.Notify.PutChannel(ctx, c, secrets) }, func(err error) {
		if !d.refused(err) {
			d.frame.Close()
			done()
		}
	})
}
