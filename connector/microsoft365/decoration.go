package microsoft365

import (
	"context"
	"errors"
	"net/http"

	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/microsoft365/internal/graph"
)

// decorative says that an error concerns only what an import can do without: the
// subscriptions, the names of groups, each of the usage reports. Whatever keeps
// them from being read is a warning, and what was known of them stays; but for a
// token that is refused, without which nothing else is read either, and for an
// import that ends, whose parts fail with another part's error.
func decorative(ctx context.Context, err error) bool {
	var (
		refusedToken *entra.TokenError
		notSignedIn  *entra.NotSignedInError
		notKept      *entra.KeepError
		refused      *graph.StatusError
	)
	switch {
	case err == nil, ctx.Err() != nil:
		return false
	case errors.As(err, &refusedToken), errors.As(err, &notSignedIn), errors.As(err, &notKept):
		return false
	default:
		return !errors.As(err, &refused) || refused.Status != http.StatusUnauthorized || refused.Download
	}
}
