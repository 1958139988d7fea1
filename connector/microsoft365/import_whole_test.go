package microsoft365

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// nextLink is the place of a page's link to the next one.
var nextLink = regexp.MustCompile(`,"@odata\.nextLink":"[^"]*"`)

// always is a fault of every request to a path.
func always(path string, f demotenant.Fault) func(*http.Request) *demotenant.Fault {
	return func(r *http.Request) *demotenant.Fault {
		if r.URL.Path == path {
			return &f
		}
		return nil
	}
}

const (
	errorBody  = `{"error":{"code":"UnknownError","message":"An unexpected error occurred."}}`
	usersPath  = "/v1.0/users"
	skusPath   = "/v1.0/subscribedSkus"
	notAnArray = `is not a list: it holds no array "value"`
)

// skuJSON is a license of which some members are replaced, or are missing where they
// are nil.
func skuJSON(members map[string]any) string {
	sku := map[string]any{
		"skuId": "6FD2C87F-b296-42f0-b197-1e91e994b900", "skuPartNumber": "ENTERPRISEPACK", "consumedUnits": 7,
		"prepaidUnits": map[string]any{"enabled": 10}, "servicePlans": []any{},
	}
	for name, value := range members {
		if sku[name] = value; value == nil {
			delete(sku, name)
		}
	}
	text, err := json.Marshal(sku)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// skuWithout and skuWith answer with one license, without a member or with another one.
func skuWithout(name string) demotenant.Fault {
	return demotenant.Answer(`{"value":[` + skuJSON(map[string]any{name: nil}) + `]}`)
}

func skuWith(member string) demotenant.Fault {
	name, value, _ := strings.Cut(member, ":")
	return demotenant.Answer(`{"value":[` + skuJSON(map[string]any{strings.Trim(name, `"`): json.RawMessage(value)}) + `]}`)
}

// Whatever spoils the list of users or of licenses for good ends the import, and
// the next one begins anew.
func TestImportGivenListsThatAreNotWhole(t *testing.T) {
	for _, tt := range []struct {
		name, path string
		fault      demotenant.Fault
		want       string
	}{
		{"an error in place of licenses", skusPath, demotenant.Answer(errorBody), "holds an error in place of the data (UnknownError)"},
		{"an empty object for licenses", skusPath, demotenant.Answer(`{}`), notAnArray},
		{"null for licenses", skusPath, demotenant.Answer(`{"value":null}`), notAnArray},
		{"an object for licenses", skusPath, demotenant.Answer(`{"value":{}}`), notAnArray},
		{"a license without an id", skusPath, demotenant.Answer(`{"value":[{"skuPartNumber":"X"}]}`), "an element without an id"},
		{"a license that is a number", skusPath, demotenant.Answer(`{"value":[7]}`), "an element that is no object"},
		{"units that are no number", skusPath, demotenant.Answer(`{"value":[{"skuId":"a","consumedUnits":"many"}]}`), "an element that cannot be read"},
		{"a license whose id is blank", skusPath, skuWith(`"skuId":" "`), "an element without an id"},
		{"a license whose id is a number", skusPath, skuWith(`"skuId":7`), "an element that cannot be read"},
		{"consumed units that are missing", skusPath, skuWithout("consumedUnits"), "without a number of consumedUnits"},
		{"consumed units that are null", skusPath, skuWith(`"consumedUnits":null`), "without a number of consumedUnits"},
		{"consumed units that are negative", skusPath, skuWith(`"consumedUnits":-1`), "without a number of consumedUnits"},
		{"consumed units that are an empty text", skusPath, skuWith(`"consumedUnits":""`), "an element that cannot be read"},
		{"prepaid units that are missing", skusPath, skuWithout("prepaidUnits"), "without a number of prepaidUnits"},
		{"prepaid units that are null", skusPath, skuWith(`"prepaidUnits":null`), "without a number of prepaidUnits"},
		{"prepaid units without any", skusPath, skuWith(`"prepaidUnits":{}`), "without a number of prepaidUnits"},
		{"prepaid units that are null inside", skusPath, skuWith(`"prepaidUnits":{"enabled":null,"suspended":0,"warning":0}`), "without a number of prepaidUnits"},
		{"prepaid units that are the text null", skusPath, skuWith(`"prepaidUnits":{"enabled":"null"}`), "an element that cannot be read"},
		{"prepaid units that are an empty text", skusPath, skuWith(`"prepaidUnits":{"enabled":""}`), "an element that cannot be read"},
		{"prepaid units that are negative", skusPath, skuWith(`"prepaidUnits":{"enabled":5,"suspended":-5}`), "without a number of prepaidUnits"},
		{"service plans that are missing", skusPath, skuWithout("servicePlans"), "without servicePlans"},
		{"service plans that are null", skusPath, skuWith(`"servicePlans":null`), "without servicePlans"},
		{"a service plan that is null", skusPath, skuWith(`"servicePlans":[null]`), "without the id of a service plan"},
		{"a service plan that is text", skusPath, skuWith(`"servicePlans":["x"]`), "an element that cannot be read"},
		{"a service plan without an id", skusPath, skuWith(`"servicePlans":[{"servicePlanName":"x"}]`), "without the id of a service plan"},
		{"a license twice with different content", skusPath, demotenant.Answer(`{"value":[` + skuJSON(nil) + `,` + skuJSON(map[string]any{"consumedUnits": 8}) + `]}`), "twice with different content"},
		{"a list whose name has another case", skusPath, demotenant.Answer(`{"Value":[` + skuJSON(nil) + `]}`), notAnArray},
		{"an organization whose id is blank", "/v1.0/organization", demotenant.Answer(`{"value":[{"id":" "}]}`), "an element without an id"},
		{"an error beside the organization", "/v1.0/organization", demotenant.Answer(`{"value":[{"id":"a"}],"error":{"message":"cut"}}`), "(cut)"},
		{"null for users", usersPath, demotenant.Answer(`{"value":null}`), "is not a list of users"},
		{"an error in place of users", usersPath, demotenant.Answer(errorBody), "error"},
		{"an error behind the users", usersPath, demotenant.Fault{Edit: func(body []byte) []byte {
			return append(bytes.TrimSuffix(bytes.TrimSpace(body), []byte("}")), `,"error":{"code":"InternalServerError"}}`...)
		}}, "error"},
		{"a user without an id", usersPath, demotenant.Fault{Edit: func(body []byte) []byte {
			return bytes.Replace(body, []byte(`"id":`), []byte(`"no":`), 1)
		}}, "with ids"},
		{"a first page without a next one", usersPath, demotenant.Fault{Edit: func(body []byte) []byte {
			return nextLink.ReplaceAll(body, nil)
		}}, "20 came, but Microsoft Graph counts 100"},
		{"no users at all", usersPath, demotenant.Answer(`{"value":[]}`), "0 came, but Microsoft Graph counts 100"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 100, Seed: 8, MaxPage: 20})
			a := asApplication(server, source)
			server.Script(always(tt.path, tt.fault))
			got := sourcetest.NewSink()
			_, err := importInto(t.Context(), source, a, got)
			advice, advised := connector.AdviceOf(err)
			if !advised || !strings.Contains(err.Error()+advice.Message, tt.want) || advice.Action == "" {
				t.Fatalf("%v, advice %+v", err, advice)
			}
			if all := got.GotStreams[connector.StreamUsers]; tt.path == usersPath && all.Position.Rows != 0 {
				t.Errorf("the next import would go on behind %d users", all.Position.Rows)
			}
			server.Script(nil)
			got.Again()
			if _, err := importInto(t.Context(), source, a, got); err != nil {
				t.Fatal(err)
			}
			compareWithTruth(t, server.Tenant, got)
		})
	}
}

// What is spoiled once is read again, and nobody hears of it.
func TestImportGivenAnAnswerThatIsSpoiledOnce(t *testing.T) {
	for path, body := range map[string]string{
		skusPath: errorBody, usersPath: `{"value":null}`, "/v1.0/directory/subscriptions": `{}`, "/v1.0/groups": `{"value":[null]}`,
		"/v1.0/organization": `{"value":"Contoso"}`, "/v1.0/users/$count": "many",
	} {
		t.Run(path, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 100, Seed: 8, MaxPage: 20})
			server.Inject(path, demotenant.Answer(body))
			got := sourcetest.NewSink()
			seen, err := importInto(t.Context(), source, asApplication(server, source), got)
			if err != nil || len(seen.Warnings) != 0 {
				t.Fatal(err, seen.Warnings)
			}
			compareWithTruth(t, server.Tenant, got)
			if got.Least < 97 {
				t.Errorf("at least %d users are counted", got.Least)
			}
		})
	}
}

// A tenant changes while it is read: what differs by little is told in the log.
func TestImportGivenANumberOfUsersThatDiffersByLittle(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 100, Seed: 8})
	server.Script(always("/v1.0/users/$count", demotenant.Answer("102")))
	got := sourcetest.NewSink()
	seen, err := importInto(t.Context(), source, asApplication(server, source), got)
	if err != nil {
		t.Fatal(err)
	}
	compareWithTruth(t, server.Tenant, got)
	if !slices.ContainsFunc(seen.Notes, func(note string) bool { return strings.Contains(note, "counts 102 users, of which 100 came") }) {
		t.Errorf("notes %q", seen.Notes)
	}
	if got.Restarts[connector.StreamUsers] != 1 {
		t.Errorf("restarts %v", got.Restarts)
	}
}

// Where Graph does not count, fewer users than before are read twice and told.
func TestImportGivenNoNumberOfUsers(t *testing.T) {
	for before, want := range map[int64]int{0: 0, 90: 0, 100: 0, 101: 1, 150: 1} {
		t.Run(fmt.Sprint(before), func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 100, Seed: 8, MaxPage: 20})
			server.Script(func(r *http.Request) *demotenant.Fault {
				counted := strings.Contains(r.URL.RawQuery, "count=true")
				if r.URL.Path == "/v1.0/users/$count" || counted {
					return &demotenant.Fault{Status: http.StatusBadRequest}
				}
				return nil
			})
			got, a := sourcetest.NewSink(), asApplication(server, source)
			a.InventoryTenant, a.InventoryUsers = server.Organization(), before
			seen, err := importInto(t.Context(), source, a, got)
			if err != nil || len(seen.Warnings) != want || got.Restarts[connector.StreamUsers] != want {
				t.Fatal(err, seen.Warnings, got.Restarts)
			}
			if want > 0 && !strings.Contains(seen.Warnings[0].Message, "There are 100 users, "+fmt.Sprint(before-100)+" fewer") {
				t.Error(seen.Warnings)
			}
			compareWithTruth(t, server.Tenant, got)
		})
	}
}

// What is only decoration never fails an import, and what was known of it stays.
func TestImportGivenDecorationThatCannotBeRead(t *testing.T) {
	for name, fault := range map[string]demotenant.Fault{
		"400": {Status: http.StatusBadRequest}, "403": {Status: http.StatusForbidden}, "404": {Status: http.StatusNotFound}, "500": {Status: http.StatusInternalServerError},
		"a web page": {HTML: true}, "null": demotenant.Answer(`{"value":null}`), "an error": demotenant.Answer(errorBody), "no JSON": demotenant.Answer("[1 2]"),
		"another case": demotenant.Answer(`{"Value":[]}`),
	} {
		for _, path := range []string{"/v1.0/directory/subscriptions", "/v1.0/groups"} {
			t.Run(name+" for "+path, func(t *testing.T) {
				server, source := demo(t, demotenant.Options{Users: 100})
				server.Script(always(path, fault))
				got := sourcetest.NewSink()
				seen, err := importInto(t.Context(), source, asApplication(server, source), got)
				if err != nil || len(seen.Warnings) != 1 || !strings.Contains(seen.Warnings[0].Message, "stay the last ones") || seen.Warnings[0].Advice == "" {
					t.Fatal(err, seen.Warnings)
				}
				if len(got.AllUsers()) != 100 || len(got.GotLicenses) == 0 || (path == "/v1.0/groups") != (len(got.GotGroups) == 0) || (path == "/v1.0/groups") == (len(got.GotSubscriptions) == 0) {
					t.Errorf("%d users, %d licenses, %d groups, %d subscriptions", len(got.AllUsers()), len(got.GotLicenses), len(got.GotGroups), len(got.GotSubscriptions))
				}
			})
		}
	}
}

// A subscription whose date cannot be read, or whose license is not named, is not one
// that has no date: the last known dates stay.
func TestImportGivenSubscriptionsThatAreNotWhole(t *testing.T) {
	for name, tt := range map[string]struct{ members, want string }{
		"a date of a country":      {`"skuId":"s","nextLifecycleDateTime":"3/1/2027"`, "a nextLifecycleDateTime"},
		"a day that there is not":  {`"skuId":"s","nextLifecycleDateTime":"2027-13-45T00:00:00Z"`, "a nextLifecycleDateTime"},
		"a date that is a number":  {`"skuId":"s","nextLifecycleDateTime":7`, "cannot be read"},
		"a license that is null":   {`"skuId":null,"nextLifecycleDateTime":"2027-01-01T00:00:00Z"`, "a skuId"},
		"a license that is absent": {`"nextLifecycleDateTime":"2027-01-01T00:00:00Z"`, "a skuId"},
		"no date":                  {`"skuId":"s"`, ""},
		"a date that is null":      {`"skuId":"s","nextLifecycleDateTime":null`, ""},
		"a date that is never":     {`"skuId":"s","nextLifecycleDateTime":"9999-12-31T23:59:59Z"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 10})
			server.Script(always("/v1.0/directory/subscriptions", demotenant.Answer(`{"value":[{"id":"a",`+tt.members+`}]}`)))
			got := sourcetest.NewSink()
			seen, err := importInto(t.Context(), source, asApplication(server, source), got)
			if err != nil {
				t.Fatal(err)
			}
			if tt.want == "" {
				if len(seen.Warnings) != 0 || len(got.GotSubscriptions) != 1 {
					t.Errorf("%v, %v", seen.Warnings, got.GotSubscriptions)
				}
				return
			}
			if len(seen.Warnings) != 1 || !strings.Contains(seen.Warnings[0].Message, "stay the last ones") || !strings.Contains(seen.Warnings[0].Advice, tt.want) || got.GotSubscriptions != nil {
				t.Errorf("%v, %v", seen.Warnings, got.GotSubscriptions)
			}
		})
	}
}

func TestImportCountsALicenseOnceThatIsListedTwice(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 10})
	server.Inject(skusPath, demotenant.Answer(`{"value":[`+skuJSON(nil)+`,`+skuJSON(map[string]any{"skuId": "6fd2c87f-B296-42f0-b197-1e91e994b900"})+`]}`))
	got := sourcetest.NewSink()
	if _, err := importInto(t.Context(), source, asApplication(server, source), got); err != nil || len(got.GotLicenses) != 1 {
		t.Errorf("%v, %v", got.GotLicenses, err)
	}
}

func TestImportReadsUnitsInAnyForm(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 10})
	server.Inject(skusPath, demotenant.Answer(`{"value":[{"skuId":"6FD2C87F-b296-42f0-b197-1e91e994b900","skuPartNumber":"ENTERPRISEPACK",
		"consumedUnits":7.0,"prepaidUnits":{"enabled":"10","suspended":0,"warning":null,"lockedOut":0},"servicePlans":[]}]}`))
	got := sourcetest.NewSink()
	if _, err := importInto(t.Context(), source, asApplication(server, source), got); err != nil {
		t.Fatal(err)
	}
	want := []connector.License{{SKUID: "6fd2c87f-b296-42f0-b197-1e91e994b900", PartNumber: "ENTERPRISEPACK", Assigned: 7, Enabled: 10}}
	sourcetest.Compare(t, "licenses", want, got.GotLicenses)
}

// A place that an earlier import has left is forgotten at its first refusal.
func TestImportGivenAPlaceThatIsRefused(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusGone} {
		server, source := demo(t, demotenant.Options{Users: 100, Seed: 8, MaxPage: 20})
		a := asApplication(server, source)
		got := sourcetest.NewSink()
		full := errors.New("the disk is full")
		got.FailUsers = func(page int) error {
			if page == 3 {
				return full
			}
			return nil
		}
		if _, err := importInto(t.Context(), source, a, got); !errors.Is(err, full) {
			t.Fatal(err)
		}
		got.FailUsers = nil
		got.Again()
		server.Inject("$skiptoken=", demotenant.Fault{Status: status, Code: "x"})
		if _, err := importInto(t.Context(), source, a, got); err != nil {
			t.Fatalf("%d: %v", status, err)
		}
		compareWithTruth(t, server.Tenant, got)
	}
}
