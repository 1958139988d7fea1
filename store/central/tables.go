package central

// Table is a table into which a beacon publishes.
type Table struct {
	name string
	// keyType is the type of the column key, by which rows are closed.
	keyType string
	columns []string // after tenant_id, key and from_generation
	added   bool     // its rows are only added, and are known by another column, too
}

// The tables. What their columns mean stands in schema.sql and views.go.
var (
	Users = &Table{name: "user_row", keyType: "uuid", columns: []string{
		"fingerprint", "user_principal_name", "display_name", "mail", "user_type", "department", "country", "given_name", "surname", "company_name",
		"job_title", "office_location", "city", "state", "usage_location", "employee_id", "enabled", "on_premises_synced", "created", "failed",
	}}
	Holdings    = &Table{name: "holding_row", keyType: "uuid", columns: []string{"licensing", "last_activity", "listed", "since"}}
	Usage       = &Table{name: "usage_row", keyType: "bigint", columns: []string{"fingerprint", "user_principal_name", "teams_of_app_users", "used"}}
	Licensings  = &Table{name: "licensing_row", keyType: "text", columns: []string{"fingerprint", "licensing", "licenses", "products"}}
	Assignments = &Table{name: "assignment_row", keyType: "text", columns: []string{
		"fingerprint", "licensing", "sku_id", "sku_part_number", "product", "place", "direct", "groups", "state", "error", "disabled_plans", "copilot",
	}}
	Licenses = &Table{name: "license_row", keyType: "text", columns: []string{
		"fingerprint", "sku_id", "sku_part_number", "product", "status", "kind", "purchased", "suspended", "assigned", "available", "active", "inactive",
		"new", "unknown", "failed", "renewal", "price", "currency", "unused_spend", "locked_out", "report_date",
	}}
	Applications = &Table{name: "application_row", keyType: "text", columns: []string{
		"fingerprint", "application", "entitled", "active", "unknown", "activations", "windows", "mac", "mobile", "web", "activations_windows",
		"activations_mac", "activations_ios", "activations_android",
	}}
	Prices = &Table{name: "price_row", keyType: "text", columns: []string{
		"fingerprint", "sku_id", "sku_part_number", "product", "tenant", "amount", "currency", "per", "from_day",
	}}
	Imports = &Table{name: "import_row", keyType: "text", columns: []string{
		"fingerprint", "imported", "tenant", "changes", "licenses", "applications",
	}}
	// Changes belong to imports, with which they are seen and go.
	Changes = &Table{name: "change_row", keyType: "text", added: true, columns: []string{
		"number", "event", "user_id", "user_principal_name", "sku_id", "sku_part_number", "before", "after",
	}}
)

// Parts are the smaller tables, whose rows are known by their fingerprints.
var Parts = []*Table{Licensings, Assignments, Licenses, Applications, Prices, Imports}

// allTables are those whose rows come and go.
var allTables = append([]*Table{Users, Holdings, Usage}, Parts...)

// Name is what the table is called in notes of what was sent.
func (t *Table) Name() string { return t.name }
