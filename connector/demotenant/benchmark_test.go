package demotenant

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// importSelect is about what an inventory reads of a user.
const importSelect = "id,userPrincipalName,displayName,givenName,surname,mail,accountEnabled,userType,createdDateTime,usageLocation," +
	"country,city,state,department,companyName,jobTitle,officeLocation,employeeId,onPremisesSyncEnabled,assignedLicenses,licenseAssignmentStates"

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
			t := New(Options{Users: 1_000_000, Seed: 1})
			token, _ := t.newAccessToken(grant{User: adminIndex, Scopes: []scope{{"Directory.Read.All", "Directory.Read.All"}}})
			query := url.Values{"$top": {"999"}}
			if selects != "" {
				query.Set("$select", selects)
			}
			r := httptest.NewRequest(http.MethodGet, "/v1.0/users?"+query.Encode(), nil)
			r.Header.Set("Authorization", "Bearer "+token)
			w := &discard{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				t.ServeHTTP(w, r)
			}
			b.SetBytes(w.bytes / int64(b.N))
			b.ReportMetric(float64(maxTop)*float64(b.N)/b.Elapsed().Seconds(), "users/s")
			b.ReportMetric(float64(w.bytes)/float64(b.N)/maxTop, "bytes/user")
		})
	}
}

// BenchmarkReports measures how fast the reports of 100,000 users are written.
func BenchmarkReports(b *testing.B) {
	for name, kind := range usageReports {
		b.Run(name, func(b *testing.B) {
			t := New(Options{Users: 100_000, Seed: 1})
			d := download{Report: name}
			if kind.periods {
				d.Period = 180
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := t.writeReport(io.Discard, d, &Fault{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "users/s")
		})
	}
}

// BenchmarkCount measures the passes over all users behind consumedUnits and behind a filter.
func BenchmarkCount(b *testing.B) {
	t := New(Options{Users: 1_000_000, Seed: 1})
	b.Run("assignments", func(b *testing.B) {
		for b.Loop() {
			t.countAssignments()
		}
	})
	b.Run("createdDateTime", func(b *testing.B) {
		for b.Loop() {
			t.sortUsers()
		}
	})
}
