package userjson

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// FuzzDecode compares the decoder with encoding/json: both take the same pages,
// with the same result, and refuse the same for the same reason.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{"users_page.json", "users_delta_page.json", "users_delta_last_page.json", "graph_error.json"} {
		f.Add(sample(f, name))
		f.Add([]byte(selected(string(sample(f, name)))))
	}
	for _, page := range []string{
		`{"value":[` + licensedUser + `,` + licensedUser + `]}`,
		`{"value":[{"id":"a"}],"value":null}`,
		`{"value":[{"id":"a","id":null,"id":5,"id":"B","assignedLicenses":[{"skuId":"s"}],"assignedLicenses":[]}]}`,
		`{"\u0076alue":[{"\u0069d":"\uD83D\uDE00\ud83d\"\\"}],"@odata.nextLink":"a\\"}`,
		"\xef\xbb\xbf{\"value\":[{\"id\":\"\xff\"}]}",
		`{"value":[{"id":"a","userPrincipalName":7,"userPrincipalName":null,"accountEnabled":"true","accountEnabled":false,"assignedLicenses":[{"skuId":"6fd2c87f-b296-42f0-b197-1e91e994b900","disabledPlans":["C7DF2760-2C81-4EF7-B578-5B5392B571DF"],"disabledPlans":null}],"licenseAssignmentStates":[5],"licenseAssignmentStates":[]}]}`,
		`{"value":[{"id":" ","userPrincipalName":null,"accountEnabled":true,"assignedLicenses":[null,{"skuId":"not a guid"}],"assignedLicenses":[]}]}`,
		`{"value":[],"@odata.count":}`,
		`{"value":[{"id":"\ud83d`,
		`{"value":[txx,nul,1 2,,:,-,1.,1e,01,"\x"]}`,
		`{"value":[{"id":"a"}],"error":{"code":"InternalServerError","message":"An error occurred."}}`,
		`{"value":[{"id":"a","x":1e999}],"@odata.count":1` + strings.Repeat("0", 400) + `}`,
		`{"value":[],"@odata.nextLink":7,"@odata.count":-1e3,"error":null} `,
	} {
		f.Add([]byte(page))
		f.Add([]byte(selected(page)))
	}
	var d Decoder // the one that decodes all pages of an import
	f.Fuzz(func(t *testing.T, page []byte) {
		want, wantErr := decodeByReference(page)
		given := exactly(page)
		got, err := d.Decode(given)
		if !sameKind(err, wantErr) {
			t.Fatalf("%v instead of %v for %q", err, wantErr, page)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s for %q", diff, page)
		}
		if !bytes.Equal(given, page) {
			t.Fatalf("%q has become %q", page, given)
		}
	})
}
