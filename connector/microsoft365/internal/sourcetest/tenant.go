package sourcetest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// TokenOf returns an access token of an application.
func TokenOf(t *testing.T, tenant *demotenant.Tenant) string {
	t.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"}, "scope": {"http://example.com/.default"},
		"client_id": {demotenant.ConfidentialClientID}, "client_secret": {demotenant.ConfidentialClientSecret},
	}
	ask := httptest.NewRequest(http.MethodPost, "/"+tenant.Organization().ID+"/oauth2/v2.0/token", strings.NewReader(form.Encode()))
	ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	tenant.ServeHTTP(answer, ask)
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &token); err != nil || token.AccessToken == "" {
		t.Fatalf("no token: %v, %s", err, answer.Body)
	}
	return token.AccessToken
}

// Selected gives each user of a page, at its id, what every user has for our $select.
func Selected(page string) string {
	return strings.ReplaceAll(page, `"id":`, `"userPrincipalName":null,"accountEnabled":true,"assignedLicenses":[],"id":`)
}

// CompareUsers compares the users that came with those of the tenant.
func CompareUsers(t *testing.T, tenant *demotenant.Tenant, got *Sink) {
	t.Helper()
	users := slices.SortedFunc(tenant.Users(), func(a, b connector.User) int { return strings.Compare(a.ID, b.ID) })
	Compare(t, "users", users, got.SortedUsers())
	Compare(t, "unfinished streams", nil, got.Unfinished())
}

// Compare fails the test when two values differ.
func Compare[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if reflect.DeepEqual(want, got) {
		return // what is mostly so is found a hundred times faster
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s differ:\n%.3000s", what, diff)
	}
}
