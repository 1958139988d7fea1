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
		"fingerprint", "user_principal_name", "display_name", "mail", "user_type", "department", "country", "given_name", "surname",
		"company_name",
		"job_title", "office_location", "city", "state", "usage_location", "employee_id", "enabled", "on_premises_synced", "created", "failed",
		"failed_assignments",
	}}
	Holdings = &Table{name: "holding_row", keyType: "uuid", columns: []string{"licensing", "last_activity", "listed", "since"}}
	Usage    = &Table{name: "usage_row", keyType: "bigint", columns: []string{
		"fingerprint", "user_principal_name", "teams_of_app_users", "used", "listed", "active_users_last", "app_users_last", "copilot_last",
		"app_users_teams", "platforms",
	}}
	Activations = &Table{name: "activation_row", keyType: "bigint", columns: []string{
		"fingerprint", "user_principal_name", "product", "last_activated", "windows", "mac", "windows_mobile", "ios", "android",
		"shared_computer",
	}}
	Licensings  = &Table{name: "licensing_row", keyType: "text", columns: []string{"fingerprint", "licensing", "licenses", "products"}}
	Assignments = &Table{name: "assignment_row", keyType: "text", columns: []string{
		"fingerprint", "licensing", "sku_id", "sku_part_number", "product", "place", "direct", "groups", "state", "error", "disabled_plans",
		"copilot",
		"disabled_plan_ids",
	}}
	Licenses = &Table{name: "license_row", keyType: "text", columns: []string{
		"fingerprint", "sku_id", "sku_part_number", "product", "status", "kind", "purchased", "suspended", "assigned", "available", "active",
		"inactive",
		"new", "unknown", "failed", "renewal", "price", "currency", "unused_spend", "locked_out", "report_date",
		"applies_to", "enabled", "warning", "service_plans",
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
	Subscriptions = &Table{name: "subscription_row", keyType: "text", columns: []string{
		"fingerprint", "commerce_id", "sku_id", "sku_part_number", "status", "trial", "units", "created", "next_lifecycle",
	}}
	Groups      = &Table{name: "license_group_row", keyType: "text", columns: []string{"fingerprint", "display_name"}}
	FormerNames = &Table{name: "former_name_row", keyType: "text", columns: []string{"fingerprint", "user_id", "user_principal_name", "seen"}}
	Commitments = &Table{name: "commitment_row", keyType: "text", columns: []string{"fingerprint", "units", "until_day"}}
	Kept        = &Table{name: "kept_row", keyType: "text", columns: []string{
		"fingerprint", "user_id", "sku_id", "user_principal_name", "until_day", "note", "entered",
	}}
	// Changes belong to imports, with which they are seen and go.
	Changes = &Table{name: "change_row", keyType: "text", added: true, columns: []string{
		"number", "event", "user_id", "user_principal_name", "sku_id", "sku_part_number", "before", "after",
	}}
)

// Parts are the smaller tables, whose rows are known by their fingerprints.
var Parts = []*Table{
	Licensings, Assignments, Licenses, Applications, Prices, Imports, Subscriptions, Groups, FormerNames, Commitments, Kept,
}

// allTables are those whose rows come and go.
var allTables = append([]*Table{Users, Holdings, Usage, Activations}, Parts...)

// Name is what the table is called in notes of what was sent.
func (t *Table) Name() string { return t.name }
