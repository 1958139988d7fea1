package entra

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// The answer to a refresh token is taken even by an import that is cancelled while
// it is on its way: what it brings may be the only valid one.
func TestTokenSourceKeepsARotatedTokenThatComesWhileItIsCancelled(t *testing.T) {
	stopped := errors.New("somebody pressed Cancel")
	for name, when := range map[string]func(cancel func(), answer func()){
		"before the answer":     func(cancel, answer func()) { cancel(); answer() },
		"just after the answer": func(cancel, answer func()) { answer(); cancel() },
	} {
		t.Run("given a cancellation "+name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) {
				when(func() { cancel(stopped) }, func() { sourcetest.GoodToken(w, n, 3600) })
			})
			var kept []connector.Secret
			session := hasty(t, accessTo(e, func(token connector.Secret) error {
				kept = append(kept, token)
				return nil
			}), nil)
			if _, err := session.Token(ctx); err != nil && !errors.Is(err, stopped) {
				t.Errorf("it ended with %v", err)
			}
			if len(kept) != 1 || kept[0] != "rotated-refresh-token-1" || len(e.Requests()) != 1 {
				t.Errorf("kept %d tokens of %d requests", len(kept), len(e.Requests()))
			}
		})
	}
}

// What is cancelled waits for an answer that is on its way, not for one that
// does not come, and asks for none anew.
func TestTokenSourceGivesUpWhatDoesNotCome(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	release := make(chan struct{})
	e := sourcetest.StartTokenEndpoint(t, func(int, url.Values, http.ResponseWriter) {
		cancel()
		<-release
	})
	defer close(release)
	session := hasty(t, accessTo(e, keepNothing), nil)
	for range 2 {
		if _, err := session.Token(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	if n := len(e.Requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestOutlastingEndsAWhileLater(t *testing.T) {
	stopped := errors.New("stopped")
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		longer, end := outlasting(ctx, time.Minute)
		defer end()
		cancel(stopped)
		time.Sleep(time.Minute - time.Second)
		synctest.Wait()
		if longer.Err() != nil {
			t.Error("it has ended too early")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if !errors.Is(context.Cause(longer), stopped) {
			t.Errorf("it ended with %v", context.Cause(longer))
		}
	})
}
