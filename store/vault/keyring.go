package vault

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"
)

// keyringService is the name under which the operating system lists the key.
const keyringService = "Inventory Beacon"

// keyringLimit is how long a keyring may take: long enough for somebody to type
// the password that unlocks it.
const keyringLimit = time.Minute

// errNoAnswer means that nobody can tell whether the keyring has done what it was asked.
var errNoAnswer = errors.New("the keyring has not answered")

// Keyring keeps small secrets for the user who is logged in.
type Keyring interface {
	// Get returns the secret of a user of a service, or [keyring.ErrNotFound].
	Get(ctx context.Context, service, user string) (string, error)
	// Set stores a secret, replacing one that is there.
	Set(ctx context.Context, service, user, secret string) error
	// Delete removes a secret.
	Delete(ctx context.Context, service, user string) error
}

// systemKeyring is the Secret Service (Linux), the Keychain (macOS) or the
// Credential Manager (Windows). None of them can be interrupted while it waits
// for somebody to unlock it, so each call has a goroutine of its own, which is
// abandoned when limit has passed and ends with the call.
type systemKeyring struct{ limit time.Duration }

func (k systemKeyring) Get(ctx context.Context, service, user string) (string, error) {
	return k.within(ctx, func() (string, error) { return keyring.Get(service, user) })
}

func (k systemKeyring) Set(ctx context.Context, service, user, secret string) error {
	_, err := k.within(ctx, func() (string, error) { return "", keyring.Set(service, user, secret) })
	return err
}

func (k systemKeyring) Delete(ctx context.Context, service, user string) error {
	_, err := k.within(ctx, func() (string, error) { return "", keyring.Delete(service, user) })
	return err
}

func (k systemKeyring) within(ctx context.Context, call func() (string, error)) (string, error) {
	type answer struct {
		secret string
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		var a answer
		// The Secret Service's client panics when the session bus goes away while
		// it waits for an answer.
		defer func() {
			if fault := recover(); fault != nil {
				a = answer{err: fmt.Errorf("the keyring has gone away: %v", fault)}
			}
			answers <- a
		}()
		a.secret, a.err = call()
	}()
	ctx, stop := context.WithTimeoutCause(ctx, k.limit, fmt.Errorf("%w for %v", errNoAnswer, k.limit))
	defer stop()
	select {
	case a := <-answers:
		return a.secret, a.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}
