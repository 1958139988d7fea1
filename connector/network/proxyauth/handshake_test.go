package proxyauth

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

var ada = Account{Username: "ada", Password: "secret"}

func TestBasicIsSentOnce(t *testing.T) {
	h := Begin(Basic, ada, Target{})
	defer h.Close()
	if header, err := h.Answer(Challenge{}); header != "Basic YWRhOnNlY3JldA==" || err != nil {
		t.Errorf("%q, %v", header, err)
	}
	if header, err := h.Answer(Challenge{}); !errors.Is(err, ErrRefused) {
		t.Errorf("once more: %q, %v", header, err)
	}
}

func TestDigestAnswersAgainWhenTheNonceIsStale(t *testing.T) {
	challenge := func(nonce, stale, algorithm string) Challenge {
		return Challenge{
			Scheme:     Digest,
			Parameters: map[string]string{"realm": "r", "nonce": nonce, "stale": stale, "algorithm": algorithm, "qop": "auth"},
		}
	}
	for _, c := range []struct {
		given  string
		second Challenge
		again  bool
	}{
		{"another nonce, and that the first is stale", challenge("n2", "TRUE", "MD5"), true},
		{"another nonce, and nothing of stale", challenge("n2", "", "MD5"), false},
		{"the same nonce, and that it is stale", challenge("n1", "true", "MD5"), false},
		{"an algorithm that nobody knows", challenge("n2", "true", "SHA-1024"), false},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			h := Begin(Digest, ada, Target{Method: "CONNECT", Address: "graph.example:443"})
			defer h.Close()
			header, err := h.Answer(challenge("n1", "", "SHA-256-sess"))
			if err != nil || !strings.HasPrefix(header, "Digest ") || !strings.Contains(header, `username="ada"`) ||
				!strings.Contains(header, `nonce="n1"`) ||
				strings.Contains(header, "secret") {
				t.Fatalf("%q, %v", header, err)
			}
			header, err = h.Answer(c.second)
			if c.again != (err == nil) || err != nil && !errors.Is(err, ErrRefused) || c.again && !strings.Contains(header, `nonce="n2"`) {
				t.Errorf("%q, %v", header, err)
			}
		})
	}
	if header, err := Begin(Digest, ada, Target{}).Answer(challenge("n1", "", "SHA-1024")); !errors.Is(err, ErrRefused) {
		t.Errorf("an algorithm that nobody knows: %q, %v", header, err)
	}
}

func TestNTLMHasThreeMessages(t *testing.T) {
	h := Begin(NTLM, ada, Target{})
	defer h.Close()
	if header, err := h.Answer(Challenge{Scheme: NTLM}); !strings.HasPrefix(header, "NTLM TlRMTVNTUAAB") || err != nil {
		t.Errorf("%q, %v", header, err)
	}
	if _, err := h.Answer(Challenge{Scheme: NTLM, Token: "not base 64!"}); errors.Is(err, ErrRefused) || err == nil {
		t.Errorf("a message that cannot be read: %v", err)
	} else if m, _ := connector.MessageOf(err); m.ID != "network.proxy.unreadable-authentication" {
		t.Errorf("%+v", m)
	}
	if _, err := h.Answer(Challenge{Scheme: NTLM, Token: "TlRMTVNTUAAC"}); !errors.Is(err, ErrRefused) {
		t.Errorf("a third round: %v", err)
	}
	h = Begin(NTLM, ada, Target{})
	_, _ = h.Answer(Challenge{Scheme: NTLM})
	if _, err := h.Answer(Challenge{Scheme: NTLM}); !errors.Is(err, ErrRefused) {
		t.Errorf("a refusal in the second round: %v", err)
	}
}

func TestASchemeIsSpokenThatIsOffered(t *testing.T) {
	digest := Challenge{Scheme: "digest", Parameters: map[string]string{"nonce": "n"}}
	unknown := Challenge{Scheme: "Digest", Parameters: map[string]string{"nonce": "n", "algorithm": "SHA-1024"}}
	for _, c := range []struct {
		offered []Challenge
		speaks  bool
		usable  []string // with a user name
		own     []string // without
	}{
		{nil, false, nil, nil},
		{[]Challenge{{Scheme: "Bearer"}, unknown}, false, nil, nil},
		{[]Challenge{{Scheme: "basic"}, digest}, true, []string{Digest, Basic}, nil},
		{[]Challenge{{Scheme: "NTLM"}, {Scheme: "negotiate"}}, true, []string{Negotiate, NTLM}, []string{Negotiate}},
	} {
		if Speaks(c.offered) != c.speaks || !slices.Equal(Usable(c.offered, ada), c.usable) ||
			!slices.Equal(Usable(c.offered, Account{}), c.own) {
			t.Errorf("%+v: %v, %q, %q", c.offered, Speaks(c.offered), Usable(c.offered, ada), Usable(c.offered, Account{}))
		}
	}
	if names := Names([]Challenge{{Scheme: "Basic"}, {Scheme: "NTLM"}, {Scheme: "BASIC"}}); !slices.Equal(names, []string{"Basic", "NTLM"}) {
		t.Errorf("%q", names)
	}
	if found, offered := Find([]Challenge{{Scheme: "Basic"}}, NTLM); offered || found.Scheme != "" {
		t.Errorf("%+v", found)
	}
}
