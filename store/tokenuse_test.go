package store

import (
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

func tokenUsed(t *testing.T, s *Store, id string) time.Time {
	t.Helper()
	c, err := s.Connection(t.Context(), id)
	storetest.Must(t, err)
	return c.TokenUsed
}

func TestUseOfTheTokenIsRecorded(t *testing.T) {
	for name, use := range map[string]func(*Store, string) error{
		"rotated":  func(s *Store, id string) error { return s.SetRefreshToken(t.Context(), id, "first", "rotated") },
		"the same": func(s *Store, id string) error { return s.SetTokenUsed(t.Context(), id) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			c := exampleConnection("id-1", "Contoso")
			storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{RefreshToken: secret("first")})))
			if got := tokenUsed(t, s, c.ID); !got.IsZero() {
				t.Errorf("used %s before it was", got)
			}
			storetest.Must(t, use(s, c.ID))
			if got := tokenUsed(t, s, c.ID); !got.Equal(testTime) {
				t.Errorf("used %s, want %s", got, testTime)
			}

			// An edit that began before does not know of the use.
			c.Name = "Renamed"
			storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{ClientSecret: secret("x")})))
			if got := tokenUsed(t, s, c.ID); !got.Equal(testTime) {
				t.Errorf("a Save has changed it to %s", got)
			}
			storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{RefreshToken: secret("of another sign-in")})))
			if got := tokenUsed(t, s, c.ID); !got.IsZero() {
				t.Errorf("a new token was used %s", got)
			}
			storetest.WantError[*NotFoundError](t, use(s, "nobody"))
		})
	}
}

// A PFX file is no text: no byte of it may change on the way.
func TestCertificateComesBackByteByByte(t *testing.T) {
	content := make([]byte, 256)
	for i := range content {
		content[i] = byte(i)
	}
	certificate := connector.Secret(content)
	changes := SecretChanges{Certificate: &certificate, CertificatePassword: secret("pässword")}
	s := newStore(t)
	c := exampleConnection("id-1", "Contoso")
	storetest.Must(t, s.PutDraft(t.Context(), Draft{ConnectionID: c.ID, Kind: DraftPut, Connection: c, Secrets: changes}))
	drafts, err := s.Drafts(t.Context())
	storetest.Must(t, err)
	storetest.Must(t, s.Apply(t.Context(), put(c, drafts[0].Secrets)))
	want := connector.Secrets{Certificate: certificate, CertificatePassword: "pässword"}
	if got, err := s.Secrets(t.Context(), c.ID); err != nil || got != want {
		t.Errorf("%v, or it is another certificate", err)
	}
	var overlaid connector.Secrets
	SecretChanges{Certificate: secret("first")}.Overlay(drafts[0].Secrets).ApplyTo(&overlaid)
	if overlaid != want {
		t.Error("changes laid over others are others")
	}
	if state, err := s.SecretState(t.Context(), c.ID); err != nil ||
		state != (SecretState{Certificate: testTime, CertificatePassword: testTime}) {
		t.Errorf("state %+v, %v", state, err)
	}

	storetest.Must(t, s.PutDraft(t.Context(), Draft{ConnectionID: c.ID, Kind: DraftPut, Secrets: SecretChanges{Certificate: secret("")}}))
	if drafts, err = s.Drafts(t.Context()); err != nil || drafts[0].Secrets.Certificate == nil || *drafts[0].Secrets.Certificate != "" {
		t.Errorf("a removed certificate comes back as %v, %v", drafts, err)
	}
}

func TestWhatAConnectionMetIsNotRecordedOfOneThatIsGone(t *testing.T) {
	s := newStore(t)
	for name, err := range map[string]error{
		"SetTokenUsed": s.SetTokenUsed(t.Context(), "gone"),
		"SetClaims":    s.SetClaims(t.Context(), "gone", "claims"),
	} {
		if found := storetest.WantError[*NotFoundError](t, err); found == nil || found.Key != "gone" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATenantThatMayReplaceTheInventoryIsForgottenUnlessAnotherOneMay(t *testing.T) {
	for forgotten, want := range map[string]string{"allowed": "", "another": "allowed"} {
		s := newStore(t)
		c := exampleConnection("1", "one")
		c.ReplaceTenant = "allowed"
		storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
		storetest.Must(t, s.ForgetReplaceTenant(t.Context(), "1", forgotten))
		got, err := s.Connection(t.Context(), "1")
		storetest.Must(t, err)
		if got.ReplaceTenant != want {
			t.Errorf("after %q was forgotten, %q may", forgotten, got.ReplaceTenant)
		}
	}
}
