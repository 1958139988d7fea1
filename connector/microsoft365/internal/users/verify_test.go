package users

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// A listing of which nobody could count the users at first is read again when it turns out to be short. What stands in the way of
// that is told: the part that came is not taken for all.
func TestAnUncountedListingThatCannotBeReadAgainFails(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 60, MaxPage: 25})
	listings := 0
	g := tenantBehind(t, tenant, func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
		if strings.HasSuffix(r.URL.Path, "$count") {
			tenant.ServeHTTP(w, r)
			return
		}
		if listings++; listings > 1 {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		answerWithout("@odata.nextLink", w, r, tenant)
	})
	got := sourcetest.NewSink()
	err := New(g, got, "the-tenant", func(int64, int64) {}).Read(t.Context(), -1)
	var refused *graph.StatusError
	if !errors.As(err, &refused) || refused.Status != http.StatusForbidden || listings != 2 {
		t.Errorf("after %d listings: %v", listings, err)
	}
}

// A listing whose users nobody has counted may have any number of them.
func TestAnUncountedListingHasNoMost(t *testing.T) {
	tenant := demotenant.New(demotenant.Options{Users: 2500})
	g := tenantBehind(t, tenant, func(w http.ResponseWriter, r *http.Request, tenant http.Handler) {
		if strings.HasSuffix(r.URL.Path, "$count") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		answerWithout("@odata.count", w, r, tenant)
	})
	got := sourcetest.NewSink()
	if err := New(g, got, "the-tenant", func(int64, int64) {}).Read(t.Context(), -1); err != nil {
		t.Fatal(err)
	}
	if n := len(got.AllUsers()); n != 2500 {
		t.Errorf("%d users", n)
	}
}

// answerWithout answers as the tenant, but for a member of the page that has another name.
func answerWithout(member string, w http.ResponseWriter, r *http.Request, tenant http.Handler) {
	r.Header.Del("Accept-Encoding")
	page := httptest.NewRecorder()
	tenant.ServeHTTP(page, r)
	_, _ = w.Write(bytes.Replace(page.Body.Bytes(), []byte(member), []byte("lost"), 1))
}
