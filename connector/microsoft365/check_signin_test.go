package microsoft365

import (
	"slices"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// ago is a time so many days before now, with an hour to spare.
func ago(days int) time.Time { return time.Now().Add(-time.Hour).AddDate(0, 0, -days) }

func TestTestTellsTheAgeOfTheRefreshToken(t *testing.T) {
	for name, test := range map[string]struct {
		signedIn, used time.Time
		result         connector.CheckResult
		meaning        []string // parts of it
	}{
		"signed in today":         {ago(0), time.Time{}, connector.CheckPassed, []string{"The sign-in is 0 days old", "would end on " + dayOf(ago(-90))}},
		"used in between":         {ago(200), ago(10), connector.CheckPassed, []string{"The sign-in is 200 days old", "last used on " + dayOf(ago(10)), "would end on " + dayOf(ago(-80))}},
		"entered, and used since": {time.Time{}, ago(3), connector.CheckPassed, []string{"The refresh token was last used on " + dayOf(ago(3))}},
		"entered, and never used": {time.Time{}, time.Time{}, connector.CheckPassed, []string{"entered and not generated"}},
		"long unused":             {ago(61), time.Time{}, connector.CheckWarning, []string{"not been used for 61 days", "since " + dayOf(ago(61)), "90 days"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, source := demo(t, demotenant.Options{})
			a, _ := signedIn(t, source, "")
			a.Connection.SignIn.At, a.Connection.TokenUsed = test.signedIn, test.used
			_, checks := testedAt(t.Context(), source, a)
			c := checks["Refresh token"]
			if c.Result != test.result || !c.Optional || (c.Advice == "") != (test.result == connector.CheckPassed) {
				t.Errorf("%+v", c)
			}
			for _, part := range test.meaning {
				if !strings.Contains(c.Meaning, part) {
					t.Errorf("%q does not say %q", c.Meaning, part)
				}
			}
		})
	}
}

func TestTestGivenNobodyHasSignedIn(t *testing.T) {
	_, source := demo(t, demotenant.Options{})
	a, _ := signedIn(t, source, "")
	a.Secrets.RefreshToken = ""
	names, checks := testedAt(t.Context(), source, a)
	if want := []string{"Network", "TLS", "Clock", "Token"}; !slices.Equal(names, want) || checks["Token"].Result != connector.CheckFailed {
		t.Errorf("%q ends with %+v", names, checks["Token"])
	}
}

// The check says what was given for the token.
func TestTestTellsWhatATokenWasGivenFor(t *testing.T) {
	key := sourcetest.RSAKey()
	for want, access := range map[string]func() (connector.Access, *Source){
		"The refresh token was redeemed for an access token.": func() (connector.Access, *Source) {
			_, source := demo(t, demotenant.Options{})
			a, _ := signedIn(t, source, "")
			return a, source
		},
		"The client secret was redeemed for an access token.": func() (connector.Access, *Source) {
			server, source := demo(t, demotenant.Options{})
			return asApplication(server, source), source
		},
		"A request signed with the certificate was answered with an access token.": func() (connector.Access, *Source) {
			leaf := sourcetest.Certify(t, key, -20, 400)
			return asCertified(t, leaf, sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, nil, "x"), "x")
		},
	} {
		t.Run(want, func(t *testing.T) {
			a, source := access()
			_, checks := testedAt(t.Context(), source, a)
			if c := checks["Token"]; c.Result != connector.CheckPassed || c.Meaning != want {
				t.Errorf("%+v", c)
			}
		})
	}
}

var applicationChecks = []string{"Network", "TLS", "Clock", "", "Token", "Account", "Permissions", "Organization", "Users", "Licenses", "Usage reports", "Names in reports"}

func TestTestGivenAnApplicationThatSignsInByItself(t *testing.T) {
	today := connector.DateOf(time.Now())
	for name, test := range map[string]struct {
		ends    connector.Date
		result  connector.CheckResult
		meaning string
	}{
		"no day entered": {0, connector.CheckPassed, "was not entered"},
		"far away":       {today + 31, connector.CheckPassed, "ends on " + dayOf((today + 31).Time())},
		"a month":        {today + 30, connector.CheckWarning, "ends in 30 days, on " + dayOf((today + 30).Time())},
		"tomorrow":       {today + 1, connector.CheckWarning, "ends in 1 day,"},
		"today":          {today, connector.CheckWarning, "ends today"},
		"over":           {today - 1, connector.CheckWarning, "has ended on " + dayOf((today - 1).Time())},
	} {
		t.Run(name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{})
			a := asApplication(server, source)
			a.Connection.ClientSecretExpires = test.ends
			names, checks := testedAt(t.Context(), source, a)
			want := slices.Clone(applicationChecks)
			want[3] = "Client secret"
			if !slices.Equal(names, want) {
				t.Errorf("checks %q", names)
			}
			c := checks["Client secret"]
			if c.Result != test.result || !c.Optional || !strings.Contains(c.Meaning, test.meaning) || (c.Advice == "") != (test.result == connector.CheckPassed) {
				t.Errorf("%+v", c)
			}
			if c := checks["Permissions"]; c.Meaning != "Directory.Read.All and Reports.Read.All were granted as application permissions." {
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
		"far away":         {400, "x", connector.CheckPassed, "SHA-256 thumbprint"},
		"soon":             {10, "x", connector.CheckWarning, "The certificate CN=Inventory Beacon,O=Contoso ends in 10 days"},
		"over":             {-1, "x", connector.CheckFailed, "has expired on"},
		"a wrong password": {400, "y", connector.CheckFailed, "password does not open"},
	} {
		t.Run(name, func(t *testing.T) {
			leaf := sourcetest.Certify(t, key, -20, test.until)
			a, source := asCertified(t, leaf, sourcetest.PFX(t, pkcs12.Modern2023, key, leaf, nil, "x"), test.pass)
			names, checks := testedAt(t.Context(), source, a)
			want := slices.Clone(applicationChecks)
			want[3] = "Certificate"
			if test.result == connector.CheckFailed {
				want = want[:4]
			}
			if !slices.Equal(names, want) {
				t.Errorf("checks %q", names)
			}
			c := checks["Certificate"]
			if c.Result != test.result || c.Optional || !strings.Contains(c.Meaning, test.meaning) || (c.Advice == "") != (test.result == connector.CheckPassed) {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestTestGivenAnApplicationWithoutPermissions(t *testing.T) {
	const id = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
	server, source := demo(t, demotenant.Options{Apps: []demotenant.App{{ID: id, Name: "Half", Secret: "s", Roles: []string{"Directory.Read.All"}}}})
	a := asApplication(server, source)
	a.Connection.ClientID, a.Secrets.ClientSecret = id, "s"
	_, checks := testedAt(t.Context(), source, a)
	if c := checks["Permissions"]; c.Result != connector.CheckWarning || !strings.Contains(c.Meaning, "application permission Reports.Read.All was not granted") {
		t.Errorf("%+v", c)
	}
	if c := checks["Usage reports"]; c.Result != connector.CheckWarning || !strings.Contains(c.Advice, "application permission Reports.Read.All") {
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
