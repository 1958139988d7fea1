package fault

import (
	"context"
	"net/http"
	"time"
)

// Fault is one way in which an answer goes wrong. Its zero value leaves the
// answer as it is.
type Fault struct {
	// Status answers with this HTTP status and an error body of Graph with Code
	// and Message; Code has a default for the usual statuses.
	Status        int
	Code, Message string
	// RetryAfter is sent as it is; Microsoft sends decimals too.
	RetryAfter string
	// HTML answers with a proxy's page; with status 200 when Status is zero.
	HTML bool
	// AADSTS is an error of the token endpoint, or of the authorization endpoint.
	AADSTS int
	// Claims is the challenge that an error of the token endpoint holds.
	Claims string

	// Reset closes the connection without an answer.
	Reset bool
	// Truncate ends the body after so many bytes as if that were all.
	Truncate int
	// Cut closes the connection after so many bytes of the body.
	Cut int
	// Drip waits so long before each 4 KiB of the body.
	Drip time.Duration

	// Edit changes a body before it is sent.
	Edit func(body []byte) []byte

	// EmptyPage answers a page of users without users but with a next page.
	EmptyPage bool
	// Repeat starts a page of users so many users earlier.
	Repeat int
	// NextLink replaces the address of the next page.
	NextLink string
	// DropColumns are left out of a report; ExtraColumn is put in its middle.
	DropColumns []string
	ExtraColumn string
}

type faultKey struct{}

// With returns a request that takes its fault along.
func With(r *http.Request, f *Fault) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), faultKey{}, f))
}

// Of returns the fault of a request; one that leaves the answer as it is for none.
func Of(r *http.Request) *Fault {
	if f, has := r.Context().Value(faultKey{}).(*Fault); has {
		return f
	}
	return &Fault{}
}
