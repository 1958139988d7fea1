package workspace

import (
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

func TestWarningsGivenWhatEndsSoon(t *testing.T) {
	now := time.Date(2026, 9, 15, 10, 0, 0, 0, time.UTC)
	today := connector.DateOf(now)
	unattended := func(change func(*connector.Connection)) Entry {
		c := connector.Connection{Flow: connector.ClientCredentials, SourceType: connector.Microsoft365}
		change(&c)
		return Entry{Connection: c, Secrets: store.SecretState{ClientSecret: now}}
	}
	signedIn := func(used time.Time) Entry {
		c := connector.Connection{Flow: connector.AuthorizationCode, SourceType: connector.Microsoft365, TokenUsed: used}
		return Entry{Connection: c, Secrets: store.SecretState{RefreshToken: used}}
	}
	expires := func(days int) Entry {
		return unattended(func(c *connector.Connection) { c.ClientSecretExpires = today + connector.Date(days) })
	}
	certificate := func(days int) Entry {
		return unattended(func(c *connector.Connection) {
			c.Certificate = connector.Certificate{Subject: "CN=beacon", NotAfter: today + connector.Date(days)}
		})
	}
	pem := connector.Secret("PEM")
	const notSignedIn = "Nobody is signed in to the connection any more: it cannot import."
	for name, test := range map[string]struct {
		given Entry
		want  string // the message; none when empty
	}{
		"a secret with a month and a day left": {expires(31), ""},
		"a secret whose day is not known":      {unattended(func(*connector.Connection) {}), ""},
		"a secret with 30 days left":           {expires(30), "The client secret expires in 30 days, on 2026-10-15."},
		"a secret with 14 days left":           {expires(14), "The client secret expires in 14 days, on 2026-09-29."},
		"a secret with 3 days left":            {expires(3), "The client secret expires in 3 days, on 2026-09-18."},
		"a secret with a day left":             {expires(1), "The client secret expires tomorrow, on 2026-09-16."},
		"a secret on its last day":             {expires(0), "The client secret expires today, on 2026-09-15."},
		"an expired secret":                    {expires(-1), "The client secret expired on 2026-09-14."},
		"a certificate with 14 days left":      {certificate(14), "The certificate expires in 14 days, on 2026-09-29."},
		"an expired certificate":               {certificate(-40), "The certificate expired on 2026-08-06."},
		"no secret and no certificate": {
			Entry{Connection: connector.Connection{Flow: connector.ClientCredentials}},
			"The connection has neither a client secret nor a certificate.",
		},
		"a certificate that waits for Save": {
			Entry{Connection: connector.Connection{Flow: connector.ClientCredentials}, Waiting: store.SecretChanges{Certificate: &pem}}, "",
		},
		"a token used 75 days ago": {signedIn(now.AddDate(0, 0, -75)), ""},
		"a token used 77 days ago": {signedIn(now.AddDate(0, 0, -77)), "The refresh token ends on 2026-09-28 unless it is used before."},
		"a token used 91 days ago": {
			signedIn(now.AddDate(0, 0, -91)),
			"The refresh token has not been used for 90 days; it ended on 2026-09-14.",
		},
		"a token that could not be kept alive": {
			Entry{
				Connection: connector.Connection{Flow: connector.AuthorizationCode},
				idle:       IdleFailure{At: now, Message: connector.Message{ID: "error.timeout"}},
			},
			"The refresh token could not be kept alive. The operation took longer than it may.",
		},
		"one of a connection that uses Client Credentials since then": {
			func() Entry {
				e := unattended(func(*connector.Connection) {})
				e.idle = IdleFailure{At: now, Message: connector.Message{ID: "error.timeout"}}
				return e
			}(), "",
		},
		"no token any more": {
			Entry{Connection: connector.Connection{Flow: connector.AuthorizationCode, TokenUsed: now.AddDate(0, 0, -91)}}, "",
		},
		"a connection that was never used and nobody has signed in to": {
			Entry{Connection: connector.Connection{Flow: connector.AuthorizationCode}}, "",
		},
		"one that has lost its sign-in since it imported": {
			Entry{Connection: connector.Connection{Flow: connector.AuthorizationCode}, published: now}, notSignedIn,
		},
		"one that has lost its sign-in since it ran": {
			Entry{Connection: connector.Connection{Flow: connector.AuthorizationCode}, LastTask: store.Task{ID: 1}}, notSignedIn,
		},
		"one that has lost its sign-in and stands in a schedule": {
			Entry{Connection: connector.Connection{Flow: connector.AuthorizationCode, ScheduleID: "daily"}}, notSignedIn,
		},
		"one whose sign-in waits for Save": {
			Entry{
				Connection: connector.Connection{Flow: connector.AuthorizationCode}, Waiting: store.SecretChanges{RefreshToken: &pem},
				published: now,
			}, "",
		},
		"one that is disabled": {
			Entry{Connection: connector.Connection{Flow: connector.AuthorizationCode, Disabled: true}, published: now}, "",
		},
		"the deprecated source type": {
			Entry{Connection: connector.Connection{Flow: connector.AuthorizationCode, SourceType: connector.Office365Deprecated}},
			`Nothing can be imported with the source type "Microsoft Office 365 (deprecated)": Microsoft has switched its interface off.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			test.given.now = now
			var got []string
			for _, w := range test.given.Warnings() {
				got = append(got, w.Message)
				if w.Advice == "" {
					t.Errorf("%q does not say what to do", w.Message)
				}
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("warnings %q, want %q", got, test.want)
			}
		})
	}
}
