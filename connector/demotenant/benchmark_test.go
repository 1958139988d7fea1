package demotenant_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// importSelect is about what an inventory reads of a user.
const importSelect = "id,userPrincipalName,displayName,givenName,surname,mail,accountEnabled,userType,createdDateTime,usageLocation," +
	"country,city,state,department,companyName,jobTitle,officeLocation,employeeId,onPremisesSyncEnabled,assignedLicenses,licenseAssignmentStates"

// pageSize is the largest page of users.
const pageSize = 999

// discard is a ResponseWriter that counts.
type discard struct {
	header http.Header
	bytes  int64
}

func (d *discard) Header() http.Header { return d.header }
func (d *discard) WriteHeader(int)     {}
func (d *discard) Write(p []byte) (int, error) {
	d.bytes += int64(len(p))
	return len(p), nil
}

// BenchmarkUsers measures how fast pages of 999 users are written; users/s is
// what an import can be fed with.
func BenchmarkUsers(b *testing.B) {
	for name, selects := range map[string]string{"import": importSelect, "heavy": importSelect + ",assignedPlans", "default": ""} {
		b.Run(name, func(b *testing.B) {
			s := demotenanttest.Start(b, demotenant.Options{Users: 1_000_000, Seed: 1})
			query := url.Values{"$top": {strconv.Itoa(pageSize)}}
			if selects != "" {
				query.Set("$select", selects)
			}
			r := httptest.NewRequest(http.MethodGet, "/v1.0/users?"+query.Encode(), nil)
			r.Header.Set("Authorization", "Bearer "+applicationToken(b, s))
			w := &discard{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				s.ServeHTTP(w, r)
			}
			b.SetBytes(w.bytes / int64(b.N))
			b.ReportMetric(pageSize*float64(b.N)/b.Elapsed().Seconds(), "users/s")
			b.ReportMetric(float64(w.bytes)/float64(b.N)/pageSize, "bytes/user")
		})
	}
}
