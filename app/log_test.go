package app

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func TestTheLogFileNeverHoldsASecret(t *testing.T) {
	dir := t.TempDir()
	log := OpenLog(dir, slog.LevelInfo)
	if _, err := os.Stat(filepath.Join(dir, LogFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there before the first line: %v", err)
	}
	log.Info("given a telling name",
		"token", "s3cret", "RefreshToken", "s3cret", "client_secret", []byte("s3cret"), "proxy-password", errors.New("s3cret"),
		"Authorization", "Bearer s3cret", "code_verifier", "s3cret")
	log.Info("given a secret under any name", "value", connector.Secret("s3cret"), "tokens", 3,
		slog.Group("request", "password", "s3cret", "host", "login.example"))
	log.With("secret", "s3cret").Info("given it comes with every line")
	log.Debug("below the level")
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, LogFile))
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	if strings.Contains(text, "s3cret") {
		t.Errorf("a secret is in the log:\n%s", text)
	}
	if n := strings.Count(text, "[secret]"); n != 9 {
		t.Errorf("%d values were hidden, want 9:\n%s", n, text)
	}
	for _, want := range []string{"tokens=3", "request.host=login.example", "given it comes with every line"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
	if strings.Contains(text, "below the level") {
		t.Error("a line below the level was written")
	}
}
