package userjson

import (
	"errors"
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
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// exactly returns a text in memory that ends with it, so that reading on panics.
func exactly(text []byte) []byte {
	memory := make([]byte, len(text))
	copy(memory, text)
	return memory
}

// selected gives each user of a page, at its id, what Graph sends for our $select.
func selected(page string) string {
	return strings.ReplaceAll(page, `"id":`, `"userPrincipalName":null,"accountEnabled":true,"assignedLicenses":[],"id":`)
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

func TestDecodeGivenAllProperties(t *testing.T) {
	want := connector.User{
		ID: "0e1b4f7a-0000-4000-8000-00000000000a", UserPrincipalName: "zoë@contoso.com", DisplayName: `Zoë 😀 "Z" \ /`,
		Surname: "O'Hara", Mail: "zoe@contoso.com", Enabled: true, UserType: "Member", UsageLocation: "FR", Country: "France",
		City: "Orléans", Department: "R&D", CompanyName: "Contoso", JobTitle: "Müller-Ärztin", OfficeLocation: "12", EmployeeID: "007",
		Created: refDay("2019-02-03"),
		Assignments: []connector.Assignment{
			{
				SKUID: "c7df2760-2c81-4ef7-b578-5b5392b571df", DisabledPlans: []string{"8c098270-9dd4-4350-9b30-ba4703f3b36b"},
				Groups: []string{"aaaaaaaa-0000-4000-8000-000000000001"}, State: "Active",
				Since: refDay("2022-05-06"),
			},
			{SKUID: "6fd2c87f-b296-42f0-b197-1e91e994b900", Direct: true, State: "ActiveWithError", Error: "DependencyViolation"},
		},
		Failed: []connector.FailedAssignment{
			{SKUID: "11111111-2c81-4ef7-b578-5b5392b571df", Group: "bbbbbbbb-0000-4000-8000-000000000001", Error: "MutuallyExclusiveViolation"},
		},
	}
	for _, page := range []string{
		`{"@odata.nextLink":"https://graph/next","@odata.count":1,"value":[` + licensedUser + `]}`,
		"\ufeff" + `{"value":[` + licensedUser + `],"@odata.count":1,"@odata.nextLink":"https:\/\/graph\/next"}` + "\r\n",
	} {
		var d Decoder
		got, err := d.Decode(exactly([]byte(page)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(Page{Users: []connector.User{want}, Next: "https://graph/next", Count: 1}, got, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDecodeGivenSamples(t *testing.T) {
	for _, tt := range []struct {
		file  string
		users int
		next  string
	}{
		{"users_page.json", 2, ""},
		{
			"users_delta_page.json", 4,
			"https://graph.microsoft.com/v1.0/users/delta?$skiptoken=oEBwdSP6uehIAxQOWq_3Ksh_TLol6KIm3stvdc6hGhZRi1hQ7Spe__dpvm3U4zReE4CYXC2zOtaKdi7KHlUtC2CbRiBIUwOxPKLa",
		},
		{"users_delta_last_page.json", 1, ""},
	} {
		t.Run(tt.file, func(t *testing.T) {
			page := exactly([]byte(selected(string(sample(t, tt.file)))))
			want, err := decodeByReference(page)
			if err != nil || len(want.Users) != tt.users || want.Next != tt.next {
				t.Fatalf("reference: %d users, next %q, %v", len(want.Users), want.Next, err)
			}
			var d Decoder
			got, err := d.Decode(page)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

var errSyntax = errors.New("no JSON")

func TestDecodeGivenSpoiledPages(t *testing.T) {
	deep := func(levels int) string {
		return `{"x":` + strings.Repeat("[", levels) + strings.Repeat("]", levels) + `,"value":[]}`
	}
	for _, tt := range []struct {
		name, page string
		want       error
	}{
		{"nothing", ``, ErrEnded},
		{"only white space", " \r\n", ErrEnded},
		{"a list", `[]`, ErrNoList},
		{"null", `null`, ErrNoList},
		{"a text", `"value"`, ErrNoList},
		{"no list", `{}`, ErrNoList},
		{"null for a list", `{"value":null}`, ErrNoList},
		{"an object for a list", `{"value":{}}`, ErrNoList},
		{"a text for a list", `{"value":"[]"}`, ErrNoList},
		{"a list and then none", `{"value":[{"id":"a"}],"value":null}`, ErrNoList},
		{"a user without an id", `{"value":[{"id":"a"},{"displayName":"?"}]}`, ErrNoList},
		{"a user whose id is null", `{"value":[{"id":null}]}`, ErrNoList},
		{"a user whose id is empty", `{"value":[{"id":""}]}`, ErrNoList},
		{"a user whose id is a number", `{"value":[{"id":7}]}`, ErrNoList},
		{"null for a user", `{"value":[null]}`, ErrNoList},
		{"a list for a user", `{"value":[[{"id":"a"}]]}`, ErrNoList},
		{"a user whose id is blank", `{"value":[{"id":" \t"}]}`, ErrNoList},
		{"no address of the next page", `{"value":[],"@odata.nextLink":{}}`, errNoAddress},

		{"what is not UTF-8", "{\"value\":[{\"id\":\"a\",\"displayName\":\"x\xff\xfey\"}]}", errNotUTF8},
		{"a text that is not UTF-8", "\"\xe3\"", errNotUTF8},
		{"a name that is not UTF-8", "{\"value\":[],\"\xff\":7}", errNotUTF8},

		{
			"an error", `{"error":{"code":"UnknownError","message":"An error.","innerError":{"code":"x"}}}`,
			&PageError{"UnknownError", "An error."},
		},
		{"an error beside users", `{"value":[{"id":"a"}],"error":{"code":"InternalServerError"}}`, &PageError{Code: "InternalServerError"}},
		{"an error before users", `{"error":{"message":"M"},"value":[{"id":"a"}]}`, &PageError{Message: "M"}},
		{"an error beside no users", `{"error":{},"value":[{}]}`, &PageError{}},
		{"an error in one word", `{"error":"invalid_grant"}`, &PageError{Message: "invalid_grant"}},
		{"an error that says nothing", `{"error":[1],"value":[]}`, &PageError{}},
		{"an error with other words", `{"error":{"code":7,"message":null},"value":[]}`, &PageError{}},

		{"cut in a string", `{"value":[{"id":"0e`, ErrEnded},
		{"cut in an escape", `{"value":[{"id":"\u00`, ErrEnded},
		{"cut after half a pair", `{"value":[{"id":"\ud83d`, ErrEnded},
		{"cut in a number", `{"value":[{"x":1`, ErrEnded},
		{"cut in a word", `{"value":[{"x":tru`, ErrEnded},
		{"cut before a value", `{"value":[],"@odata.count":`, ErrEnded},
		{"cut after a user", `{"value":[{"id":"a"}`, ErrEnded},
		{"cut after an error", `{"error":{"code":"x"}`, ErrEnded},
		{"cut in a skipped value", `{"x":[[[{"a":"`, ErrEnded},

		{"no value", `{"value":[],"@odata.count":}`, errSyntax},
		{"no word", `{"value":[{"id":"a","accountEnabled":txx}]}`, errSyntax},
		{"half a word", `{"value":[],"x":nul}`, errSyntax},
		{"words in one", `{"value":[],"x":truefalse}`, errSyntax},
		{"no list in a skipped value", `{"value":[],"x":[1 2,,:]}`, errSyntax},
		{"brackets of two kinds in a skipped value", `{"value":[],"x":[}]}`, errSyntax},
		{"a number that begins with 0", `{"value":[],"@odata.count":01}`, errSyntax},
		{"a number that begins with +", `{"value":[],"x":+1}`, errSyntax},
		{"a number that ends with a point", `{"value":[],"x":1.}`, errSyntax},
		{"text behind", `{"value":[]} x`, errSyntax},
		{"a second page behind", `{"value":[]}{"value":[]}`, errSyntax},
		{"a text behind that is cut", `{"value":[]}"x`, errSyntax},
		{"a comma behind", `{"value":[]},`, errSyntax},
		{"a list and text behind", `[] x`, errSyntax},
		{"missing comma", `{"value":[{"id":"a"}{"id":"b"}]}`, errSyntax},
		{"missing colon", `{"value"[]}`, errSyntax},
		{"comma at the end", `{"value":[{"id":"a"},]}`, errSyntax},
		{"comma at the end of an object", `{"value":[],}`, errSyntax},
		{"bare word", `{"value":[{"id":?}]}`, errSyntax},
		{"an object for a name", `{{`, errSyntax},
		{"a number for a name", `{"value":[{1`, errSyntax},
		{"bare name", `{value:[]}`, errSyntax},
		{"control character", "{\"value\":[{\"id\":\"a\nb\"}]}", errSyntax},
		{"control character in a skipped string", "{\"value\":[],\"x\":\"a\tb\"}", errSyntax},
		{"unknown escape", `{"value":[{"id":"\x41"}]}`, errSyntax},
		{"unknown escape in a skipped string", `{"value":[],"x":"\x41"}`, errSyntax},
		{"half an escape in a skipped string", `{"value":[],"x":"\u12"}`, errSyntax},
		{"a byte order mark in the middle", "{\"value\":\ufeff[]}", errSyntax},
		{"nested too deeply", deep(10_000), errSyntax},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var d Decoder
			page := []byte(selected(tt.page))
			got, err := d.Decode(exactly(page))
			if !sameKind(err, tt.want) {
				t.Errorf("%v instead of %v", err, tt.want)
			}
			if len(got.Users) > 0 || got.Next != "" {
				t.Errorf("%+v beside the error", got)
			}
			if _, reference := decodeByReference(page); !sameKind(reference, tt.want) {
				t.Errorf("the reference says %v", reference)
			}
			if err := retried(&d); err != nil {
				t.Errorf("then it no longer decodes a good page: %v", err)
			}
		})
	}
	var d Decoder
	if _, err := d.Decode([]byte(deep(9_999))); err != nil {
		t.Errorf("what encoding/json takes, nested deeply: %v", err)
	}
}

// retried decodes a good page.
func retried(d *Decoder) error {
	got, err := d.Decode([]byte(selected(`{"value":[{"id":"A"}],"@odata.nextLink":"next","error":null}`)))
	if err == nil && (len(got.Users) != 1 || got.Users[0].ID != "a" || got.Next != "next" || got.Count != -1) {
		err = errors.New("it gives something else")
	}
	return err
}

// sameKind reports whether callers would decide the same.
func sameKind(err, want error) bool {
	var page, wantPage *PageError
	switch {
	case err == nil || want == nil:
		return err == want
	case errors.As(want, &wantPage):
		return errors.As(err, &page) && *page == *wantPage
	}
	for _, kind := range []error{ErrEnded, ErrNoList, ErrIncomplete, errNoAddress, errNotUTF8} {
		if errors.Is(err, kind) != errors.Is(want, kind) {
			return false
		}
	}
	return !errors.As(err, &page)
}

func TestDecodeGivenAPageThatIsCutAnywhere(t *testing.T) {
	page := []byte(`{"@odata.nextLink":"x","@odata.count":12,"value":[` + licensedUser + `]}`)
	var d Decoder
	for end := range page {
		if _, err := d.Decode(exactly(page[:end])); !errors.Is(err, ErrEnded) {
			t.Fatalf("%v after %q", err, page[:end])
		}
	}
}

func TestDecodeTellsWhatIsWrong(t *testing.T) {
	for page, want := range map[string]string{
		`{"value":[{"id":"a"},7,{}]}`: "it is no list of users: 2 of 3 elements have no id",
		`{"value":[{"id":"a","accountEnabled":1},{"id":"b","userPrincipalName":"b","accountEnabled":true,"assignedLicenses":[]}]}`: "not all that was asked for is there: 1 of 2 users lack userPrincipalName, accountEnabled, assignedLicenses",
		`{"value":[{"id":"a","x":{"secret":txx}}]}`:    "at byte 35: invalid character 'x' in literal true (expecting 'r')",
		`{"error":{"code":"C","message":"M"}}`:         "it holds an error C: M",
		`{"value":[{"id":"a"}],"error":{"code":"C"}}`:  "it holds an error C",
		`{"value":[{"id":"a"}],"error":{"message":1}}`: "it holds an error",
	} {
		var d Decoder
		if _, err := d.Decode([]byte(page)); err == nil || err.Error() != want {
			t.Errorf("%v instead of %s", err, want)
		}
	}
}

// Half a pair of surrogates is what is left of a name that was cut; encoding/json
// replaces it.
func TestDecodeReplacesHalfAPair(t *testing.T) {
	page := exactly([]byte(selected(`{"value":[{"id":"a","displayName":"Müller","city":"\ud83d!"}]}`)))
	before := string(page)
	var d Decoder
	got, err := d.Decode(page)
	if err != nil || got.Users[0].DisplayName != "Müller" || got.Users[0].City != "\ufffd!" {
		t.Errorf("%+v, %v", got, err)
	}
	if string(page) != before {
		t.Errorf("the page has become %q", page)
	}
}

// TestDecodeTellsSinceWhen covers what licenseAssignmentStates say of a license.
func TestDecodeTellsSinceWhen(t *testing.T) {
	for _, tt := range []struct{ name, states, want string }{
		{"no state", ``, ""},
		{"one", `{"skuId":"S","state":"Active","lastUpdatedDateTime":"2024-05-06T23:59:59Z"}`, "2024-05-06"},
		{"of another license", `{"skuId":"T","state":"Active","lastUpdatedDateTime":"2024-05-06T00:00:00Z"}`, ""},
		{"no day", `{"skuId":"S","state":"Active","lastUpdatedDateTime":null}`, ""},
		{"not a day", `{"skuId":"S","state":"Active","lastUpdatedDateTime":"5/6/2024"}`, ""},
		{"none of .NET", `{"skuId":"S","state":"Active","lastUpdatedDateTime":"0001-01-01T00:00:00Z"}`, ""},
		{
			"the first of those that work",
			`{"skuId":"S","state":"Active","lastUpdatedDateTime":"2024-03-01T00:00:00Z"},{"skuId":"S","state":"ActiveWithError","lastUpdatedDateTime":"2024-02-01T00:00:00Z"},` +
				`{"skuId":"S","state":"Active","lastUpdatedDateTime":null},{"skuId":"S","state":"Error","lastUpdatedDateTime":"2024-01-01T00:00:00Z"}`,
			"2024-02-01",
		},
		{
			"one that works after one that does not",
			`{"skuId":"S","state":"Error","lastUpdatedDateTime":"2024-01-01T00:00:00Z"},{"skuId":"S","state":"Active","lastUpdatedDateTime":"2024-02-01T00:00:00Z"}`, "2024-02-01",
		},
		{
			"the last of those that do not work",
			`{"skuId":"S","state":"Disabled","lastUpdatedDateTime":"2024-01-01T00:00:00Z"},{"skuId":"S","state":"Error","lastUpdatedDateTime":"2024-02-01T00:00:00Z"}`, "2024-02-01",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var d Decoder
			page := selected(`{"value":[{"id":"a","licenseAssignmentStates":[` + tt.states + `],"assignedLicenses":[{"skuId":"s"}]}]}`)
			page = strings.NewReplacer(`"S"`, `"C7DF2760-2C81-4EF7-B578-5B5392B571DF"`, `"s"`,
				`"c7df2760-2c81-4ef7-b578-5b5392b571df"`).Replace(page)
			got, err := d.Decode([]byte(page))
			if err != nil {
				t.Fatal(err)
			}
			if since := got.Users[0].Assignments[0].Since.String(); since != tt.want {
				t.Errorf("since %q", since)
			}
		})
	}
}

// TestDecodeKeepsAssignmentsThatFailed covers licenses that somebody should have.
func TestDecodeKeepsAssignmentsThatFailed(t *testing.T) {
	const page = `{"value":[{"id":"a","licenseAssignmentStates":[
		{"skuId":"C7DF2760-2C81-4EF7-B578-5B5392B571DF","state":"Error","error":"CountViolation"},
		{"skuId":"none","state":"Active","error":"None"},
		{"skuId":"off","state":"Disabled","error":"none"},
		{"skuId":"One","assignedByGroup":"G","state":"Error","error":"MutuallyExclusiveViolation"},
		{"skuId":"one","assignedByGroup":"H","state":"Error","error":"MutuallyExclusiveViolation"},
		{"skuId":"one","assignedByGroup":"g","state":"Error","error":"MutuallyExclusiveViolation"},
		{"skuId":"two","assignedByGroup":null,"state":"ActiveWithError","error":"NewViolation"},
		{"skuId":"three","state":"Error","error":"None"},
		{"state":"Error","error":"Others"}],"assignedLicenses":[{"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df"}]},
		{"id":"b","assignedLicenses":[]}]}`
	var d Decoder
	got, err := d.Decode([]byte(selected(page)))
	if err != nil {
		t.Fatal(err)
	}
	want := []connector.FailedAssignment{
		{SKUID: "one", Group: "g", Error: "MutuallyExclusiveViolation"},
		{SKUID: "one", Group: "h", Error: "MutuallyExclusiveViolation"},
		{SKUID: "two", Error: "NewViolation"},
		{SKUID: "three"},
	}
	if diff := cmp.Diff(want, got.Users[0].Failed); diff != "" {
		t.Error(diff)
	}
	if len(got.Users[0].Assignments) != 1 || len(got.Users[1].Failed) != 0 {
		t.Errorf("%+v", got.Users)
	}
}
