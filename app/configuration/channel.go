package configuration

import (
	"inventorybeacon/app/notify"
	"inventorybeacon/app/secretfile"
	"inventorybeacon/connector"
)

// Notifications say from when on something is told to people; what is left out is what is
// usual. SKUs are ids or part numbers.
type Notifications struct {
	UnusedLimit *int64            `json:"unusedLimit,omitempty"`
	Limits      []notify.Limit    `json:"limits,omitempty"`
	Exclude     []string          `json:"exclude,omitempty"`
	RenewalDays int               `json:"renewalDays"`
	ExpiryDays  int               `json:"expiryDays"`
	Quiet       notify.Quiet      `json:"quiet"`
	Report      notify.ReportPlan `json:"report"`
	At          Places            `json:"-"`
}

// NotificationsOf are rules as they stand in a file.
func NotificationsOf(r notify.Rules) *Notifications {
	return &Notifications{
		UnusedLimit: r.UnusedLimit, Limits: r.Limits, Exclude: r.Exclude, RenewalDays: r.RenewalDays, ExpiryDays: r.ExpiryDays,
		Quiet: r.Quiet, Report: r.Report,
	}
}

// Rules are what the file says.
func (n Notifications) Rules() notify.Rules {
	return notify.Rules{
		UnusedLimit: n.UnusedLimit, Limits: append([]notify.Limit{}, n.Limits...), Exclude: append([]string{}, n.Exclude...),
		RenewalDays: n.RenewalDays, ExpiryDays: n.ExpiryDays, Quiet: n.Quiet, Report: n.Report,
	}
}

// complete fills in what the file leaves out.
func (n *Notifications) complete() {
	usual := notify.DefaultRules()
	if !n.At.Given("renewalDays") {
		n.RenewalDays = usual.RenewalDays
	}
	if !n.At.Given("expiryDays") {
		n.ExpiryDays = usual.ExpiryDays
	}
	if !n.At.Given("report.every") {
		n.Report.Every = usual.Report.Every
	}
	if !n.At.Given("report.day") {
		n.Report.Day = usual.Report.Day
	}
	if !n.At.Given("report.on") {
		n.Report.On = usual.Report.On
	}
	if !n.At.Given("report.time") {
		n.Report.Time = usual.Report.Time
	}
	if !n.At.Given("report.attach") {
		n.Report.Attach = usual.Report.Attach
	}
}

// Channel is a way to write to people, with the places of its secrets. Those are never
// written.
type Channel struct {
	notify.Channel
	PasswordFile      string `json:"passwordFile,omitempty"`
	PasswordEnv       string `json:"passwordEnv,omitempty"`
	ClientSecretFile  string `json:"clientSecretFile,omitempty"`
	ClientSecretEnv   string `json:"clientSecretEnv,omitempty"`
	AddressFile       string `json:"addressFile,omitempty"`
	AddressEnv        string `json:"addressEnv,omitempty"`
	SigningKeyFile    string `json:"signingKeyFile,omitempty"`
	SigningKeyEnv     string `json:"signingKeyEnv,omitempty"`
	ProxyPasswordFile string `json:"proxyPasswordFile,omitempty"`
	ProxyPasswordEnv  string `json:"proxyPasswordEnv,omitempty"`
	At                Places `json:"-"`
}

// Secrets reads the secrets that the channel refers to.
func (c Channel) Secrets(lookup func(variable string) (value string, found bool)) (secrets notify.Secrets, problems []Problem) {
	secrets = notify.Secrets{}
	for _, one := range []struct {
		field connector.Field
		reference
	}{
		{notify.FieldPassword, reference{"password", c.PasswordFile, c.PasswordEnv}},
		{notify.FieldClientSecret, reference{"clientSecret", c.ClientSecretFile, c.ClientSecretEnv}},
		{notify.FieldAddress, reference{"address", c.AddressFile, c.AddressEnv}},
		{notify.FieldSigningKey, reference{"signingKey", c.SigningKeyFile, c.SigningKeyEnv}},
		{notify.FieldProxyPassword, reference{"proxyPassword", c.ProxyPasswordFile, c.ProxyPasswordEnv}},
	} {
		secret, wrong := c.At.secret(one.reference, secretfile.Text, lookup)
		switch {
		case wrong != nil:
			problems = append(problems, *wrong)
		case secret != nil:
			secrets[one.field] = *secret
		}
	}
	return secrets, problems
}
