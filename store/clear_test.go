package store

import (
	"bytes"
	"fmt"
	"log/slog"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

// The secrets are longer than a page, so that a part of one would be found too.
var clearSecrets = map[string]connector.Secret{
	"refresh": connector.Secret("RefreshTokenInClear" + string(bytes.Repeat([]byte("r1"), 4000))),
	"client":  "ClientSecretInClear",
	"proxy":   "ProxyPasswordInClear",
	"draft":   "DraftSecretInClear",
	"rotated": "RotatedTokenInClear",
}

func TestSecretsAreNowhereInClear(t *testing.T) {
	dir := t.TempDir()
	var log bytes.Buffer
	s, err := Open(t.Context(), dir, Options{
		Keyring: &storetest.MemoryKeyring{Gone: errNoKeyring},
		Logger:  slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	storetest.Must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	of := func(name string) *connector.Secret { return secret(clearSecrets[name].Reveal()) }
	all := SecretChanges{RefreshToken: of("refresh"), ClientSecret: of("client"), ProxyPassword: of("proxy")}
	storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "NameInClear"), all)))
	storetest.Must(t, s.PutDraft(t.Context(), Draft{ConnectionID: "id", Kind: DraftPut, Secrets: SecretChanges{RefreshToken: of("draft")}}))
	storetest.Must(t, s.SetRefreshToken(t.Context(), "id", *of("refresh"), *of("rotated")))

	if !storetest.Contains(t, dir, []byte("NameInClear")) {
		t.Fatal("the search does not find what is stored in clear")
	}
	for _, when := range []string{"open", "closed"} {
		if when == "closed" {
			storetest.Must(t, s.Close())
		}
		for name, value := range clearSecrets {
			text := []byte(value.Reveal())
			if storetest.Contains(t, dir, text[:min(len(text), 18)]) {
				t.Errorf("%s: the %s secret stands in the data directory", when, name)
			}
			if bytes.Contains(log.Bytes(), text[:18]) {
				t.Errorf("the %s secret stands in the log", name)
			}
		}
	}
	for name, printed := range map[string]string{
		"changes": fmt.Sprintf("%v %+v %#v", all, all, all),
		"draft":   fmt.Sprintf("%+v", Draft{Secrets: all}),
	} {
		if bytes.Contains([]byte(printed), []byte("InClear")) {
			t.Errorf("%s prints %s", name, printed)
		}
	}
}

// FuzzParseDraft wants that an unreadable draft is not quoted in the error.
func FuzzParseDraft(f *testing.F) {
	f.Add([]byte(`{"kind":"put","refreshToken":"DraftSecretInClear"}`))
	f.Add([]byte(`{"kind":7,"refreshToken":"DraftSecretInClear"}`))
	f.Add([]byte(`DraftSecretInClear`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := parseDraft("id", "", content)
		if err != nil && err.Error() != "the waiting edit of connection id cannot be read" {
			t.Errorf("error = %v", err)
		}
		if err == nil && d.ConnectionID != "id" {
			t.Errorf("draft of %q", d.ConnectionID)
		}
	})
}
