package userjson

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

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

func BenchmarkDecode(b *testing.B) {
	page := benchmarkPage()
	b.Run("userjson", func(b *testing.B) {
		var d Decoder
		b.SetBytes(int64(len(page)))
		b.ReportAllocs()
		for b.Loop() {
			if got, err := d.Decode(page); err != nil || len(got.Users) != 999 {
				b.Fatal(len(got.Users), err)
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
