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
	"inventorybeacon/connector/connectortest"
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
	notAnArray = "graph.answer.no-list What=/v1.0/subscribedSkus"
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
		{
			"an error in place of licenses", skusPath, demotenant.Answer(errorBody),
			"graph.answer.named-error Error=UnknownError What=/v1.0/subscribedSkus",
		},
		{"an empty object for licenses", skusPath, demotenant.Answer(`{}`), notAnArray},
		{"null for licenses", skusPath, demotenant.Answer(`{"value":null}`), notAnArray},
		{"an object for licenses", skusPath, demotenant.Answer(`{"value":{}}`), notAnArray},
		{
			"a license without an id", skusPath, demotenant.Answer(`{"value":[{"skuPartNumber":"X"}]}`),
			"graph.answer.no-id What=/v1.0/subscribedSkus",
		},
		{"a license that is a number", skusPath, demotenant.Answer(`{"value":[7]}`), "graph.answer.no-object What=/v1.0/subscribedSkus"},
		{
			"units that are no number", skusPath, skuWith(`"consumedUnits":"many"`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.consumed-units What=/v1.0/subscribedSkus",
		},
		{"a license whose id is blank", skusPath, skuWith(`"skuId":" "`), "graph.answer.no-id What=/v1.0/subscribedSkus"},
		{"a license whose id is a number", skusPath, skuWith(`"skuId":7`), "graph.answer.unreadable-element What=/v1.0/subscribedSkus"},
		{
			"consumed units that are missing", skusPath, skuWithout("consumedUnits"),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.consumed-units What=/v1.0/subscribedSkus",
		},
		{
			"consumed units that are null", skusPath, skuWith(`"consumedUnits":null`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.consumed-units What=/v1.0/subscribedSkus",
		},
		{
			"consumed units that are negative", skusPath, skuWith(`"consumedUnits":-1`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.consumed-units What=/v1.0/subscribedSkus",
		},
		{
			"consumed units that are an empty text", skusPath, skuWith(`"consumedUnits":""`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.consumed-units What=/v1.0/subscribedSkus",
		},
		{
			"prepaid units that are missing", skusPath, skuWithout("prepaidUnits"),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.prepaid-units What=/v1.0/subscribedSkus",
		},
		{
			"prepaid units that are null", skusPath, skuWith(`"prepaidUnits":null`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.prepaid-units What=/v1.0/subscribedSkus",
		},
		{
			"prepaid units without any", skusPath, skuWith(`"prepaidUnits":{}`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.prepaid-units What=/v1.0/subscribedSkus",
		},
		{
			"prepaid units that are null inside", skusPath, skuWith(`"prepaidUnits":{"enabled":null,"suspended":0,"warning":0}`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.prepaid-units What=/v1.0/subscribedSkus",
		},
		{
			"prepaid units that are the text null", skusPath, skuWith(`"prepaidUnits":{"enabled":"null"}`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.prepaid-units What=/v1.0/subscribedSkus",
		},
		{
			"prepaid units that are an empty text", skusPath, skuWith(`"prepaidUnits":{"enabled":""}`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.prepaid-units What=/v1.0/subscribedSkus",
		},
		{
			"prepaid units that are negative", skusPath, skuWith(`"prepaidUnits":{"enabled":5,"suspended":-5}`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.prepaid-units What=/v1.0/subscribedSkus",
		},
		{
			"service plans that are missing", skusPath, skuWithout("servicePlans"),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.service-plans What=/v1.0/subscribedSkus",
		},
		{
			"service plans that are null", skusPath, skuWith(`"servicePlans":null`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.service-plans What=/v1.0/subscribedSkus",
		},
		{
			"a service plan that is null", skusPath, skuWith(`"servicePlans":[null]`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.service-plan-id What=/v1.0/subscribedSkus",
		},
		{"a service plan that is text", skusPath, skuWith(`"servicePlans":["x"]`), "graph.answer.unreadable-element What=/v1.0/subscribedSkus"},
		{
			"a service plan without an id", skusPath, skuWith(`"servicePlans":[{"servicePlanName":"x"}]`),
			"graph.answer.incomplete Element=ENTERPRISEPACK Lacks=graph.lacks.service-plan-id What=/v1.0/subscribedSkus",
		},
		{
			"a license twice with different content", skusPath,
			demotenant.Answer(`{"value":[` + skuJSON(nil) + `,` + skuJSON(map[string]any{"consumedUnits": 8}) + `]}`),
			"graph.answer.different-license What=/v1.0/subscribedSkus",
		},
		{"a list whose name has another case", skusPath, demotenant.Answer(`{"Value":[` + skuJSON(nil) + `]}`), notAnArray},
		{
			"an organization whose id is blank", "/v1.0/organization", demotenant.Answer(`{"value":[{"id":" "}]}`),
			"graph.answer.no-id What=/v1.0/organization",
		},
		{
			"an error beside the organization", "/v1.0/organization", demotenant.Answer(`{"value":[{"id":"a"}],"error":{"message":"cut"}}`),
			"graph.answer.named-error Error=cut What=/v1.0/organization",
		},
		{"null for users", usersPath, demotenant.Answer(`{"value":null}`), "users.answer.no-list What=/v1.0/users"},
		{"an error in place of users", usersPath, demotenant.Answer(errorBody), "graph.answer.named-error Error=UnknownError What=/v1.0/users"},
		{"an error behind the users", usersPath, demotenant.Fault{Edit: func(body []byte) []byte {
			return append(bytes.TrimSuffix(bytes.TrimSpace(body), []byte("}")), `,"error":{"code":"InternalServerError"}}`...)
		}}, "graph.answer.named-error Error=InternalServerError What=/v1.0/users"},
		{"a user without an id", usersPath, demotenant.Fault{Edit: func(body []byte) []byte {
			return bytes.Replace(body, []byte(`"id":`), []byte(`"no":`), 1)
		}}, "users.answer.no-list What=/v1.0/users"},
		{"a first page without a next one", usersPath, demotenant.Fault{Edit: func(body []byte) []byte {
			return nextLink.ReplaceAll(body, nil)
		}}, "graph.listing Counted=100 Received=20 What=graph.list.users"},
		{"no users at all", usersPath, demotenant.Answer(`{"value":[]}`), "graph.listing Counted=100 Received=0 What=graph.list.users"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 100, Seed: 8, MaxPage: 20})
			a := asApplication(server, source)
			server.Script(always(tt.path, tt.fault))
			got := sourcetest.NewSink()
			_, err := importInto(t.Context(), source, a, got)
			connectortest.Told(t, err)
			if said := connectortest.Said(err); said != tt.want {
				t.Errorf("%s, want %s", said, tt.want)
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
	note := connector.Message{ID: "graph.note.difference", Data: connector.Data{
		"What": connector.Message{ID: "graph.list.users"}, "Received": int64(100), "Counted": int64(102),
	}}
	if !slices.ContainsFunc(seen.Notes, func(m connector.Message) bool { return m.String() == note.String() }) {
		t.Errorf("notes %v", seen.Notes)
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
			if want > 0 && seen.Warnings[0].String() != fmt.Sprintf("users.fewer Missing=%d Received=100", before-100) {
				t.Error(seen.Warnings)
			}
			compareWithTruth(t, server.Tenant, got)
		})
	}
}

// What is only decoration never fails an import, and what was known of it stays.
func TestImportGivenDecorationThatCannotBeRead(t *testing.T) {
	for name, fault := range map[string]demotenant.Fault{
		"400": {Status: http.StatusBadRequest}, "403": {Status: http.StatusForbidden}, "404": {Status: http.StatusNotFound},
		"500":        {Status: http.StatusInternalServerError},
		"a web page": {HTML: true}, "null": demotenant.Answer(`{"value":null}`), "an error": demotenant.Answer(errorBody),
		"no JSON":      demotenant.Answer("[1 2]"),
		"another case": demotenant.Answer(`{"Value":[]}`),
	} {
		for _, path := range []string{"/v1.0/directory/subscriptions", "/v1.0/groups"} {
			t.Run(name+" for "+path, func(t *testing.T) {
				server, source := demo(t, demotenant.Options{Users: 100})
				server.Script(always(path, fault))
				got := sourcetest.NewSink()
				seen, err := importInto(t.Context(), source, asApplication(server, source), got)
				if err != nil || len(seen.Warnings) != 1 ||
					seen.Warnings[0].ID != map[string]string{
						"/v1.0/groups":                  "import.groups",
						"/v1.0/directory/subscriptions": "import.subscriptions",
					}[path] {
					t.Fatal(err, seen.Warnings)
				}
				if len(got.AllUsers()) != 100 || len(got.GotLicenses) == 0 || (path == "/v1.0/groups") != (len(got.GotGroups) == 0) ||
					(path == "/v1.0/groups") == (len(got.GotSubscriptions) == 0) {
					t.Errorf("%d users, %d licenses, %d groups, %d subscriptions", len(got.AllUsers()), len(got.GotLicenses), len(got.GotGroups),
						len(got.GotSubscriptions))
				}
			})
		}
	}
}

// A subscription whose date cannot be read, or whose license is not named, is not one
// that has no date: the last known dates stay.
func TestImportGivenSubscriptionsThatAreNotWhole(t *testing.T) {
	for name, tt := range map[string]struct{ members, want string }{
		"a date of a country":      {`"skuId":"s","nextLifecycleDateTime":"3/1/2027"`, "Element=a Lacks=graph.lacks.next-lifecycle"},
		"a day that there is not":  {`"skuId":"s","nextLifecycleDateTime":"2027-13-45T00:00:00Z"`, "Element=a Lacks=graph.lacks.next-lifecycle"},
		"a date that is a number":  {`"skuId":"s","nextLifecycleDateTime":7`, "graph.answer.unreadable-element"},
		"a license that is null":   {`"skuId":null,"nextLifecycleDateTime":"2027-01-01T00:00:00Z"`, "Element=a Lacks=graph.lacks.sku"},
		"a license that is absent": {`"nextLifecycleDateTime":"2027-01-01T00:00:00Z"`, "Element=a Lacks=graph.lacks.sku"},
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
			if len(seen.Warnings) != 1 || seen.Warnings[0].ID != "import.subscriptions" || !strings.Contains(seen.Warnings[0].String(), tt.want) ||
				got.GotSubscriptions != nil {
				t.Errorf("%v, %v", seen.Warnings, got.GotSubscriptions)
			}
		})
	}
}

func TestImportCountsALicenseOnceThatIsListedTwice(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 10})
	server.Inject(skusPath,
		demotenant.Answer(`{"value":[`+skuJSON(nil)+`,`+skuJSON(map[string]any{"skuId": "6fd2c87f-B296-42f0-b197-1e91e994b900"})+`]}`))
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

// A license whose units are wrong keeps no other from being imported, and none of its numbers is made up.
func TestImportGivenOneLicenseWhoseUnitsAreWrong(t *testing.T) {
	right := skuJSON(map[string]any{"skuId": "b", "skuPartNumber": "SPE_E5"})
	for name, tt := range map[string]struct{ sku, lacks string }{
		"no consumed units":              {skuJSON(map[string]any{"consumedUnits": nil}), "graph.lacks.consumed-units"},
		"consumed units in words":        {skuJSON(map[string]any{"consumedUnits": "many"}), "graph.lacks.consumed-units"},
		"half a unit":                    {skuJSON(map[string]any{"consumedUnits": 7.5}), "graph.lacks.consumed-units"},
		"no prepaid units":               {skuJSON(map[string]any{"prepaidUnits": nil}), "graph.lacks.prepaid-units"},
		"prepaid units that are a list":  {skuJSON(map[string]any{"prepaidUnits": []any{}}), "graph.lacks.prepaid-units"},
		"prepaid units that are a debt":  {skuJSON(map[string]any{"prepaidUnits": map[string]any{"enabled": -1}}), "graph.lacks.prepaid-units"},
		"prepaid units that are unknown": {skuJSON(map[string]any{"prepaidUnits": map[string]any{"enabled": "?"}}), "graph.lacks.prepaid-units"},
	} {
		t.Run(name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 10})
			spoilt := demotenant.Answer(`{"value":[` + tt.sku + `,` + right + `]}`)
			server.Script(always(skusPath, spoilt))
			got := sourcetest.NewSink()
			seen, err := importInto(t.Context(), source, asApplication(server, source), got)
			if err != nil {
				t.Fatal(err)
			}
			if want := "import.units Lacks=" + tt.lacks + " License=ENTERPRISEPACK"; len(seen.Warnings) != 1 || seen.Warnings[0].String() != want {
				t.Errorf("warnings %v, want %s", seen.Warnings, want)
			}
			sourcetest.Compare(t, "licenses", []connector.License{
				{SKUID: "6fd2c87f-b296-42f0-b197-1e91e994b900", PartNumber: "ENTERPRISEPACK", UnitsUnknown: true},
				{SKUID: "b", PartNumber: "SPE_E5", Assigned: 7, Enabled: 10},
			}, got.GotLicenses)

			server.Script(nil)
			server.Inject(skusPath, spoilt)
			got.Again()
			if seen, err = importInto(t.Context(), source, asApplication(server, source), got); err != nil || len(seen.Warnings) != 0 {
				t.Fatalf("given they are right when they are read again: %v, %v", seen.Warnings, err)
			}
			compareWithTruth(t, server.Tenant, got)
		})
	}
}
