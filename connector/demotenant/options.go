package demotenant

import (
	"log/slog"
	"time"

	"inventorybeacon/connector/demotenant/internal/graph"
	"inventorybeacon/connector/demotenant/internal/signin"
)

// Options say what kind of tenant to serve. The zero value is a small company
// without faults.
type Options struct {
	// Users is the number of accounts; 250 when it is zero.
	Users int
	// Seed decides about everything that is random in the data.
	Seed uint64
	// TenantName is the company's name; "Contoso" when it is empty.
	TenantName string
	// MaxPage caps the users on a page below Microsoft's 999; 0 leaves it there.
	MaxPage int
	// Latency is waited before each answer of Graph, the token endpoint and the
	// reports.
	Latency time.Duration
	// Faults is the share (0 to 1) of those answers that are throttled,
	// unavailable, cut short or a proxy's page. No request fails more than three
	// times in a row.
	Faults float64
	// Throttle is N when every Nth page of users is answered 429 with a Retry-After
	// of a second, and served when it is asked for again; 0 refuses none.
	Throttle int
	// Heavy gives every user some 40 assignedPlans, whatever $select says, so that
	// it takes about 7 KB. Tenants with many licenses are as heavy as that.
	Heavy bool
	// Undated says how filters treat the accounts without a createdDateTime.
	Undated Undated
	// ConcealNames hides names in the reports, as tenants do by default.
	ConcealNames bool
	// ReportsForbidden means that the administrator lacks the roles that the
	// usage reports ask for.
	ReportsForbidden bool
	// Withhold lists delegated permissions that are asked for but never granted.
	Withhold []string
	// Apps are registered in addition to the ones named by ClientID and
	// ConfidentialClientID.
	Apps []App
	// TokenLifetime is how long an access token is valid; 60 to 90 minutes, as
	// Microsoft's, when it is zero.
	TokenLifetime time.Duration
	// NeverCompress answers without gzip even when the client asks for it.
	NeverCompress bool
	// Logger receives a line for each request; nothing is logged without it.
	Logger *slog.Logger
	// Day is the day of its life on which the tenant is. Each brings changes to a few
	// employees; without it nothing ever changes. It stays the same while an import runs.
	Day func() int
	// Now is the clock; time.Now when it is nil.
	Now func() time.Time
}

// App is a registered application.
type App = signin.App

// Undated says how filters of createdDateTime treat the accounts of which Graph does not know it.
type Undated = graph.Undated

// The ways in which Microsoft's documentation of that can be read.
const (
	UndatedInNegations = graph.UndatedInNegations
	UndatedNowhere     = graph.UndatedNowhere
	UndatedApart       = graph.UndatedApart
)

// What is registered in every demonstration tenant. None of it opens anything
// but the tenant.
const (
	ClientID                 = signin.ClientID
	ConfidentialClientID     = signin.ConfidentialClientID
	ConfidentialClientSecret = signin.ConfidentialClientSecret
	ConfidentialSecretID     = signin.ConfidentialSecretID
	Password                 = signin.Password
)
