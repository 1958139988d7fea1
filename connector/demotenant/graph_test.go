package demotenant_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

func TestLicensesAddUp(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 4000, Seed: 5})
	assigned := map[string]int{}
	var direct, byGroup, both, disabledPlans, errors int
	for u := range s.Users() {
		for _, a := range u.Assignments {
			assigned[a.SKUID]++
			switch {
			case a.Direct && len(a.Groups) > 0:
				both++
			case a.Direct:
				direct++
			default:
				byGroup++
			}
			disabledPlans += len(a.DisabledPlans)
			if a.Error != "" {
				errors++
			}
		}
	}
	if direct == 0 || byGroup == 0 || both == 0 || disabledPlans == 0 || errors == 0 {
		t.Errorf("direct %d, by group %d, both %d, disabled plans %d, errors %d", direct, byGroup, both, disabledPlans, errors)
	}
	total := map[string]int{}
	for _, sub := range s.Subscriptions() {
		total[sub.SKUID] += sub.TotalLicenses
	}
	over := 0
	for _, l := range s.Licenses() {
		if l.Assigned != assigned[l.SKUID] {
			t.Errorf("%s: consumedUnits %d, users have %d", l.PartNumber, l.Assigned, assigned[l.SKUID])
		}
		if total[l.SKUID] != l.Enabled+l.Warning+l.Suspended {
			t.Errorf("%s: subscriptions have %d, units are %+v", l.PartNumber, total[l.SKUID], l)
		}
		if l.Purchased() < l.Assigned {
			over++
		}
	}
	if over < 2 {
		t.Errorf("%d SKUs are over-assigned", over)
	}

	// What Graph answers is what Licenses says.
	token := tokens(t, s).AccessToken
	_, body := get(t, s.GraphEndpoint()+"/v1.0/subscribedSkus", token)
	answer := decode[struct {
		Value []struct {
			SKUID         string         `json:"skuId"`
			ConsumedUnits int            `json:"consumedUnits"`
			PrepaidUnits  map[string]int `json:"prepaidUnits"`
			Subscriptions []string       `json:"subscriptionIds"`
		} `json:"value"`
	}](t, body)
	for i, l := range s.Licenses() {
		got := answer.Value[i]
		if got.SKUID != l.SKUID || got.ConsumedUnits != l.Assigned || got.PrepaidUnits["enabled"] != l.Enabled || len(got.Subscriptions) == 0 {
			t.Errorf("got %+v, want %+v", got, l)
		}
	}
}

func TestSelect(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 30})
	token := tokens(t, s).AccessToken
	tests := []struct {
		name    string
		options []string
		want    []string // properties
	}{
		{"the default set", []string{"$top", "1"}, []string{
			"businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname",
			"userPrincipalName",
		}},
		{"only what is selected", []string{"$top", "1", "$select", "id,accountEnabled"}, []string{"accountEnabled", "id"}},
		{"blanks and another case", []string{"$top", "1", "$select", "ID, AccountEnabled,id"}, []string{"accountEnabled", "id"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, body := get(t, usersURL(s, test.options...), token)
			page := decode[struct{ Value []map[string]any }](t, body)
			if got := slices.Sorted(maps.Keys(page.Value[0])); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestGraphRefuses(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 30})
	token := tokens(t, s).AccessToken
	tests := []struct {
		name    string
		address string
		token   string
		header  string // ConsistencyLevel
		status  int
		code    string
	}{
		{"no token", usersURL(s), "", "", 401, "InvalidAuthenticationToken"},
		{"a foreign token", usersURL(s), "eyJ0eXAi.e30.x", "", 401, "InvalidAuthenticationToken"},
		{"top above 999", usersURL(s, "$top", "1000"), token, "", 400, "Request_BadRequest"},
		{"top zero", usersURL(s, "$top", "0"), token, "", 400, "Request_BadRequest"},
		{"top not a number", usersURL(s, "$top", "many"), token, "", 400, "BadRequest"},
		{"unknown property", usersURL(s, "$select", "id,favoriteColor"), token, "", 400, "BadRequest"},
		{"property of one user only", usersURL(s, "$select", "id,aboutMe"), token, "", 501, "NotImplemented"},
		{"signInActivity", usersURL(s, "$select", "signInActivity"), token, "", 403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant"},
		{"orderby", usersURL(s, "$orderby", "displayName"), token, "", 400, "Request_UnsupportedQuery"},
		{"skip", usersURL(s, "$skip", "5"), token, "", 400, "Request_UnsupportedQuery"},
		{"foreign page token", usersURL(s, "$skiptoken", "RFNwdAIA"), token, "", 400, "Directory_ExpiredPageToken"},
		{"count without the header", s.GraphEndpoint() + "/v1.0/users/$count", token, "", 400, "Request_BadRequest"},
		{
			"advanced filter without the header", usersURL(s, "$filter", "not(createdDateTime ge 2020-01-01T00:00:00Z)", "$count", "true"), token,
			"", 400, "Request_UnsupportedQuery",
		},
		{
			"a set of times", usersURL(s, "$filter", "createdDateTime in (2020-01-01T00:00:00Z)", "$count", "true"), token, "eventual", 400,
			"Request_UnsupportedQuery",
		},
		{
			"a time of null", usersURL(s, "$filter", "createdDateTime eq null", "$count", "true"), token, "eventual", 400,
			"Request_UnsupportedQuery",
		},
		{
			"too many names", usersURL(s, "$filter", "userPrincipalName in ('"+strings.Repeat("a','", 15)+"a')"), token, "", 400,
			"Request_UnsupportedQuery",
		},
		{
			"a negation without count", usersURL(s, "$filter", "not(createdDateTime ge 2020-01-01T00:00:00Z)"), token, "eventual", 400,
			"Request_UnsupportedQuery",
		},
		{"lt", usersURL(s, "$filter", "createdDateTime lt 2020-01-01T00:00:00Z"), token, "", 400, "Request_UnsupportedQuery"},
		{"unfilterable property", usersURL(s, "$filter", "department eq 'Sales'"), token, "", 400, "Request_UnsupportedQuery"},
		{"broken filter", usersURL(s, "$filter", "createdDateTime ge "), token, "", 400, "BadRequest"},
		{"empty filter", usersURL(s, "$filter", ""), token, "", 400, "BadRequest"},
		{"wrong type", usersURL(s, "$filter", "createdDateTime ge '2020-01-01T00:00:00Z'"), token, "", 400, "BadRequest"},
		{"options of subscribedSkus", s.GraphEndpoint() + "/v1.0/subscribedSkus?$select=skuId", token, "", 400, "Request_UnsupportedQuery"},
		{"unknown resource", s.GraphEndpoint() + "/v1.0/unicorns", token, "", 400, "BadRequest"},
		{"report settings", s.GraphEndpoint() + "/v1.0/admin/reportSettings", token, "", 403, "Authorization_RequestDenied"},
		{"unknown report", s.GraphEndpoint() + "/v1.0/reports/getUnicorns(period='D7')", token, "", 400, "BadRequest"},
		{"unknown period", s.GraphEndpoint() + "/v1.0/reports/getOffice365ActiveUserDetail(period='D8')", token, "", 400, "InvalidArgument"},
		{
			"parentheses without a parameter", s.GraphEndpoint() + "/v1.0/reports/getOffice365ActivationsUserDetail()", token, "", 400,
			"BadRequest",
		},
		{"no period", s.GraphEndpoint() + "/v1.0/reports/getM365AppUserDetail", token, "", 400, "InvalidArgument"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			response, body := get(t, test.address, test.token, "ConsistencyLevel", test.header, "client-request-id",
				"aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee")
			got := decode[struct {
				Error struct {
					Code, Message string
					InnerError    map[string]string
				}
			}](t, body)
			if response.StatusCode != test.status || got.Error.Code != test.code {
				t.Fatalf("got %s %s, want %d %s", response.Status, body, test.status, test.code)
			}
			if id := got.Error.InnerError["request-id"]; id != "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee" || response.Header.Get("request-id") != id {
				t.Errorf("request-id %q and %q", id, response.Header.Get("request-id"))
			}
		})
	}
}

func TestAccessTokenExpires(t *testing.T) {
	c := &clock{}
	s := demotenanttest.Start(t, demotenant.Options{Users: 10, Now: c.now, TokenLifetime: time.Minute})
	a := tokens(t, s)
	if a.ExpiresIn != 60 {
		t.Errorf("expires_in %d", a.ExpiresIn)
	}
	c.advance(2 * time.Minute)
	response, body := get(t, usersURL(s), a.AccessToken)
	if response.StatusCode != http.StatusUnauthorized || !strings.Contains(body, "expired") || response.Header.Get("WWW-Authenticate") == "" {
		t.Errorf("%s %s", response.Status, body)
	}
}

// The spans of an import must hold everybody once, and those of whom it is not known
// when they were made only where a reading of the documentation has them.
func TestFiltersPartition(t *testing.T) {
	const users = 3000
	spans := []string{
		"not(createdDateTime ge 2018-01-01T00:00:00Z)",
		"createdDateTime ge 2018-01-01T00:00:00Z and not(createdDateTime ge 2019-11-16T22:00:00Z)",
		"createdDateTime ge 2019-11-16T21:59:59.5Z and not(createdDateTime ge 2022-01-01T00:00:00Z)",
		"createdDateTime ge 2022-01-01T00:00:00Z",
	}
	for name, given := range map[string]struct {
		undated demotenant.Undated
		filters []string
		lost    bool // those of whom it is not known
	}{
		"in negations":             {demotenant.UndatedInNegations, spans, false},
		"nowhere":                  {demotenant.UndatedNowhere, spans, true},
		"apart":                    {demotenant.UndatedApart, append([]string{"createdDateTime eq null"}, spans...), false},
		"apart, without asking so": {demotenant.UndatedApart, spans, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := demotenanttest.Start(t, demotenant.Options{Users: users, Seed: 2, Undated: given.undated})
			token := tokens(t, s).AccessToken
			seen := map[string]int{}
			for _, filter := range given.filters {
				listed, _, count := readAll(t, usersURL(s, "$top", "999", "$select", "id", "$count", "true", "$filter", filter), token)
				_, body := get(t, s.GraphEndpoint()+"/v1.0/users/$count?"+url.Values{"$filter": {filter}}.Encode(), token, "ConsistencyLevel",
					"eventual")
				if want := fmt.Sprintf("\ufeff%d", len(listed)); body != want || count == nil || *count != len(listed) {
					t.Errorf("%s: %d users, count %v, $count %q", filter, len(listed), count, body)
				}
				if len(listed) == 0 {
					t.Errorf("%s: nobody", filter)
				}
				for _, u := range listed {
					seen[u.ID]++
				}
			}
			want := 0
			for u := range s.Users() {
				once := 1
				if given.lost && u.Created == 0 {
					once = 0
				}
				if seen[u.ID] != once {
					t.Fatalf("%s is in %d parts, want %d", u.ID, seen[u.ID], once)
				}
				want += once
			}
			if given.lost == (want == users) {
				t.Errorf("%d of %d users are dated", want, users)
			}
		})
	}
}

func TestFilterByNames(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 100})
	token := tokens(t, s).AccessToken
	filter := "userPrincipalName in ('ADMIN@contoso.example', 'nobody''s@contoso.example','robin.reader@contoso.example')"
	got, _, _ := readAll(t, usersURL(s, "$select", "userPrincipalName", "$filter", filter), token)
	if len(got) != 2 || got[0].UserPrincipalName != "admin@contoso.example" || got[1].UserPrincipalName != "robin.reader@contoso.example" {
		t.Errorf("got %+v", got)
	}
}

func TestPageTokens(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 50, MaxPage: 20})
	token := tokens(t, s).AccessToken
	_, body := get(t, usersURL(s, "$top", "999", "$select", "id", "x", "a b&c"), token)
	page := decode[usersPage](t, body)
	if len(page.Value) != 20 {
		t.Fatalf("%d users", len(page.Value))
	}
	link, err := url.Parse(page.NextLink)
	if err != nil || link.Query().Get("$top") != "999" || link.Query().Get("x") != "a b&c" ||
		!strings.HasPrefix(page.NextLink, s.GraphEndpoint()+"/v1.0/users?$") {
		t.Fatalf("nextLink %q, %v", page.NextLink, err)
	}
	if response, _ := get(t, page.NextLink, token); response.StatusCode != http.StatusOK {
		t.Errorf("next page: %s", response.Status)
	}
	if response, body := get(t, strings.Replace(page.NextLink, "=id", "=mail", 1), token); !strings.Contains(body,
		"Directory_ExpiredPageToken") {
		t.Errorf("a token of another query: %s", response.Status)
	}
	s.ExpirePages()
	if _, body := get(t, page.NextLink, token); !strings.Contains(body, "Directory_ExpiredPageToken") {
		t.Errorf("an expired token: %s", body)
	}
}

func TestGroupsThatAssign(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 2000})
	token := tokens(t, s).AccessToken
	address := s.GraphEndpoint() + "/v1.0/groups?" +
		url.Values{"$select": {"id,displayName"}, "$filter": {"assignedLicenses/$count ne 0"}, "$count": {"true"}, "$top": {"3"}}.Encode()
	var got []connector.Group
	for address != "" {
		_, body := get(t, address, token, "ConsistencyLevel", "eventual")
		page := decode[struct {
			NextLink string `json:"@odata.nextLink"`
			Count    int    `json:"@odata.count"`
			Value    []connector.Group
		}](t, body)
		if want := len(s.Groups()); got == nil && page.Count != want {
			t.Errorf("the first page counts %d, want %d", page.Count, want)
		}
		got, address = append(got, page.Value...), page.NextLink
	}
	if !reflect.DeepEqual(got, s.Groups()) {
		t.Fatalf("got %v, want %v", got, s.Groups())
	}
	_, body := get(t, s.GraphEndpoint()+"/v1.0/groups?$select=id,assignedLicenses", token)
	all := decode[struct {
		Value []struct{ AssignedLicenses []struct{ SKUID string } }
	}](t, body).Value
	if _, body := get(t, s.GraphEndpoint()+"/v1.0/groups", token); strings.Contains(body, "assignedLicenses") {
		t.Error("groups come with their licenses unasked")
	}
	assigning := 0
	for _, g := range all {
		assigning += len(g.AssignedLicenses)
	}
	if assigning != len(got) || len(all) <= len(got) {
		t.Errorf("%d of %d groups assign licenses, want %d", assigning, len(all), len(got))
	}
	for u := range s.Users() {
		for _, a := range u.Assignments {
			for _, id := range a.Groups {
				if !slices.ContainsFunc(got, func(g connector.Group) bool { return g.ID == id }) {
					t.Fatalf("%s has a license by the unknown group %s", u.UserPrincipalName, id)
				}
			}
		}
	}
}

func TestOrganization(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{TenantName: "Fabrikam & Söhne"})
	token := tokens(t, s).AccessToken
	_, body := get(t, s.GraphEndpoint()+"/v1.0/organization?$select=id,displayName,verifiedDomains,countryLetterCode", token)
	got := decode[struct {
		Value []struct {
			ID, DisplayName, CountryLetterCode string
			VerifiedDomains                    []struct {
				Name      string
				IsDefault bool
			}
		}
	}](t, body).Value[0]
	want := s.Organization()
	if got.ID != want.ID || got.DisplayName != want.DisplayName || got.CountryLetterCode != want.CountryCode {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, d := range got.VerifiedDomains {
		if d.IsDefault != (d.Name == want.DefaultDomain) {
			t.Errorf("domain %+v, want %s as the default", d, want.DefaultDomain)
		}
	}
	_, body = get(t, s.GraphEndpoint()+"/v1.0/me?$select=id,userPrincipalName", token)
	if me := decode[graphUser](t, body); me.UserPrincipalName != "admin@fabrikamshne.example" {
		t.Errorf("me is %+v", me)
	}
}

func TestGzipWhenAskedFor(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 100})
	token := tokens(t, s).AccessToken
	_, plain := get(t, usersURL(s, "$select", "id"), token)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, usersURL(s, "$select", "id"), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal("not compressed")
	}
	z, err := gzip.NewReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var page usersPage
	if err := json.NewDecoder(z).Decode(&page); err != nil || len(page.Value) != len(decode[usersPage](t, plain).Value) {
		t.Errorf("%d users, %v", len(page.Value), err)
	}
}

func TestSameSeedSameTenant(t *testing.T) {
	options := demotenant.Options{Users: 500, Seed: 9, Now: func() time.Time { return day }}
	a, b := demotenant.New(options), demotenant.New(options)
	if !reflect.DeepEqual(slices.Collect(a.Users()), slices.Collect(b.Users())) || !reflect.DeepEqual(a.Licenses(), b.Licenses()) ||
		!reflect.DeepEqual(slices.Collect(a.Usage()), slices.Collect(b.Usage())) {
		t.Error("the same seed made two tenants")
	}
	options.Users = 700
	larger := slices.Collect(demotenant.New(options).Users())
	if !reflect.DeepEqual(slices.Collect(a.Users()), larger[:500]) {
		t.Error("a larger tenant has other users")
	}
	options.Seed = 10
	if other := slices.Collect(demotenant.New(options).Users()); other[5].ID == larger[5].ID {
		t.Error("another seed made the same user")
	}
}
