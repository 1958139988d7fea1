package support

import (
	"testing"

	"inventorybeacon/connector"
)

func TestWhatLooksLikeASecretIsBlackedOut(t *testing.T) {
	r := newRedactor(nil)
	for line, want := range map[string]string{
		"nothing to see, 12 users":                                "nothing to see, 12 users",
		"Authorization: Bearer abcdefgh.ijk":                      "Authorization: Bearer [secret]",
		"token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln end": "token [secret] end",
		"got 0.AXkAabcdefghijklmnopqrstuvwxyz-_0123.AgABAwEA end": "got [secret] end",
		`body="grant_type=x&refresh_token=abc&scope=y"`:           `body="grant_type=x&refresh_token=[secret]&scope=y"`,
		"via http://anna:geheim@proxy:8080/":                      "via http://anna:[secret]@proxy:8080/",
		"https://reports.office.com/x.csv?sig=abcdef&se=2026":     "https://reports.office.com/[secret]?sig=[secret]&se=2026",
		"key -----BEGIN RSA PRIVATE KEY-----\\nabc":               "key [secret]",
		`{"text": "code=abc\" next"}`:                             `{"text": "code=[secret]\" next"}`,
	} {
		if got := r.text(line); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", line, got, want)
		}
	}
}

func TestShortSecretsAreNotLookedFor(t *testing.T) {
	if got := newRedactor([]connector.Secret{"user", "a"}).text("a user signed in"); got != "a user signed in" {
		t.Errorf("got %q", got)
	}
}
