package mail

import (
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/notify/notifytest"
	"inventorybeacon/connector"
)

const password = "a pass word"

// started is a mail server with what is needed to reach it.
func started(t *testing.T, b notifytest.Behavior) (*notifytest.SMTP, Server) {
	t.Helper()
	certificate, roots := notifytest.Certificate(t)
	server := notifytest.StartSMTP(t, certificate, b)
	host, port, err := net.SplitHostPort(server.Address())
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	to := Server{Host: host, Port: number, Encryption: StartTLS, Roots: roots}
	if b.TLS {
		to.Encryption = TLS
	}
	return server, to
}

func aLetter() Letter {
	return Letter{
		From: "beacon@contoso.com", To: []string{"anne@contoso.com", "ben@contoso.com"}, ID: "x@inventory-beacon.invalid",
		Date: time.Now(), Subject: "Größe und mehr", Text: "Der Import ist fehlgeschlagen.\n.\nEnde", HTML: "<p>Der Import</p>",
		Attachments: []Attachment{{Name: "list.csv", Type: "text/csv", Content: []byte("a;b\n")}},
	}
}

func aToken(context.Context) (connector.Secret, error) { return "a token", nil }

func TestALetterArrives(t *testing.T) {
	for name, c := range map[string]struct {
		behavior   notifytest.Behavior
		signIn     func(*Server)
		auth, user string
		secret     string
	}{
		"by STARTTLS, without an account": {},
		"by TLS":                          {behavior: notifytest.Behavior{TLS: true}},
		"with a password": {
			notifytest.Behavior{Auth: "LOGIN PLAIN"},
			func(s *Server) { s.Username, s.Password = "beacon", password }, "PLAIN", "beacon", password,
		},
		"with a password, by LOGIN": {
			notifytest.Behavior{TLS: true, Auth: "LOGIN"},
			func(s *Server) { s.Username, s.Password = "beacon", password }, "LOGIN", "beacon", password,
		},
		"where NTLM is offered, too": {
			notifytest.Behavior{Auth: "NTLM LOGIN"},
			func(s *Server) { s.Username, s.Password = "beacon", password },
			"LOGIN", "beacon", password,
		},
		"with a token": {
			notifytest.Behavior{Auth: "LOGIN XOAUTH2"},
			func(s *Server) { s.Username, s.Token = "beacon@contoso.com", aToken }, "XOAUTH2", "beacon@contoso.com", "a token",
		},
		"where the end is cut":     {behavior: notifytest.Behavior{Answers: map[string]string{"QUIT": notifytest.Drop}}},
		"where the end is refused": {behavior: notifytest.Behavior{Answers: map[string]string{"QUIT": "500 no"}}},
	} {
		t.Run(name, func(t *testing.T) {
			server, to := started(t, c.behavior)
			if c.signIn != nil {
				c.signIn(&to)
			}
			if err := Send(t.Context(), to, aLetter()); err != nil {
				t.Fatal(err)
			}
			mails := server.Mails()
			if len(mails) != 1 {
				t.Fatalf("%d mails", len(mails))
			}
			got := mails[0]
			if !got.Encrypted || got.Auth != c.auth || got.User != c.user || got.Secret != c.secret {
				t.Errorf("encrypted %v, %s as %s with %q", got.Encrypted, got.Auth, got.User, got.Secret)
			}
			if got.From != "beacon@contoso.com" || strings.Join(got.To, " ") != "anne@contoso.com ben@contoso.com" {
				t.Errorf("from %s to %v", got.From, got.To)
			}
			read, err := mail.ReadMessage(strings.NewReader(got.Data))
			if err != nil {
				t.Fatal(err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
			body, _ := io.ReadAll(read.Body)
			if err != nil || subject != "Größe und mehr" || read.Header.Get("Message-Id") != "<x@inventory-beacon.invalid>" ||
				read.Header.Get("Auto-Submitted") != "auto-generated" || !strings.Contains(string(body), "list.csv") ||
				!strings.Contains(string(body), "text/html") {
				t.Errorf("%q %v %s", subject, read.Header, body)
			}
		})
	}
}

func TestWhatKeepsALetterFromArriving(t *testing.T) {
	answers := func(command, answer string) notifytest.Behavior {
		return notifytest.Behavior{Answers: map[string]string{command: answer}}
	}
	for name, c := range map[string]struct {
		behavior  notifytest.Behavior
		change    func(*Server)
		want      Fault
		permanent bool
	}{
		"greylisted":           {answers("RCPT", "451 4.7.1 try again later"), nil, Later, false},
		"no room":              {answers(".", "452 4.2.2 mailbox full"), nil, Later, false},
		"an unknown recipient": {answers("RCPT", "550 5.1.1 no such user"), nil, Refused, true},
		"another sender":       {answers(".", "554 5.7.60 SendAsDenied"), nil, Refused, true},
		"a wrong password": {
			notifytest.Behavior{Auth: "PLAIN", Secret: "another"},
			func(s *Server) { s.Username, s.Password = "beacon", password }, Auth, true,
		},
		"no way to sign in": {notifytest.Behavior{}, func(s *Server) { s.Username, s.Password = "beacon", password }, NoPassword, true},
		"passwords that are off": {
			notifytest.Behavior{Auth: "XOAUTH2"},
			func(s *Server) { s.Username, s.Password = "beacon", password },
			NoPassword, true,
		},
		"no way for a token": {notifytest.Behavior{}, func(s *Server) { s.Username, s.Token = "beacon", aToken }, NoOAuth2, true},
		"tokens that are off": {
			notifytest.Behavior{Auth: "LOGIN"},
			func(s *Server) { s.Username, s.Token = "beacon", aToken }, NoOAuth2,
			true,
		},
		"no encryption":            {notifytest.Behavior{Plain: true}, nil, Unencrypted, true},
		"encryption from nowhere":  {answers("STARTTLS", "454 4.7.0 TLS not available"), nil, Later, false},
		"an untrusted certificate": {notifytest.Behavior{}, func(s *Server) { s.Roots = nil }, Untrusted, true},
		"likewise, from the start": {notifytest.Behavior{TLS: true}, func(s *Server) { s.Roots = nil }, Untrusted, true},
		"a greeting that refuses":  {answers("connect", "554 5.7.1 not from there"), nil, Refused, true},
		"a greeting that is busy":  {answers("connect", "421 4.3.2 too many"), nil, Later, false},
		"no conversation":          {answers("EHLO", notifytest.Drop), nil, Broken, false},
		"an end amid":              {answers("DATA", notifytest.Drop), nil, Broken, false},
		"nobody there":             {notifytest.Behavior{}, func(s *Server) { s.Port = 1 }, Unreachable, false},
	} {
		t.Run(name, func(t *testing.T) {
			server, to := started(t, c.behavior)
			if c.change != nil {
				c.change(&to)
			}
			err := Send(t.Context(), to, aLetter())
			var failed *Error
			if !errors.As(err, &failed) || failed.Fault != c.want || failed.Permanent() != c.permanent {
				t.Fatalf("%v", err)
			}
			if strings.Contains(err.Error()+failed.Said, password) {
				t.Error("it tells the password")
			}
			if len(server.Mails()) != 0 {
				t.Error("it has arrived")
			}
		})
	}
}

// A server that says nothing keeps nobody for longer than the caller wants.
func TestAServerThatStallsIsLeft(t *testing.T) {
	for _, command := range []string{"connect", "EHLO", "DATA", "."} {
		t.Run(command, func(t *testing.T) {
			_, to := started(t, notifytest.Behavior{Answers: map[string]string{command: notifytest.Stall}})
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			var failed *Error
			if err := Send(ctx, to, aLetter()); !errors.As(err, &failed) || failed.Fault != Silent {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAnAddressCannotAddHeaders(t *testing.T) {
	_, to := started(t, notifytest.Behavior{})
	l := aLetter()
	l.To = []string{"anne@contoso.com\r\nBcc: eve@evil.example"}
	if err := Send(t.Context(), to, l); err == nil {
		t.Error("it was sent")
	}
}
