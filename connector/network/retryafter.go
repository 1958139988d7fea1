package network

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
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
