package app

import (
	"context"
	"net/url"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// asking remembers the address at which somebody signs in.
type asking struct {
	visitor
	claims *string
}

func (asking) Address(string) bool { return false }

func (a asking) Answer(ctx context.Context, address, problem string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	*a.claims = u.Query().Get("claims")
	return a.visitor.Answer(ctx, address, problem)
}

// A claims challenge that an import has met is passed on to the next sign-in, also
// in another process, and forgotten when somebody has signed in.
func TestAClaimsChallengeIsPassedOnToTheNextSignIn(t *testing.T) {
	const challenge = `{"access_token":{"capolids":{"essential":true,"values":["a-policy"]}}}`
	for name, tt := range map[string]struct{ sent, want string }{
		"a challenge":                {challenge, challenge},
		"what is no JSON":            {"{", ""},
		"what is no object":          {"[1]", ""},
		"no challenge, as mostly":    {"", ""},
		"null in place of an object": {"null", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			server := demotenanttest.Start(t, demotenant.Options{Users: 20})
			b := openDir(t, dir, sourceOf(server))
			c := connect(t, b, "Contoso")
			server.Inject("/token", demotenant.Fault{AADSTS: 50076, Claims: tt.sent})
			if _, err := b.Import(t.Context(), c.ID, store.TriggerSchedule); err == nil {
				t.Fatal("no error")
			}
			b.close()

			b = openDir(t, dir, sourceOf(server))
			for _, want := range []string{tt.want, ""} {
				e, _ := b.Entry(c.ID)
				var claims string
				who, token, err := b.SignIn(t.Context(), e.Connection, store.SecretChanges{}, connector.SignInNone, asking{claims: &claims})
				if err != nil {
					t.Fatal(err)
				}
				if claims != want {
					t.Errorf("the sign-in is asked to prove %q, want %q", claims, want)
				}
				e.Connection.SignIn = who
				save(t, b, e.Connection, store.SecretChanges{RefreshToken: &token})
			}
			mustImport(t, b, c)
		})
	}
}

// The end of a sign-in can be challenged too.
func TestAClaimsChallengeOfASignInIsPassedOnToTheNextOne(t *testing.T) {
	const challenge = `{"access_token":{"capolids":{"essential":true,"values":["a-policy"]}}}`
	server := demotenanttest.Start(t, demotenant.Options{Users: 20})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	server.Inject("/token", demotenant.Fault{AADSTS: 50076, Claims: challenge})
	for _, want := range []string{"", challenge} {
		var claims string
		_, _, err := b.SignIn(t.Context(), c, store.SecretChanges{}, connector.SignInNone, asking{claims: &claims})
		if claims != want || (err == nil) != (want == challenge) {
			t.Errorf("the sign-in is asked to prove %q, want %q: %v", claims, want, err)
		}
	}
}
