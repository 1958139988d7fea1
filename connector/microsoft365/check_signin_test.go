package microsoft365

import (
	"slices"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// ago is a time so many days before now, with an hour to spare.
func ago(days int) time.Time { return time.Now().Add(-time.Hour).AddDate(0, 0, -days) }

func dayOf(t time.Time) string { return connector.DateOf(t).String() }

func TestTestTellsTheAgeOfTheRefreshToken(t *testing.T) {
	for name, test := range map[string]struct {
		signedIn, used time.Time
		result         connector.CheckResult
		meaning        string
	}{
		"signed in today": {ago(0), time.Time{}, connector.CheckPassed, "check.passed.refresh-token.fresh Ends=" + dayOf(ago(-90)) +
			" SignedIn=" + dayOf(ago(0)) + " Used=" + dayOf(ago(0))},
		"signed in a day ago": {ago(1), time.Time{}, connector.CheckPassed, "check.passed.refresh-token Count=1 Ends=" + dayOf(ago(-89)) +
			" SignedIn=" + dayOf(ago(1)) + " Used=" + dayOf(ago(1))},
		"used in between": {ago(200), ago(10), connector.CheckPassed, "check.passed.refresh-token Count=200 Ends=" + dayOf(ago(-80)) +
			" SignedIn=" + dayOf(ago(200)) + " Used=" + dayOf(ago(10))},
		"entered, and used since": {time.Time{}, ago(3), connector.CheckPassed, "check.passed.refresh-token.used Ends=" + dayOf(ago(-87)) +
			" Used=" + dayOf(ago(3))},
		"entered, and never used": {time.Time{}, time.Time{}, connector.CheckPassed, "check.passed.refresh-token.entered"},
		"long unused": {ago(61), time.Time{}, connector.CheckWarning, "check.refresh-token.unused Count=61 Ends=" + dayOf(ago(-29)) +
			" Used=" + dayOf(ago(61))},
	} {
		t.Run(name, func(t *testing.T) {
			_, source := demo(t, demotenant.Options{})
			a, _ := signedIn(t, source, "")
			a.Connection.SignIn.At, a.Connection.TokenUsed = test.signedIn, test.used
			_, checks := testedAt(t, t.Context(), source, a)
			c := checks["check.refresh-token"]
			if c.Result != test.result || !c.Optional || said(c) != test.meaning {
				t.Errorf("%+v, want %s", c, test.meaning)
			}
		})
	}
}

func TestTestGivenNobodyHasSignedIn(t *testing.T) {
	_, source := demo(t, demotenant.Options{})
	a, _ := signedIn(t, source, "")
	a.Secrets.RefreshToken = ""
	names, checks := testedAt(t, t.Context(), source, a)
	if want := []string{"check.network", "check.tls", "check.clock", "check.token"}; !slices.Equal(names, want) ||
		checks["check.token"].Result != connector.CheckFailed {
		t.Errorf("%q ends with %+v", names, checks["check.token"])
	}
}

// The check says what was given for the token.
func TestTestTellsWhatATokenWasGivenFor(t *testing.T) {
	key := sourcetest.RSAKey()
	for want, access := range map[string]func() (connector.Access, *Source){
		"check.passed.token.refresh-token": func() (connector.Access, *Source) {
			_, source := demo(t, demotenant.Options{})
			a, _ := signedIn(t, source, "")
			return a, source
		},
		"check.passed.token.client-secret": func() (connector.Access, *Source) {
			server, source := demo(t, demotenant.Options{})
			return asApplication(server, source), source
		},
		"check.passed.token.certificate": func() (connector.Access, *Source) {
			leaf := sourcetest.Certify(t, key, -20, 400)
			return asCertified(t, leaf, sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, nil, "x"), "x")
		},
	} {
		t.Run(want, func(t *testing.T) {
			a, source := access()
			_, checks := testedAt(t, t.Context(), source, a)
			if c := checks["check.token"]; c.Result != connector.CheckPassed || c.Meaning.ID != want {
				t.Errorf("%+v", c)
			}
		})
	}
}

var applicationChecks = []string{
	"check.network", "check.tls", "check.clock", "", "check.token", "check.account", "check.permissions",
	"check.organization", "check.users", "check.licenses", "check.reports", "check.names",
}

func TestTestGivenAnApplicationThatSignsInByItself(t *testing.T) {
	today := connector.DateOf(time.Now())
	for name, test := range map[string]struct {
		ends    connector.Date
		result  connector.CheckResult
		meaning string
	}{
		"no day entered": {0, connector.CheckPassed, "check.passed.client-secret.unknown"},
		"far away":       {today + 31, connector.CheckPassed, "check.passed.client-secret Count=31 Day=" + (today + 31).String()},
		"a month":        {today + 30, connector.CheckWarning, "check.client-secret.ends Count=30 Day=" + (today + 30).String()},
		"tomorrow":       {today + 1, connector.CheckWarning, "check.client-secret.ends Count=1 Day=" + (today + 1).String()},
		"today":          {today, connector.CheckWarning, "check.client-secret.today Count=0 Day=" + today.String()},
		"over":           {today - 1, connector.CheckWarning, "check.client-secret.ended Count=-1 Day=" + (today - 1).String()},
	} {
		t.Run(name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{})
			a := asApplication(server, source)
			a.Connection.ClientSecretExpires = test.ends
			names, checks := testedAt(t, t.Context(), source, a)
			want := slices.Clone(applicationChecks)
			want[3] = "check.client-secret"
			if !slices.Equal(names, want) {
				t.Errorf("checks %q", names)
			}
			c := checks["check.client-secret"]
			if c.Result != test.result || !c.Optional || said(c) != test.meaning {
				t.Errorf("%+v", c)
			}
			if c := checks["check.permissions"]; said(c) != "check.passed.permissions.application Permissions=[Directory.Read.All Reports.Read.All]" {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestTestGivenACertificate(t *testing.T) {
	key := sourcetest.RSAKey()
	for name, test := range map[string]struct {
		until   int
		pass    connector.Secret
		result  connector.CheckResult
		meaning string
	}{
		"far away":         {400, "x", connector.CheckPassed, "check.passed.certificate"},
		"soon":             {10, "x", connector.CheckWarning, "check.certificate.ends"},
		"over":             {-1, "x", connector.CheckFailed, "certificate.expired"},
		"a wrong password": {400, "y", connector.CheckFailed, "certificate.wrong-password"},
	} {
		t.Run(name, func(t *testing.T) {
			leaf := sourcetest.Certify(t, key, -20, test.until)
			a, source := asCertified(t, leaf, sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, nil, "x"), test.pass)
			names, checks := testedAt(t, t.Context(), source, a)
			want := slices.Clone(applicationChecks)
			want[3] = "check.certificate"
			if test.result == connector.CheckFailed {
				want = want[:4]
			}
			if !slices.Equal(names, want) {
				t.Errorf("checks %q", names)
			}
			c := checks["check.certificate"]
			if c.Result != test.result || c.Optional || c.Meaning.ID != test.meaning {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestTestGivenAnApplicationWithoutPermissions(t *testing.T) {
	const id = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
	server, source := demo(t,
		demotenant.Options{Apps: []demotenant.App{{ID: id, Name: "Half", Secret: "s", Roles: []string{"Directory.Read.All"}}}})
	a := asApplication(server, source)
	a.Connection.ClientID, a.Secrets.ClientSecret = id, "s"
	_, checks := testedAt(t, t.Context(), source, a)
	if c := checks["check.permissions"]; c.Result != connector.CheckWarning ||
		said(c) != "check.permissions.missing-application Permissions=[Reports.Read.All]" {
		t.Errorf("%+v", c)
	}
	if c := checks["check.reports"]; c.Result != connector.CheckWarning || c.Meaning.ID != "graph.forbidden.application-reports" {
		t.Errorf("%+v", c)
	}
}

func TestApplicationRolesGivenTokensOfAnyKind(t *testing.T) {
	for token, want := range map[string][]string{
		"":                    nil,
		"opaque":              nil,
		"a.b.c.d":             nil,
		"a.%%%.c":             nil,
		"a.bm90IGpzb24.c":     nil,
		"a.eyJyb2xlcyI6MX0.c": nil,
		"a.e30.c":             nil,
		"a.eyJyb2xlcyI6WyJVc2VyLlJlYWQuQWxsIiwieFx1MDAwMHkiXX0.c": {"User.Read.All", "xy"},
	} {
		if got := applicationRoles(token); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", token, got, want)
		}
	}
}
