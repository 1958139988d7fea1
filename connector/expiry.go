package connector

import "time"

// RefreshTokenIdle is how long a refresh token lives unused
// (learn.microsoft.com/entra/identity-platform/refresh-tokens).
const RefreshTokenIdle = 90 * 24 * time.Hour

// Expiry says how near the end of a connection's credential is. A higher one is
// more urgent.
type Expiry int

// The steps of [ExpiryWarning], from far away to over.
const (
	// ExpiryNone is more than 30 days away, or not known.
	ExpiryNone Expiry = iota
	// ExpirySoon is at most 30 days away.
	ExpirySoon
	// ExpiryNear is at most 14 days away.
	ExpiryNear
	// ExpiryUrgent is at most 3 days away, the day itself included.
	ExpiryUrgent
	// ExpiryPassed is over.
	ExpiryPassed
)

// CredentialExpires returns the last day of the client secret or certificate
// with which the connection signs in by itself; no date when there is none or
// it is not known.
func (c Connection) CredentialExpires() Date {
	switch {
	case c.Flow != ClientCredentials:
		return 0
	case c.Certificate != (Certificate{}):
		return c.Certificate.NotAfter
	default:
		return c.ClientSecretExpires
	}
}

// ExpiryWarning says how many days after today the credential of a connection
// ends, and how urgent that is. days is negative when it has ended, and zero on
// the last day or when the day is not known.
func ExpiryWarning(c Connection, today Date) (days int, level Expiry) {
	ends := c.CredentialExpires()
	if ends == 0 {
		return 0, ExpiryNone
	}
	days = int(ends - today)
	switch {
	case days < 0:
		return days, ExpiryPassed
	case days <= 3:
		return days, ExpiryUrgent
	case days <= 14:
		return days, ExpiryNear
	case days <= 30:
		return days, ExpirySoon
	default:
		return days, ExpiryNone
	}
}

// TokenDies returns when the refresh token of the connection ends if nobody uses
// it until then; the zero time when nobody has signed in.
func (c Connection) TokenDies() time.Time {
	used := c.SignIn.At
	if c.TokenUsed.After(used) {
		used = c.TokenUsed
	}
	if c.Flow != AuthorizationCode || used.IsZero() {
		return time.Time{}
	}
	return used.Add(RefreshTokenIdle)
}
