package configure

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/configuration"
	"inventorybeacon/app/notify"
)

const channelsConfiguration = `
channels:
  - {name: Mail, kind: email, server: "smtp.contoso.com:587", from: beacon@contoso.com, to: [anne@contoso.com], username: beacon, passwordEnv: SECRET, topics: [import-failed, report]}
  - {name: Team, kind: webhook, format: teams, addressEnv: ADDRESS}
notifications:
  unusedLimit: 10
  limits: [{sku: SPE_E5, unused: 2}]
  exclude: [SPE_E3]
  quiet: {from: "22:00", until: "07:00", weekends: true}
  report: {every: weekly, on: monday}
`

func TestChannelsAreWhatAFileSays(t *testing.T) {
	b := openConsole(t, t.TempDir())
	text := strings.ReplaceAll(channelsConfiguration, "ADDRESS", "HOOK")
	got := mustApply(t, b, text, Options{})
	if len(got) != 3 || !strings.HasPrefix(got[0], "update setting notifications") || got[1] != "create channel Mail" ||
		got[2] != "create channel Team" {
		t.Fatalf("%q", got)
	}
	rules, err := b.Notify.Rules(t.Context())
	if err != nil || *rules.UnusedLimit != 10 || len(rules.Limits) != 1 || rules.Limits[0].SKU == "SPE_E5" || rules.RenewalDays != 30 ||
		!rules.Quiet.Weekends {
		t.Errorf("%+v, %v", rules, err)
	}
	// Again, nothing changes, and what is written makes another directory the same but for secrets.
	if got := mustApply(t, b, text, Options{}); len(got) != 0 {
		t.Errorf("%q", got)
	}
	exported := written(t, b)
	if strings.Contains(exported, "the secret") || strings.Contains(exported, "hooks.example") {
		t.Error("a secret is written")
	}
	if got := mustApply(t, b, exported, Options{}); len(got) != 0 {
		t.Errorf("%q", got)
	}
	// Another secret is a change, whose value is not told.
	if got := mustApply(t, b, strings.Replace(text, "passwordEnv: SECRET", "passwordEnv: OTHER", 1), Options{}); !slices.Equal(got,
		[]string{"update channel Mail password="}) {
		t.Errorf("%q", got)
	}
	if got := mustApply(t, b, "channels: []\n", Options{Prune: true}); !slices.Equal(got,
		[]string{"delete channel Mail", "delete channel Team"}) {
		t.Errorf("%q", got)
	}
}

func TestChannelsThatAreWrongChangeNothing(t *testing.T) {
	b := openConsole(t, t.TempDir())
	for text, want := range map[string]string{
		"channels: [{kind: email}]":                                                                  "configuration.missing",
		"channels: [{name: Mail, server: nowhere}]":                                                  "configuration.problem",
		"channels: [{name: Team, kind: webhook}]":                                                    "configuration.secret.missing",
		"channels: [{name: Team, kind: webhook, addressEnv: SECRET}]":                                "configuration.problem",
		"channels: [{name: Team, kind: webhook, addressEnv: MISSING}]":                               "configuration.secret.variable",
		"channels: [{name: Team, kind: webhook, addressEnv: HOOK, topics: []}]":                      "configuration.problem",
		"channels: [{name: Team, kind: webhook, addressEnv: HOOK, server: \"smtp.contoso.com:25\"}]": "configuration.problem",
		"notifications: {renewalDays: 400}":                                                          "notify.days",
		"notifications: {report: {every: daily}}":                                                    "notify.word",
		"notifications: {exclude: [NOTHING]}":                                                        "store.not-found.license",
	} {
		_, err := applied(t, b, text, Options{})
		var refused *configuration.Error
		if !errors.As(err, &refused) ||
			!slices.ContainsFunc(refused.Problems, func(p configuration.Problem) bool { return p.Message.ID == want }) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	if channels, err := b.Notify.Channels(t.Context()); err != nil || len(channels) != 0 {
		t.Errorf("%+v, %v", channels, err)
	}
	if rules, err := b.Notify.Rules(t.Context()); err != nil || rules.RenewalDays != notify.DefaultRules().RenewalDays {
		t.Errorf("%+v, %v", rules, err)
	}
}
