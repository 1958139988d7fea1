package microsoft365

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inventorybeacon/connector"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// licensedUser is a user as Graph sends it for our $select.
const licensedUser = `{"id":"0E1B4F7A-0000-4000-8000-00000000000A","userPrincipalName":"zo\u00eb@contoso.com","displayName":"Zo\u00eb \ud83d\ude00 \"Z\" \\ \/",
"givenName":null,"surname":"O'Hara","mail":"zoe@contoso.com","accountEnabled":true,"userType":"Member","createdDateTime":"2019-02-03T04:05:06Z",
"usageLocation":"FR","country":"France","city":"Orl\u00e9ans","state":null,"department":"R&D","companyName":"Contoso","jobTitle":"Müller-Ärztin",
"officeLocation":"12","employeeId":"007","onPremisesSyncEnabled":null,"unknown":{"a":[1,2,{"b":"}]\""}],"c":-1.5e+3},
"licenseAssignmentStates":[
 {"skuId":"C7DF2760-2C81-4EF7-B578-5B5392B571DF","disabledPlans":[],"assignedByGroup":null,"state":"Error","error":"CountViolation","lastUpdatedDateTime":"2020-01-01T00:00:00Z"},
 {"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df","disabledPlans":["x"],"assignedByGroup":"AAAAAAAA-0000-4000-8000-000000000001","state":"Active","error":"None","lastUpdatedDateTime":"2023-05-06T07:08:09Z"},
 {"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df","assignedByGroup":"aaaaaaaa-0000-4000-8000-000000000001","state":"Active","error":"None","lastUpdatedDateTime":"2022-05-06T07:08:09Z"},
 {"skuId":"11111111-2c81-4ef7-b578-5b5392b571df","assignedByGroup":"bbbbbbbb-0000-4000-8000-000000000001","state":"Error","error":"MutuallyExclusiveViolation"},
 {"skuId":"6fd2c87f-b296-42f0-b197-1e91e994b900","assignedByGroup":null,"state":"ActiveWithError","error":"DependencyViolation"}],
"assignedLicenses":[{"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df","disabledPlans":["8C098270-9DD4-4350-9B30-BA4703F3B36B"]},
 {"disabledPlans":[],"skuId":"6fd2c87f-b296-42f0-b197-1e91e994b900"}]}`

func TestDecodeUsersGivenAllProperties(t *testing.T) {
	want := connector.User{
		ID: "0e1b4f7a-0000-4000-8000-00000000000a", UserPrincipalName: "zoë@contoso.com", DisplayName: `Zoë 😀 "Z" \ /`,
		Surname: "O'Hara", Mail: "zoe@contoso.com", Enabled: true, UserType: "Member", UsageLocation: "FR", Country: "France",
		City: "Orléans", Department: "R&D", CompanyName: "Contoso", JobTitle: "Müller-Ärztin", OfficeLocation: "12", EmployeeID: "007",
		Created: date("2019-02-03"),
		Assignments: []connector.Assignment{
			{
				SKUID: "c7df2760-2c81-4ef7-b578-5b5392b571df", DisabledPlans: []string{"8c098270-9dd4-4350-9b30-ba4703f3b36b"},
				Direct: true, Groups: []string{"aaaaaaaa-0000-4000-8000-000000000001"}, State: "Active",
				Since: date("2022-05-06"),
			},
			{SKUID: "6fd2c87f-b296-42f0-b197-1e91e994b900", Direct: true, State: "ActiveWithError", Error: "DependencyViolation"},
		},
		Failed: []connector.FailedAssignment{
			{SKUID: "11111111-2c81-4ef7-b578-5b5392b571df", Group: "bbbbbbbb-0000-4000-8000-000000000001", Error: "MutuallyExclusiveViolation"},
		},
	}
	for _, page := range []string{
		`{"@odata.nextLink":"https://graph/next","value":[` + licensedUser + `]}`,
		"\ufeff" + `{"value":[` + licensedUser + `],"@odata.nextLink":"https:\/\/graph\/next"}` + "\r\n",
	} {
		var d userDecoder
		users, err := d.decode([]byte(page))
		if err != nil {
			t.Fatal(err)
		}
		if d.next != "https://graph/next" {
			t.Errorf("next link %q", d.next)
		}
		if diff := cmp.Diff([]connector.User{want}, users, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDecodeUsersGivenSamples(t *testing.T) {
	for _, tt := range []struct {
		file  string
		users int
		next  string
	}{
		{"users_page.json", 2, ""},
		{"users_delta_page.json", 4, "https://graph.microsoft.com/v1.0/users/delta?$skiptoken=oEBwdSP6uehIAxQOWq_3Ksh_TLol6KIm3stvdc6hGhZRi1hQ7Spe__dpvm3U4zReE4CYXC2zOtaKdi7KHlUtC2CbRiBIUwOxPKLa"},
		{"users_delta_last_page.json", 1, ""},
	} {
		t.Run(tt.file, func(t *testing.T) {
			page := sample(t, tt.file)
			want, wantNext, ok := decodeByReference(page)
			if !ok || len(want) != tt.users || wantNext != tt.next {
				t.Fatalf("reference: %d users, next %q", len(want), wantNext)
			}
			var d userDecoder
			users, err := d.decode(page)
			if err != nil || d.next != tt.next {
				t.Fatalf("next link %q, %v", d.next, err)
			}
			if diff := cmp.Diff(want, users, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeUsersGivenFaultyPages(t *testing.T) {
	for _, tt := range []struct {
		name, page string
		ended      bool
	}{
		{"nothing", ``, true},
		{"no object", `[]`, false},
		{"no list", `{"error":{}}`, false},
		{"cut in a string", `{"value":[{"id":"0e`, true},
		{"cut in an escape", `{"value":[{"id":"\u00`, true},
		{"cut in a number", `{"value":[{"x":1`, true},
		{"cut after a user", `{"value":[{"id":"a"}`, true},
		{"cut in a skipped value", `{"x":[[[{"a":"`, true},
		{"text behind", `{"value":[]} x`, false},
		{"missing comma", `{"value":[{"id":"a"}{"id":"b"}]}`, false},
		{"comma at the end", `{"value":[{"id":"a"},]}`, false},
		{"bare word", `{"value":[{"id":?}]}`, false},
		{"control character", "{\"value\":[{\"id\":\"a\nb\"}]}", false},
		{"unknown escape", `{"value":[{"id":"\x41"}]}`, false},
		{"endless nesting", `{"x":` + strings.Repeat("[", 100_000) + `}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var d userDecoder
			users, err := d.decode([]byte(tt.page))
			if err == nil {
				t.Fatalf("no error, %d users", len(users))
			}
			if got := errors.Is(err, errEnded); got != tt.ended {
				t.Errorf("ended %v: %v", got, err)
			}
		})
	}
}

func TestDecodeUsersSkipsUsersWithoutID(t *testing.T) {
	var d userDecoder
	users, err := d.decode([]byte(`{"value":[{"displayName":"?"},{"id":"A"},null,7]}`))
	if err != nil || len(users) != 1 || users[0].ID != "a" || d.nameless != 1 {
		t.Errorf("%d users, %d nameless, %v", len(users), d.nameless, err)
	}
}

func TestDecodeUsersReplacesWhatIsNotUTF8(t *testing.T) {
	var d userDecoder
	users, err := d.decode([]byte("{\"value\":[{\"id\":\"a\",\"displayName\":\"x\xff\xfey\",\"city\":\"\\ud83d!\"}]}"))
	if err != nil || users[0].DisplayName != "x��y" || users[0].City != "�!" {
		t.Errorf("%+v, %v", users, err)
	}
}

// FuzzDecodeUsers compares the scanner with encoding/json on any input: what
// that takes, the scanner takes with the same result; on all else it only has
// to end without a panic.
func FuzzDecodeUsers(f *testing.F) {
	for _, name := range []string{"users_page.json", "users_delta_page.json", "users_delta_last_page.json", "graph_error.json"} {
		f.Add(sample(f, name))
	}
	for _, page := range []string{
		`{"value":[` + licensedUser + `,` + licensedUser + `]}`,
		`{"value":[{"id":"a"}],"value":null}`,
		`{"value":[{"id":"a","id":null,"id":5,"id":"B","assignedLicenses":[{"skuId":"s"}],"assignedLicenses":[]}]}`,
		`{"\u0076alue":[{"\u0069d":"\uD83D\uDE00\ud83d\"\\"}],"@odata.nextLink":"a\\"}`,
		"\xef\xbb\xbf{\"value\":[{\"id\":\"\xff\"}]}",
	} {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		want, wantNext, ok := decodeByReference(page)
		var d userDecoder
		users, err := d.decode(bytes.Clone(page))
		if !ok {
			return
		}
		if err != nil {
			t.Fatalf("%v for %q", err, page)
		}
		if diff := cmp.Diff(want, users, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s for %q", diff, page)
		}
		if d.next != wantNext {
			t.Fatalf("next link %q instead of %q", d.next, wantNext)
		}
	})
}

// benchmarkPage is a page of 999 users with three licenses each.
func benchmarkPage() []byte {
	users := make([]string, 999)
	for i := range users {
		users[i] = fmt.Sprintf(`{"id":"0e1b4f7a-0000-4000-8000-%012x","userPrincipalName":"user%d@contoso.com","displayName":"User Number %d","givenName":"User","surname":"Number %d",`+
			`"mail":"user%d@contoso.com","accountEnabled":true,"userType":"Member","createdDateTime":"2019-02-03T04:05:06Z","usageLocation":"FR","country":"France","city":"Orléans","state":null,`+
			`"department":"Research","companyName":"Contoso","jobTitle":"Engineer","officeLocation":"12/%d","employeeId":"%d","onPremisesSyncEnabled":true,`+
			`"assignedLicenses":[{"disabledPlans":[],"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df"},{"disabledPlans":["8c098270-9dd4-4350-9b30-ba4703f3b36b"],"skuId":"6fd2c87f-b296-42f0-b197-1e91e994b900"},{"disabledPlans":[],"skuId":"f30db892-07e9-47e9-837c-80727f46fd3d"}],`+
			`"licenseAssignmentStates":[{"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df","disabledPlans":[],"assignedByGroup":"aaaaaaaa-0000-4000-8000-000000000001","state":"Active","error":"None","lastUpdatedDateTime":"2023-01-01T00:00:00Z"},`+
			`{"skuId":"6fd2c87f-b296-42f0-b197-1e91e994b900","disabledPlans":[],"assignedByGroup":null,"state":"Active","error":"None","lastUpdatedDateTime":"2023-01-01T00:00:00Z"}]}`,
			i, i, i, i, i, i, i)
	}
	return []byte(`{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users","@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=x","value":[` + strings.Join(users, ",") + `]}`)
}

func BenchmarkDecodeUsers(b *testing.B) {
	page := benchmarkPage()
	b.Run("scanner", func(b *testing.B) {
		var d userDecoder
		buf := make([]byte, 0, len(page))
		b.SetBytes(int64(len(page)))
		b.ReportAllocs()
		for b.Loop() {
			buf = append(buf[:0], page...)
			if users, err := d.decode(buf); err != nil || len(users) != 999 {
				b.Fatal(len(users), err)
			}
		}
		b.ReportMetric(999*float64(b.N)/b.Elapsed().Seconds(), "users/s")
	})
	b.Run("encoding_json", func(b *testing.B) {
		b.SetBytes(int64(len(page)))
		b.ReportAllocs()
		for b.Loop() {
			var answer struct {
				Next  string      `json:"@odata.nextLink"`
				Value []plainUser `json:"value"`
			}
			if err := json.Unmarshal(page, &answer); err != nil || len(answer.Value) != 999 {
				b.Fatal(len(answer.Value), err)
			}
		}
		b.ReportMetric(999*float64(b.N)/b.Elapsed().Seconds(), "users/s")
	})
}

// plainUser is what one would write for encoding/json.
type plainUser struct {
	ID, UserPrincipalName, DisplayName, GivenName, Surname, Mail, UserType, UsageLocation, Country, City, State string
	Department, CompanyName, JobTitle, OfficeLocation, EmployeeID, CreatedDateTime                              string
	AccountEnabled, OnPremisesSyncEnabled                                                                       bool
	AssignedLicenses                                                                                            []struct {
		SKUID         string
		DisabledPlans []string
	}
	LicenseAssignmentStates []struct{ SKUID, AssignedByGroup, State, Error string }
}
