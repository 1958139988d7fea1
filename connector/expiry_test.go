package connector

import (
	"testing"
	"time"
)

func TestExpiryWarningGivenDaysBeforeTheEnd(t *testing.T) {
	today := DateOf(time.Date(2026, 9, 15, 0, 0, 0, 0, time.UTC))
	for _, test := range []struct {
		days  int
		level Expiry
	}{
		{400, ExpiryNone},
		{31, ExpiryNone},
		{30, ExpirySoon},
		{15, ExpirySoon},
		{14, ExpiryNear},
		{4, ExpiryNear},
		{3, ExpiryUrgent},
		{1, ExpiryUrgent},
		{0, ExpiryUrgent},
		{-1, ExpiryPassed},
		{-400, ExpiryPassed},
	} {
		ends := today + Date(test.days)
		for name, c := range map[string]Connection{
			"secret":      {Flow: ClientCredentials, ClientSecretExpires: ends},
			"certificate": {Flow: ClientCredentials, Certificate: Certificate{Subject: "CN=x", NotAfter: ends}, ClientSecretExpires: today},
		} {
			if days, level := ExpiryWarning(c, today); days != test.days || level != test.level {
				t.Errorf("%s that ends in %d days: %d days, level %d; want level %d", name, test.days, days, level, test.level)
			}
		}
	}
}

func TestExpiryWarningIsSilentGivenNothingThatEnds(t *testing.T) {
	for name, c := range map[string]Connection{
		"a secret whose day was not entered":          {Flow: ClientCredentials},
		"a day left from before the flow was changed": {Flow: AuthorizationCode, ClientSecretExpires: 1},
	} {
		if days, level := ExpiryWarning(c, 20000); days != 0 || level != ExpiryNone {
			t.Errorf("%s: %d days, level %d", name, days, level)
		}
	}
}

func TestTokenDiesGivenTheLastUse(t *testing.T) {
	signedIn := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	used := signedIn.AddDate(0, 1, 0)
	for name, test := range map[string]struct {
		c    Connection
		want time.Time
	}{
		"never signed in":       {Connection{Flow: AuthorizationCode}, time.Time{}},
		"signed in, never used": {Connection{Flow: AuthorizationCode, SignIn: SignIn{At: signedIn}}, signedIn.AddDate(0, 0, 90)},
		"used since": {
			Connection{Flow: AuthorizationCode, SignIn: SignIn{At: signedIn}, TokenUsed: used},
			used.AddDate(0, 0, 90),
		},
		"signed in again since": {
			Connection{Flow: AuthorizationCode, SignIn: SignIn{At: used}, TokenUsed: signedIn},
			used.AddDate(0, 0, 90),
		},
		"no token with this flow":    {Connection{Flow: ClientCredentials, SignIn: SignIn{At: signedIn}}, time.Time{}},
		"token entered and not ours": {Connection{Flow: AuthorizationCode, TokenUsed: used}, used.AddDate(0, 0, 90)},
	} {
		if got := test.c.TokenDies(); !got.Equal(test.want) {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
