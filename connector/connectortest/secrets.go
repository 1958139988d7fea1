package connectortest

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"inventorybeacon/connector"
)

// secretsOfTests are the values that no error and no log may show.
var secretsOfTests = []string{
	"first-refresh-token", "rotated-refresh-token", "the-access-token", "the-client-secret", "the-proxy-password", "the-authorization-code",
}

// NoSecretIn fails the test when a text shows a secret.
func NoSecretIn(t testing.TB, where, text string) {
	t.Helper()
	for _, secret := range secretsOfTests {
		if strings.Contains(text, secret) {
			t.Errorf("%s shows %q:\n%s", where, secret, text)
		}
	}
}

// Told returns everything that an error says, with the ID and data of its message,
// having looked for secrets in it.
func Told(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	m, ok := connector.MessageOf(err)
	if !ok || m.ID == "" {
		t.Fatalf("no message for %T: %v", err, err)
	}
	CheckWords(t, m, true)
	told := strings.Join([]string{err.Error(), m.String(), fmt.Sprintf("%+v", err)}, "\n")
	NoSecretIn(t, "the error", told)
	return told
}

// Said is the message of an error as the log has it, without what only support reads.
func Said(err error) string {
	m, _ := connector.MessageOf(err)
	m.Reference = ""
	return m.String()
}

// Logger is a logger whose lines are searched for secrets at the end of the test.
func Logger(t testing.TB) *slog.Logger {
	var (
		mu    sync.Mutex
		lines bytes.Buffer
	)
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		NoSecretIn(t, "the log", lines.String())
	})
	return slog.New(slog.NewTextHandler(lockedWriter{&mu, &lines}, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

type lockedWriter struct {
	mu *sync.Mutex
	to *bytes.Buffer
}

func (w lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}

// CheckMessage fails the test when an error does not say what is wrong, or shows what it
// must not.
func CheckMessage(t *testing.T, what string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	m, ok := connector.MessageOf(err)
	if !ok || m.ID == "" {
		t.Errorf("%s: %v has no message", what, err)
	}
	CheckWords(t, m, true)
	if text := m.String(); strings.ContainsAny(text, "\r\n\x00\x1b") || len(text) > 4000 || strings.Contains(err.Error(), "secret-token") {
		t.Errorf("%s: unfit for a log: %q", what, text)
	}
}
