package demotenant

import (
	"net/http"

	"inventorybeacon/connector/demotenant/internal/fault"
	"inventorybeacon/connector/demotenant/internal/graph"
)

// Fault is one way in which an answer goes wrong.
type Fault = fault.Fault

// Throttled is 429 with a Retry-After, or without one when it is empty.
func Throttled(retryAfter string) Fault {
	return Fault{Status: http.StatusTooManyRequests, RetryAfter: retryAfter}
}

// Unavailable is 503 without a Retry-After.
func Unavailable() Fault { return Fault{Status: http.StatusServiceUnavailable} }

// ExpiredToken is 401 as it comes when a token ends amid an import.
func ExpiredToken() Fault {
	return Fault{Status: http.StatusUnauthorized, Message: "Lifetime validation failed, the token is expired."}
}

// ExpiredPage is 400 as it comes when the token of a page has ended.
func ExpiredPage() Fault {
	expired := graph.ExpiredPage()
	return Fault{Status: expired.Status, Code: expired.Code, Message: expired.Message}
}

// Answer is status 200 with a body in place of the right one.
func Answer(body string) Fault {
	return Fault{Edit: func([]byte) []byte { return []byte(body) }}
}
