package mail

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"inventorybeacon/app/message"
	"inventorybeacon/app/notify/notifytest"
)

func TestWhatAServerRepeatsOfASignInIsNotTold(t *testing.T) {
	byPassword := func(s *Server) { s.Username, s.Password = "beacon", password }
	byToken := func(s *Server) { s.Username, s.Token = "beacon", aToken }
	refusing := func(auth string) notifytest.Behavior {
		return notifytest.Behavior{Auth: auth, Secret: "another", Repeats: true}
	}
	telling := func(command, answer string) notifytest.Behavior {
		return notifytest.Behavior{Auth: "PLAIN", Answers: map[string]string{command: answer}}
	}
	for name, given := range map[string]struct {
		behavior notifytest.Behavior
		signIn   func(*Server)
		said     string
	}{
		"PLAIN":         {refusing("PLAIN"), byPassword, "535 5.7.8"},
		"LOGIN":         {refusing("LOGIN"), byPassword, "535 5.7.8"},
		"XOAUTH2":       {refusing("XOAUTH2"), byToken, "535 5.7.8"},
		"SCRAM-SHA-1":   {refusing("SCRAM-SHA-1"), byPassword, "535 5.7.8"},
		"SCRAM-SHA-256": {refusing("SCRAM-SHA-256"), byPassword, "535 5.7.8"},
		"the beginning of PLAIN": {
			telling("AUTH", "535 no AUTH PLAIN "+base64.StdEncoding.EncodeToString([]byte("\x00beacon\x00a"))[:12]),
			byPassword, "535",
		},
		"no answer of SMTP": {telling("AUTH", "AUTH PLAIN: "+password), byPassword, ""},
		"a sender":          {telling("MAIL", "550 5.7.1 not with "+password), byPassword, "550 5.7.1"},
		"all recipients":    {telling("RCPT", "550 5.7.1 not with "+password), byPassword, "550 5.7.1"},
		"one recipient":     {telling("RCPT ben@contoso.com", "550 5.7.1 not with "+password), byPassword, "550 5.7.1"},
		"nothing":           {notifytest.Behavior{Auth: "PLAIN", Secret: "another"}, byPassword, "535 5.7.3 Authentication unsuccessful"},
	} {
		t.Run("given it repeats "+name, func(t *testing.T) {
			_, to := started(t, given.behavior)
			given.signIn(&to)
			err := Send(t.Context(), to, aLetter())
			if err == nil {
				t.Fatal("it was sent")
			}
			m := message.Of(err)
			if m.Reference != given.said {
				t.Errorf("it quotes %q, want %q", m.Reference, given.said)
			}
			var all strings.Builder
			for ; err != nil; err = errors.Unwrap(err) {
				all.WriteString(err.Error() + "\n")
			}
			encoded := base64.StdEncoding.EncodeToString
			for _, secret := range []string{
				password, "a token", encoded([]byte(password)), encoded([]byte("\x00beacon\x00" + password))[:12],
				encoded([]byte("user=beacon\x01auth=Bearer a token\x01\x01")),
			} {
				if strings.Contains(all.String()+message.Sentence(m), secret) {
					t.Errorf("it tells %q: %s", secret, all.String())
				}
			}
		})
	}
}

func TestTheProofOfAPasswordIsNotQuoted(t *testing.T) {
	const message = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
	const sha1 = "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=" // RFC 5802, section 5, and that of RFC 7677, section 3
	const sha256 = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
	encoded := base64.StdEncoding.EncodeToString([]byte(message))
	for text, hidden := range map[string]bool{
		"no " + message: true, "no " + encoded: true, "no " + encoded[:20]: true, "wrong proof " + sha1: true, "(" + sha256 + ")": true,
		"not p=" + sha256[:30]: true, "no " + strings.ToLower(encoded): true,
		// What mail servers do say:
		"5.7.8 Username and Password not accepted. https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-4a5d2f9a1c2sm1234567wmb.12": false,
		"5.7.139 Authentication unsuccessful, basic authentication is disabled. [AM0PR01CA0123.eurprd01.prod.exchangelabs.com]":                false,
		"5.7.8 Error: authentication failed: UGFzc3dvcmQ6": false,
	} {
		if got := quoting("beacon", password).hides(text); got != hidden {
			t.Errorf("%q is hidden: %t", text, got)
		}
	}
}
