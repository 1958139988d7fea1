package proxyauth

import (
	"fmt"
	"strings"
	"testing"
)

func TestChallenges(t *testing.T) {
	for header, want := range map[string]string{
		`Negotiate, NTLM`:                `Negotiate  map[] | NTLM  map[]`,
		`Basic realm="a, \"b\""`:         `Basic  map[realm:a, "b"]`,
		`NTLM TlRMTVNTUAACAAAA==, Basic`: `NTLM TlRMTVNTUAACAAAA== map[] | Basic  map[]`,
		`Negotiate YII=`:                 `Negotiate YII= map[]`,
		`Digest realm="x",nonce="a=b", qop="auth,auth-int" , stale=FALSE, Basic realm="y"`: `Digest  map[nonce:a=b qop:auth,auth-int realm:x stale:FALSE] | Basic  map[realm:y]`,
		``:              ``,
		`,,`:            ``,
		`realm="alone"`: ``,
		`"quoted" x`:    ``,
		`Basic realm="`: `Basic  map[realm:"]`,
	} {
		t.Run("given "+header, func(t *testing.T) {
			var got []string
			for _, c := range Challenges([]string{header}) {
				got = append(got, fmt.Sprint(c.Scheme, " ", c.Token, " ", c.Parameters))
			}
			if got := strings.ReplaceAll(strings.Join(got, " | "), "map[]", "map[]"); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func FuzzChallenges(f *testing.F) {
	f.Add(`Digest realm="x",nonce="a=b", qop="auth,auth-int" , stale=FALSE, Basic realm="y", NTLM AA==`)
	f.Fuzz(func(t *testing.T, header string) {
		for _, c := range Challenges([]string{header}) {
			if !isToken(c.Scheme) {
				t.Errorf("%q is no scheme", c.Scheme)
			}
		}
	})
}

// The examples of RFC 7616 section 3.9.1, and of RFC 2069 as its errata have it.
func TestDigest(t *testing.T) {
	const challenge = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=%s, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`
	for algorithm, want := range map[string]string{
		"MD5":     "8ca523f5e9506fed4657c9700eebdbec",
		"SHA-256": "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
	} {
		c := Challenges([]string{fmt.Sprintf(challenge, algorithm)})[0]
		d := &digest{account: Account{Username: "Mufasa", Password: "Circle of Life"}, target: Target{Method: "GET", Address: "/dir/index.html"}}
		sum, _ := digestHash(algorithm)
		header := d.header(c, sum, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
		if !strings.Contains(header, `response="`+want+`"`) || !strings.Contains(header, "algorithm="+algorithm) ||
			!strings.Contains(header, "qop=auth,") {
			t.Errorf("%s: %s", algorithm, header)
		}
	}
	old := &digest{account: Account{Username: "Mufasa", Password: "CircleOfLife"}, target: Target{Method: "GET", Address: "/dir/index.html"}}
	sum, _ := digestHash("")
	header := old.header(Challenges([]string{`Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"`})[0], sum, "")
	if !strings.Contains(header, `response="1949323746fe6a43ef61f9606e7febea"`) || strings.Contains(header, "qop") {
		t.Error(header)
	}
}

func TestUsable(t *testing.T) {
	offered := Challenges([]string{`Basic realm="x"`, "NTLM", "Bearer", `Digest realm="x", nonce="n", algorithm=SHA-512`, "negotiate"})
	if got := strings.Join(Usable(offered, Account{Username: "u"}), ","); got != "Negotiate,NTLM,Basic" {
		t.Errorf("got %s", got)
	}
	if got := strings.Join(Names(offered), ","); got != "Basic,NTLM,Bearer,Digest,negotiate" {
		t.Errorf("got %s", got)
	}
}
