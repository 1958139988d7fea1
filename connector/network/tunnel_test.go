package network

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/network/networktest"
)

func TestSignInWithNTLM(t *testing.T) {
	host := startHost(t)
	for name, given := range map[string]struct {
		username, password string
		id                 string // of the error's message
		tries              int
	}{
		"name and password":    {`CORP\beacon`, "the-proxy-password", "", 2},
		"a wrong password":     {`CORP\beacon`, "wrong", "network.proxy.wrong-password", 1},
		"another domain":       {`OTHER\beacon`, "the-proxy-password", "network.proxy.wrong-password", 1},
		"nothing":              {"", "", "network.proxy.no-password", 0},
		"letters of all kinds": {`CORP\beacon`, "the-proxy-password ß漢😀", "", 2},
	} {
		t.Run("given "+name, func(t *testing.T) {
			ntlm := &networktest.NTLM{Domain: "CORP", Username: "beacon", Password: "the-proxy-password"}
			if given.id == "" {
				ntlm.Password = given.password
			}
			proxy := networktest.StartProxy(t, &networktest.Proxy{Target: host.Listener.Addr().String(), NTLM: ntlm})
			client := clientFor(t, throughProxy(proxy.URL, given.username, given.password), host)
			// The second host needs a connection of its own, and so another sign-in.
			for _, address := range []string{"https://example.com/", "https://www.example.com/"} {
				body, err := get(t.Context(), client, address)
				if given.id == "" {
					if err != nil || !strings.HasPrefix(body, "hello from ") {
						t.Errorf("got %q, %v", body, err)
					}
					continue
				}
				if told := connectortest.Told(t, Classify(err, "example.com")); !strings.Contains(told, given.id) {
					t.Errorf("does not tell %q:\n%s", given.id, told)
				}
				break
			}
			if tries := ntlm.Tries(); tries != given.tries {
				t.Errorf("the password was tried %d times, want %d", tries, given.tries)
			}
		})
	}
}

func TestManySignInsAtOnce(t *testing.T) {
	host := startHost(t)
	proxy := networktest.StartProxy(t, &networktest.Proxy{
		Target: host.Listener.Addr().String(), NTLM: &networktest.NTLM{Domain: "CORP", Username: "beacon", Password: "the-proxy-password"},
	})
	client := clientFor(t, throughProxy(proxy.URL, `CORP\beacon`, "the-proxy-password"), host)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if _, err := get(t.Context(), client, fmt.Sprintf("https://host%d.example/", i)); err != nil {
				// The certificate of the test's host has one name.
				if told := connectortest.Told(t, err); !strings.Contains(told, "network.certificate-wrong-name") {
					t.Error(told)
				}
			}
		})
	}
	all.Wait()
	if tunnels, _ := proxy.Seen(); len(tunnels) != 20 {
		t.Errorf("%d tunnels", len(tunnels))
	}
}

// scriptedProxy answers requests, one after another, with what it is given; nothing more to
// say closes the connection. It returns what was sent in Proxy-Authorization.
func scriptedProxy(t *testing.T, answers ...string) (address string, sent func() []string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var (
		mu   sync.Mutex
		seen []string
		done sync.WaitGroup
	)
	done.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			reader := bufio.NewReader(connection)
			for {
				request, err := http.ReadRequest(reader)
				if err != nil {
					break
				}
				mu.Lock()
				seen = append(seen, request.Header.Get("Proxy-Authorization"))
				answer := ""
				if len(answers) > 0 {
					answer, answers = answers[0], answers[1:]
				}
				mu.Unlock()
				if _, err := io.WriteString(connection, answer); err != nil || answer == "" || strings.Contains(answer, "close") {
					break
				}
			}
			connection.Close()
		}
	})
	t.Cleanup(func() {
		listener.Close()
		done.Wait()
	})
	return listener.Addr().String(), func() []string {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

func wants(challenges string, more ...string) string {
	answer := "HTTP/1.1 407 Proxy Authentication Required\r\n"
	for challenge := range strings.SplitSeq(challenges, "\n") {
		answer += "Proxy-Authenticate: " + challenge + "\r\n"
	}
	return answer + strings.Join(more, "") + "Content-Length: 4\r\n\r\npage"
}

func TestProxiesThatDoNotKeepToTheRules(t *testing.T) {
	const basic = `Basic realm="x"`
	forbidden := "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
	challenge := base64.StdEncoding.EncodeToString(networktest.NTLMChallenge("CORP"))
	ntlm := wants("NTLM TlRMTVNTUAACAAAA")
	for name, given := range map[string]struct {
		answers []string
		id      string // of the error's message
		asked   int
	}{
		"closes after each refusal": {[]string{wants(basic, "Connection: close\r\n"), forbidden}, "network.proxy.refused", 2},
		"closes without saying so":  {[]string{wants(basic) /* then nothing */, "", forbidden}, "network.proxy.refused", 3},
		"closes always":             {[]string{wants(basic)}, "network.proxy.unreachable", 3},
		"closes in the middle of NTLM": {
			[]string{wants("NTLM"), wants("NTLM "+challenge, "Connection: close\r\n")},
			"network.proxy.closes", 2,
		},
		"sends an NTLM challenge cut off": {[]string{wants("NTLM"), ntlm}, "network.proxy.unreadable-authentication", 2},
		"sends no base64":                 {[]string{wants("NTLM"), wants("NTLM !!!")}, "network.proxy.unreadable-authentication", 2},
		"refuses without saying how":      {repeated("HTTP/1.1 407 x\r\nContent-Length: 0\r\n\r\n", 2), "network.proxy.wrong-password", 2},
		"wants a digest that nobody knows": {
			[]string{wants(`Digest realm="x", nonce="n", algorithm=SHA-999`)},
			"network.proxy.other-authentication", 1,
		},
		"wants a digest again and again": {
			[]string{wants(`Digest realm="x", nonce="1"`), wants(`Digest realm="x", nonce="2"`)},
			"network.proxy.wrong-password", 2,
		},
		"says the nonce is stale, for ever": {
			repeated(wants(`Digest realm="x", nonce="%d", stale=true`), 9), "network.proxy.wrong-password",
			7,
		},
		"speaks nonsense": {[]string{"220 smtp.example ESMTP\r\n"}, "network.proxy.unreachable", 1},
		"sends a page without end": {
			[]string{"HTTP/1.1 407 x\r\nProxy-Authenticate: Basic\r\n\r\nclose"},
			"network.proxy.unreachable",
			2,
		},
		"offers schemes, but in broken words": {[]string{wants(`=, ,"Basic`)}, "network.proxy.other-authentication", 1},
		"has another way after the first":     {[]string{wants("NTLM\n" + basic), wants("NTLM"), forbidden}, "network.proxy.refused", 3},
	} {
		t.Run("given a proxy that "+name, func(t *testing.T) {
			address, sent := scriptedProxy(t, given.answers...)
			client := clientFor(t, throughProxy("http://"+address, "u", "the-proxy-password"), nil)
			_, err := get(t.Context(), client, "https://login.example/")
			told := connectortest.Told(t, Classify(err, "login.example"))
			var failed *ProxyError
			if !errors.As(err, &failed) || failed.Message().ID != given.id {
				t.Errorf("want %s:\n%s", given.id, told)
			}
			if got := sent(); len(got) != given.asked {
				t.Errorf("asked %d times, want %d: %q", len(got), given.asked, got)
			}
		})
	}
}

func repeated(answer string, times int) []string {
	var answers []string
	for i := range times {
		answers = append(answers, strings.ReplaceAll(answer, "%d", strconv.Itoa(i)))
	}
	return answers
}

func TestTheSafestSchemeIsTriedFirst(t *testing.T) {
	forbidden := "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
	address, sent := scriptedProxy(t, wants("Basic, NTLM, Digest realm=\"x\", nonce=\"n\""), wants("Basic, NTLM"),
		wants(`Digest realm="x", nonce="n2"`), forbidden)
	client := clientFor(t, throughProxy("http://"+address, "u", "the-proxy-password"), nil)
	_, _ = get(t.Context(), client, "https://login.example/")
	var schemes []string
	for _, header := range sent() {
		scheme, _, _ := strings.Cut(header, " ")
		schemes = append(schemes, scheme)
	}
	if got := strings.Join(schemes, ","); got != ",NTLM,Digest,Basic" {
		t.Errorf("tried %q", got)
	}
}

func TestWaitingForAProxyEndsWithTheContext(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client := clientFor(t, throughProxy("http://"+listener.Addr().String(), "", ""), nil)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		if connection, err := listener.Accept(); err == nil {
			_, _ = connection.Read(make([]byte, 1))
			cancel()
			_, _ = io.Copy(io.Discard, connection) // until the client has closed it
			connection.Close()
		}
	}()
	if _, err := get(ctx, client, "https://login.example/"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
