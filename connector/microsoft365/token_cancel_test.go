package microsoft365

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"inventorybeacon/connector"
)

// A service that ends the old refresh token with the new one has the connection
// sign in again when that is lost.
func TestARotatedTokenIsKeptAlthoughItsCallerIsCancelled(t *testing.T) {
	errStopped := errors.New("stopped by the administrator")
	for name, answer := range map[string]func(w http.ResponseWriter, cancel func()){
		"given that the answer is written": func(w http.ResponseWriter, cancel func()) {
			goodToken(w, 1, 3600)
			cancel()
		},
		"given that the answer is half written": func(w http.ResponseWriter, cancel func()) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"access_token":"the-access-token-1","expires_in":3600,`))
			_ = http.NewResponseController(w).Flush()
			cancel()
			_, _ = w.Write([]byte(`"refresh_token":"rotated-refresh-token-1","token_type":"Bearer"}`))
		},
		"given that the answer has just begun": func(w http.ResponseWriter, cancel func()) {
			cancel()
			goodToken(w, 1, 3600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			e := startTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
				answer(w, func() { cancel(errStopped) })
			})
			var kept []connector.Secret
			a := accessTo(e, func(rotated connector.Secret) error {
				kept = append(kept, rotated)
				return nil
			})
			if err := New(Options{Logger: logged(t)}).RefreshToken(ctx, a); err != nil {
				t.Errorf("got %v", err)
			}
			if !slices.Equal(kept, []connector.Secret{"rotated-refresh-token-1"}) {
				t.Errorf("%d tokens were kept", len(kept))
			}
		})
	}
}

func TestACancelledImportKeepsTheTokenThatHasCome(t *testing.T) {
	errStopped := errors.New("stopped by the administrator")
	ctx, cancel := context.WithCancelCause(t.Context())
	e := startTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
		cancel(errStopped)
		goodToken(w, 1, 3600)
	})
	kept := &keeper{}
	if _, err := importInto(ctx, New(Options{Logger: logged(t)}), accessTo(e, kept.keep), newRecording()); !errors.Is(err, errStopped) {
		t.Errorf("got %v", err)
	}
	if !slices.Equal(kept.tokens, []connector.Secret{"rotated-refresh-token-1"}) {
		t.Errorf("%d tokens were kept", len(kept.tokens))
	}
}

func TestACancelledCallerDoesNotWaitForATokenThatDoesNotCome(t *testing.T) {
	errStopped := errors.New("stopped by the administrator")
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := make(chan struct{})
	defer close(gone)
	e := startTokenEndpoint(t, func(int, url.Values, http.ResponseWriter) {
		cancel(errStopped)
		<-gone
	})
	began := time.Now()
	_, err := hasty(t, accessTo(e, keepNothing), nil).Token(ctx)
	if !errors.Is(err, errStopped) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > tokenTimeout/2 {
		t.Errorf("it took %s", took)
	}
}
