package workspace

import (
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// IdleFailure is why a token could not be kept alive, and when that was tried.
type IdleFailure struct {
	At      time.Time
	Message connector.Message
}

// LastUse is when the refresh token of a connection was last known to be good: it
// was redeemed, given out or, when nothing else is known, stored.
func LastUse(c connector.Connection, secrets store.SecretState) time.Time {
	last := c.SignIn.At
	if c.TokenUsed.After(last) {
		last = c.TokenUsed
	}
	if last.IsZero() {
		last = secrets.RefreshToken
	}
	return last
}

// SetIdleFailure is shown with the next reading of the workspace.
func (w *Workspace) SetIdleFailure(id string, failure IdleFailure) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.idle == nil {
		w.idle = map[string]IdleFailure{}
	}
	w.idle[id] = failure
}
