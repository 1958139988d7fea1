package userjson

import (
	"strings"
	"testing"
)

// TestDecodeGivenUsersWhoLackWhatWasSelected: what is not there, or is of another
// type, is not none.
func TestDecodeGivenUsersWhoLackWhatWasSelected(t *testing.T) {
	const (
		name     = `"userPrincipalName":"a@contoso.com"`
		enabled  = `"accountEnabled":true`
		licenses = `"assignedLicenses":[]`
		sku      = `"skuId":"C7DF2760-2c81-4ef7-b578-5b5392b571df"`
	)
	for _, tt := range []struct {
		members []string
		lacking string // empty where nothing is
	}{
		{[]string{name, enabled, licenses}, ""},
		{[]string{`"userPrincipalName":null`, `"accountEnabled":null`, licenses, `"licenseAssignmentStates":null`}, ""},
		{[]string{
			name, `"accountEnabled":false`, `"assignedLicenses":[{` + sku + `},{` + sku + `,"disabledPlans":null}]`,
			`"licenseAssignmentStates":[{}]`,
		}, ""},
		{[]string{`"assignedLicenses":7`, `"accountEnabled":7`, name, enabled, licenses}, ""},

		{[]string{enabled, licenses}, "userPrincipalName"},
		{[]string{`"userprincipalname":"a"`, enabled, licenses}, "userPrincipalName"},
		{[]string{`"userPrincipalName":7`, enabled, licenses}, "userPrincipalName"},
		{[]string{name, licenses}, "accountEnabled"},
		{[]string{name, licenses, `"accountEnabled":"true"`}, "accountEnabled"},
		{[]string{name, licenses, `"accountEnabled":1`}, "accountEnabled"},
		{[]string{name, enabled}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":null`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":{}`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":"[]"`}, "assignedLicenses"},
		{[]string{name, enabled, licenses, `"assignedLicenses":false`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{` + sku + `},null]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":["c7df2760-2c81-4ef7-b578-5b5392b571df"]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{}]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{"skuId":null}]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{"skuId":5}]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{"skuId":"not a guid"}]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571dg"}]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{"skuId":"c7df2760-2c81-4ef7+b578-5b5392b571df"}]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{` + sku + `,"skuId":""}]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{` + sku + `,"disabledPlans":{}}]`}, "assignedLicenses"},
		{[]string{name, enabled, `"assignedLicenses":[{` + sku + `,"disabledPlans":[7]}]`}, "assignedLicenses"},
		{[]string{name, enabled, licenses, `"licenseAssignmentStates":{}`}, "licenseAssignmentStates"},
		{[]string{name, enabled, licenses, `"licenseAssignmentStates":[null]`}, "licenseAssignmentStates"},
		{[]string{name, enabled, licenses, `"licenseAssignmentStates":[{},"x"]`}, "licenseAssignmentStates"},
		{[]string{`"licenseAssignmentStates":5`}, "userPrincipalName, accountEnabled, assignedLicenses, licenseAssignmentStates"},
	} {
		user := `{"id":"a",` + strings.Join(tt.members, ",") + `}`
		t.Run(user, func(t *testing.T) {
			page := []byte(`{"value":[` + licensedUser + `,` + user + `]}`)
			var want error
			if tt.lacking != "" {
				want = ErrIncomplete
			}
			var d Decoder
			got, err := d.Decode(exactly(page))
			if !sameKind(err, want) || err != nil && !strings.HasSuffix(err.Error(), ": 1 of 2 users lack "+tt.lacking) {
				t.Errorf("%v", err)
			}
			if (err == nil) != (len(got.Users) == 2) {
				t.Errorf("%d users, %v", len(got.Users), err)
			}
			if _, reference := decodeByReference(page); !sameKind(reference, want) {
				t.Errorf("the reference says %v", reference)
			}
		})
	}
}
