package central

import (
	"time"

	"inventorybeacon/connector"
)

// Status says how far publishing is. Its JSON is that of `central status`.
type Status struct {
	// Server is that of the configuration; empty when there is no central database.
	Server string `json:"server"`
	// Tenants are those with an inventory, in the order of their first import.
	Tenants []TenantStatus `json:"tenants"`
}

// TenantStatus says how far publishing a tenant is.
type TenantStatus struct {
	TenantID string `json:"tenantId"`
	Name     string `json:"name"`
	// Generation is the number of the last state that the central database has of this
	// beacon; 0 when there is none.
	Generation int64 `json:"generation"`
	// Imported is when that state was imported, Published when it arrived; nil when there is none.
	Imported  *time.Time `json:"imported"`
	Published *time.Time `json:"published"`
	// Pending is how many imports were published here since; they arrive as one state, with the
	// changes and numbers of each.
	Pending int64 `json:"pending"`
	// LastError is why the last try has failed, empty when it has not; Advice says what to do.
	LastError string `json:"lastError"`
	Advice    string `json:"advice,omitempty"`
	// Publishing says that this process publishes the tenant now; Rows are sent so far.
	Publishing bool  `json:"-"`
	Rows       int64 `json:"-"`
	// Problem is what LastError and Advice say, of a failure in this process.
	Problem *connector.Message `json:"-"`
}

// Lag is for how long the central database has been behind: since the first import that it does
// not have.
func (s TenantStatus) Lag(now time.Time) time.Duration {
	if s.Pending == 0 || s.Imported == nil {
		return 0
	}
	return now.Sub(*s.Imported)
}
