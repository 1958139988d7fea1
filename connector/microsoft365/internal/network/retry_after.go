package network

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// RetryAfter reads a Retry-After header: seconds, which Graph also sends
// with decimals, or an HTTP date (RFC 9110 section 10.2.3). It is zero when there
// is nothing usable in it, and for a date gone by.
func RetryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		const longest = float64(math.MaxInt64 / int64(time.Second))
		if math.IsNaN(seconds) || seconds < 0 || seconds >= longest {
			return 0
		}
		return time.Duration(math.Ceil(seconds * float64(time.Second)))
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return max(0, at.Sub(now))
}

// WaitError says that a host asks to wait for longer than there was time for.
type WaitError struct {
	Host string
	Wait time.Duration
	// Err is the host's answer.
	Err error
}

// Error implements error.
func (e *WaitError) Error() string {
	return fmt.Sprintf("%s asks to wait for %s: %v", e.Host, e.Wait, e.Err)
}

// Unwrap returns Err.
func (e *WaitError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *WaitError) Advice() connector.Advice {
	cause, _ := connector.AdviceOf(e.Err)
	return connector.Advice{
		Message: fmt.Sprintf("%s asks to wait for %s before the next request, which is longer than there is time for.", e.Host,
			connector.Duration(e.Wait)),
		Action:    "Try again after that time; run imports when fewer programs read the tenant.",
		Reference: cmp.Or(cause.Reference, e.Error()),
	}
}
