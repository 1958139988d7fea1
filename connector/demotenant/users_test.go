package demotenant_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// graphUser is a user as Graph writes it; pointers tell null from empty.
type graphUser struct {
	ID                    string    `json:"id"`
	UserPrincipalName     string    `json:"userPrincipalName"`
	DisplayName           string    `json:"displayName"`
	GivenName             *string   `json:"givenName"`
	Surname               *string   `json:"surname"`
	Mail                  *string   `json:"mail"`
	AccountEnabled        bool      `json:"accountEnabled"`
	UserType              *string   `json:"userType"`
	CreatedDateTime       time.Time `json:"createdDateTime"`
	UsageLocation         *string   `json:"usageLocation"`
	Country               *string   `json:"country"`
	City                  *string   `json:"city"`
	State                 *string   `json:"state"`
	OfficeLocation        *string   `json:"officeLocation"`
	Department            *string   `json:"department"`
	CompanyName           *string   `json:"companyName"`
	JobTitle              *string   `json:"jobTitle"`
	EmployeeID            *string   `json:"employeeId"`
	OnPremisesSyncEnabled *bool     `json:"onPremisesSyncEnabled"`
	AssignedLicenses      []struct {
		SKUID         string   `json:"skuId"`
		DisabledPlans []string `json:"disabledPlans"`
	} `json:"assignedLicenses"`
	LicenseAssignmentStates []struct {
		SKUID           string   `json:"skuId"`
		DisabledPlans   []string `json:"disabledPlans"`
		AssignedByGroup *string  `json:"assignedByGroup"`
		State           string   `json:"state"`
		Error           string   `json:"error"`
		Updated         string   `json:"lastUpdatedDateTime"`
	} `json:"licenseAssignmentStates"`
}

const fullSelect = "id,userPrincipalName,displayName,givenName,surname,mail,accountEnabled,userType,createdDateTime,usageLocation,country,city,state," +
	"officeLocation,department,companyName,jobTitle,employeeId,onPremisesSyncEnabled,assignedLicenses,licenseAssignmentStates"

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// record is the user as an import makes it of the JSON.
func (g *graphUser) record() connector.User {
	u := connector.User{
		ID: g.ID, UserPrincipalName: g.UserPrincipalName, DisplayName: g.DisplayName, GivenName: text(g.GivenName), Surname: text(g.Surname),
		Mail: text(g.Mail), Enabled: g.AccountEnabled, UserType: text(g.UserType), Department: text(g.Department),
		CompanyName: text(g.CompanyName),
		JobTitle:    text(g.JobTitle), OfficeLocation: text(g.OfficeLocation), City: text(g.City), State: text(g.State), Country: text(g.Country),
		UsageLocation: text(g.UsageLocation), EmployeeID: text(g.EmployeeID),
		OnPremisesSynced: g.OnPremisesSyncEnabled != nil && *g.OnPremisesSyncEnabled, Created: connector.DateOf(g.CreatedDateTime),
	}
	for _, license := range g.AssignedLicenses {
		a := connector.Assignment{SKUID: license.SKUID}
		if len(license.DisabledPlans) > 0 {
			a.DisabledPlans = license.DisabledPlans
		}
		for _, state := range g.LicenseAssignmentStates {
			if state.SKUID != license.SKUID {
				continue
			}
			if day, _ := connector.ParseDate(state.Updated); a.Since == 0 || day < a.Since {
				a.Since = day
			}
			if state.AssignedByGroup == nil {
				a.Direct = true
			} else {
				a.Groups = append(a.Groups, *state.AssignedByGroup)
			}
			if a.State == "" || state.State == "Active" { // what lets the user work counts
				a.State = state.State
				if a.Error = state.Error; a.Error == "None" {
					a.Error = ""
				}
			}
		}
		u.Assignments = append(u.Assignments, a)
	}
	for _, state := range g.LicenseAssignmentStates {
		if state.State == "Error" {
			u.Failed = append(u.Failed, connector.FailedAssignment{SKUID: state.SKUID, Group: text(state.AssignedByGroup), Error: state.Error})
		}
	}
	return u
}

type usersPage struct {
	Context  string      `json:"@odata.context"`
	Count    *int        `json:"@odata.count"`
	NextLink string      `json:"@odata.nextLink"`
	Value    []graphUser `json:"value"`
}

func decode[T any](t testing.TB, body string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("%v in %.300s", err, body)
	}
	return v
}

// readAll follows the pages of a listing to its end.
func readAll(t testing.TB, address, token string) (users []graphUser, pages int, count *int) {
	t.Helper()
	for address != "" {
		response, body := get(t, address, token, "ConsistencyLevel", "eventual")
		if response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %s", address, response.Status, body)
		}
		page := decode[usersPage](t, body)
		users = append(users, page.Value...)
		if pages++; page.Count != nil {
			count = page.Count
		}
		address = page.NextLink
	}
	return users, pages, count
}

func usersURL(s *demotenant.Server, options ...string) string {
	values := url.Values{}
	for i := 0; i < len(options); i += 2 {
		values.Set(options[i], options[i+1])
	}
	return s.GraphEndpoint() + "/v1.0/users?" + values.Encode()
}

func TestUsersAreTheTruth(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 5300, Seed: 11})
	token := tokens(t, s).AccessToken
	got, pages, count := readAll(t, usersURL(s, "$top", "999", "$select", fullSelect, "$count", "true"), token)
	if len(got) != 5300 || pages != 6 || count == nil || *count != 5300 {
		t.Fatalf("%d users on %d pages, count %v", len(got), pages, count)
	}
	i := 0
	for want := range s.Users() {
		if record := got[i].record(); !reflect.DeepEqual(record, want) {
			t.Fatalf("user %d\n got %+v\nwant %+v", i, record, want)
		}
		i++
	}
}

func TestHeavyUsers(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 999, Seed: 3, Heavy: true})
	token := tokens(t, s).AccessToken
	for name, options := range map[string][]string{
		"selected":     {"$select", fullSelect + ",assignedPlans"},
		"not selected": {"$select", fullSelect},
		"by default":   nil,
	} {
		t.Run(name, func(t *testing.T) {
			_, body := get(t, usersURL(s, append(options, "$top", "999")...), token)
			page := decode[struct {
				Value []struct {
					AssignedPlans []struct{ CapabilityStatus, ServicePlanID string }
				}
			}](t, body)
			for i, u := range page.Value {
				if n := len(u.AssignedPlans); n < 40 || n > 60 {
					t.Fatalf("user %d has %d plans", i, n)
				}
			}
			if each := len(body) / 999; len(page.Value) != 999 || each < 6_000 || each > 8_000 {
				t.Errorf("%d users of %d bytes", len(page.Value), each)
			}
		})
	}
	users, _, _ := readAll(t, usersURL(s, "$top", "999", "$select", fullSelect), token)
	i := 0
	for want := range s.Users() { // the rest is as in any tenant
		if record := users[i].record(); !reflect.DeepEqual(record, want) {
			t.Fatalf("user %d\n got %+v\nwant %+v", i, record, want)
		}
		i++
	}
}

// Every page is JSON, whatever the company is called.
func TestPagesAreJSON(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 6000, TenantName: "A \"quoted\" \\ company\n"})
	token := applicationToken(t, s)
	var all strings.Builder
	next := usersURL(s, "$top", "999", "$select", importSelect+",assignedPlans,proxyAddresses,mailNickname,lastPasswordChangeDateTime")
	for next != "" {
		response, body := get(t, next, token)
		var page struct {
			Next string `json:"@odata.nextLink"`
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%d, not JSON: %v", response.StatusCode, err)
		}
		all.WriteString(body)
		next = page.Next
	}
	for _, every := range []string{"Fabrikam", "Research & Development"} {
		if !strings.Contains(all.String(), every) {
			t.Errorf("%s does not occur", every)
		}
	}
}
