package central

import (
	"fmt"
	"strings"

	"inventorybeacon/connector"
)

// view is what people and other programs read. Its columns have the names of the keys of the console's JSON.
type view struct {
	name, comment string
	columns       []viewColumn
	// from follows the columns; {state} is the generation that is read, g.
	from string
	// once says that there is no such view as of a generation.
	once bool
}

type viewColumn struct{ name, sql, comment string }

// holds is the condition that a row of a table holds in the generation g.
func holds(alias string) string {
	return fmt.Sprintf("%[1]s.tenant_id = g.tenant_id AND %[1]s.from_generation <= g.generation AND %[1]s.until_generation > g.generation",
		alias)
}

const usersFrom = `{state} AS g
    JOIN {schema}.user_row AS u ON {u}
    JOIN {schema}.holding_row AS h ON {h} AND h.key = u.key
    LEFT JOIN {schema}.licensing_row AS l ON {l} AND l.licensing = h.licensing`

// stateOf is the state of activity of a user with a holding h, by conditions: whether it was active in the 90 days before the day of
// the report, has what it is asked of for no longer, and is listed in the report.
func stateOf(active, began, listed string) string {
	return fmt.Sprintf(`CASE WHEN NOT g.names_users THEN 'unknown' WHEN %s THEN 'yes' WHEN %s THEN 'new' WHEN %s THEN 'no' ELSE 'unknown' END`,
		active, began, listed)
}

const (
	active   = "h.last_activity >= g.report_date - 90"
	listed   = "(h.listed & 1) <> 0"
	assigned = "h.since[a.place + 1]"
)

// stateOfAssignment is that of an assignment a. What the report on Copilot tells of its licenses, beacons of version 2 do not write.
func stateOfAssignment() string {
	ofReports := stateOf(active, assigned+" >= g.report_date - 90", listed)
	ofCopilot := stateOf("(h.listed & 4) <> 0", assigned+" >= g.copilot_date - 90", "(h.listed & 2) <> 0")
	return "CASE WHEN NOT (a.copilot AND g.names_copilot_users) THEN " + ofReports + " WHEN g.written_as >= 3 THEN " + ofCopilot + " END"
}

var tenantColumn = viewColumn{"tenant_id", "g.tenant_id", "Id of the tenant in Microsoft Entra."}

func named(alias string, comments ...string) (columns []viewColumn) {
	for i := 0; i < len(comments); i += 2 {
		columns = append(columns, viewColumn{comments[i], alias + "." + comments[i], comments[i+1]})
	}
	return columns
}

func columns(parts ...[]viewColumn) (all []viewColumn) {
	all = append(all, tenantColumn)
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// views are all of them. What is added to one comes at its end, because that is all that a later version may do to a view that
// others read.
var views = []view{
	{
		name: "tenants", comment: "The tenants, each with the state that can be read.", once: true,
		from: "{state} AS g",
		columns: columns(named("g",
			"tenant", "Name of the tenant.",
			"default_domain", "Its default domain.",
			"generation", "Number of the state that can be read.",
			"imported", "When that was imported.",
			"published", "When it arrived here.",
			"beacon_id", "Which beacon has published it.",
			"users", "How many users there are.",
			"report_date", "The day up to which reports of usage tell.",
			"copilot_date", "The day up to which the report on Copilot tells.")),
	},
	{
		name: "beacons", comment: "The beacons that publish here.", once: true,
		from: "{schema}.lease AS g JOIN {schema}.beacon AS b ON b.beacon_id = g.beacon_id",
		columns: columns(named("b", "beacon_id", "Id of the beacon.", "name", "The computer that it runs on.", "version", "Its version.",
			"seen", "When it has published last."), named("g", "until", "Until when no other beacon may publish the tenant.")),
	},
	{
		name: "users", comment: "The users of the tenants with their licenses.", from: usersFrom,
		columns: columns([]viewColumn{{"id", "u.key", "Object id of the user."}}, named("u",
			"user_principal_name", "Name with which the user signs in.", "display_name", "Name that people see.", "mail", "Address of mail.",
			"enabled", "Whether the account can sign in.", "user_type", "Member or Guest.", "department", "Department.", "country",
			"Country or region."),
			[]viewColumn{
				{"licenses", "coalesce(l.licenses, ARRAY[]::text[])", "SKU part numbers of the licenses that the user has."},
				{"last_activity", "h.last_activity", "Last day on which a report tells of activity in anything but Copilot."},
				{
					"active", stateOf(active, "u.created >= g.report_date - 90", listed),
					"Active within 90 days before the day of the reports: yes, no, new (the account is no older) or unknown.",
				},
				{"products", "coalesce(l.products, ARRAY[]::text[])", "The licenses by their names."},
				{"failed", "coalesce(u.failed, ARRAY[]::text[])", "Licenses that the user should have and does not, with the reason."},
				{"tenant", "g.tenant", "Name of the tenant."},
			}, named("u", "given_name", "Given name.", "surname", "Surname.", "company_name", "Company.", "job_title", "Job title.",
				"office_location", "Office.", "city", "City.", "state", "State or province.", "usage_location", "Country in which licenses are used.",
				"employee_id", "Employee id.", "on_premises_synced", "Whether the account comes from a directory on premises.",
				"created", "Day on which the account was made."),
			[]viewColumn{{"licensed", "l.licensing IS NOT NULL", "Whether the user has any license."}}),
	},
	{
		name: "assignments", comment: "Which user has which license, and how it came.",
		from: `{state} AS g
    JOIN {schema}.holding_row AS h ON {h}
    JOIN {schema}.user_row AS u ON {u} AND u.key = h.key
    JOIN {schema}.assignment_row AS a ON {a} AND a.licensing = h.licensing`,
		columns: columns([]viewColumn{{"user_id", "h.key", "Object id of the user."}},
			named("u", "user_principal_name", "Name with which the user signs in."),
			named("a", "sku_id", "Id of the license.", "sku_part_number", "Its part number.", "product", "Its name.",
				"direct", "Whether it was given to the user itself.", "groups", "The groups through which it came, each with id and displayName."),
			[]viewColumn{
				{"since", assigned, "Day on which it was assigned, or its assignment last changed."},
				{
					"active", stateOfAssignment(),
					"Whether the user was active within 90 days before the day of the report: yes, no, new (the license is no older) or unknown. For licenses of Copilot it is the report on Copilot, if that names anybody; null for these in states that a beacon has published from before version 3 of the schema.",
				},
			},
			named("a", "state", "State of the assignment as Microsoft has it.", "error", "Why it does not work.",
				"disabled_plans", "Service plans of it that are switched off."),
			named("u", "enabled", "Whether the account of the user can sign in.")),
	},
	{
		name: "licenses", comment: "The licenses of the tenants: bought, assigned, used, and what they cost.",
		from: "{state} AS g JOIN {schema}.license_row AS r ON {r}",
		columns: columns(named("r", "sku_id", "Id of the license.", "sku_part_number", "Its part number.", "product", "Its name.",
			"status", "Its status.", "kind", "paid, free, trial, viral or device; only paid ones belong into sums.",
			"purchased", "Units that can be assigned.", "suspended", "Units that are suspended.", "assigned", "Units that are assigned.",
			"available", "Units that are left; negative when too many are assigned.",
			"active", "Holders who were active within 90 days before the day of the reports.", "inactive", "Holders who were not.",
			"new", "Holders who have it for less long.", "unknown", "Holders of whom the reports do not tell.",
			"failed", "Users who should have it and do not.", "renewal", "Day on which it ends or is renewed next, seen from the day of the import.",
			"price", "What a unit costs a month.", "currency", "Currency of the price.", "unused_spend", "What unused units cost a month."),
			[]viewColumn{{"tenant", "g.tenant", "Name of the tenant."}},
			named("r", "locked_out", "Units that are locked out.", "report_date", "Day up to which the reports tell."),
			[]viewColumn{{"spend", "CASE WHEN r.kind = 'paid' THEN round(r.price * r.purchased, 3) END", "What all purchased units cost a month."}}),
	},
	{
		name: "applications", comment: "The applications: who may use them, who does, and on what.",
		from: "{state} AS g JOIN {schema}.application_row AS r ON {r}",
		columns: columns(named("r", "application", "Name of the application.", "entitled",
			"Users with a license that contains it; nothing where that is not known.",
			"active", "Users who used it within 90 days before the day of the report.", "unknown",
			"Rows of the report with activity that name nobody.",
			"activations", "Devices on which it is activated.", "windows", "Active users on Windows.", "mac", "Active users on Mac.",
			"mobile", "Active users on phones and tablets.", "web", "Active users in the browser.",
			"activations_windows", "Activated devices with Windows.", "activations_mac", "Activated Macs.", "activations_ios",
			"Activated devices with iOS.",
			"activations_android", "Activated devices with Android.")),
	},
	{
		name: "usage", comment: "The last day on which somebody has used an application.",
		from: `{state} AS g
    JOIN {schema}.usage_row AS r ON {r}
    JOIN {schema}.used_application AS n ON r.used[n.number + 1] IS NOT NULL`,
		columns: columns(named("r", "user_principal_name", "Name as the report has it; concealed where the tenant conceals names."),
			named("n", "application", "Name of the application."),
			[]viewColumn{
				{"last_activity", "r.used[n.number + 1]", "Last day of activity in it."},
				{
					"report_date",
					"CASE WHEN n.report = 'copilot' THEN g.copilot_date WHEN n.report = 'app' OR n.report = 'both' AND r.teams_of_app_users " +
						"THEN g.app_users_date ELSE g.active_users_date END", "Day up to which the report tells.",
				},
				{"tenant", "g.tenant", "Name of the tenant."},
			}),
	},
	{
		name: "history", comment: "How the numbers of licenses and applications went, a row for each import that is kept.",
		from: `(
        SELECT i.tenant_id, g.generation, i.imported, i.tenant, 'license' AS what, e.value AS v
        FROM {state} AS g JOIN {schema}.import_row AS i ON {i} CROSS JOIN jsonb_array_elements(i.licenses) AS e
        UNION ALL
        SELECT i.tenant_id, g.generation, i.imported, i.tenant, 'application', e.value
        FROM {state} AS g JOIN {schema}.import_row AS i ON {i} CROSS JOIN jsonb_array_elements(i.applications) AS e
    ) AS g`,
		columns: columns([]viewColumn{
			{"time", "g.imported", "When the import was published."},
			{"sku_id", "CAST(g.v ->> 'skuId' AS uuid)", "Id of the license; null for applications."},
			{"sku_part_number", "g.v ->> 'skuPartNumber'", "Its part number."},
			{"kind", "g.v ->> 'kind'", "Its kind, as in licenses."},
			{"application", "g.v ->> 'application'", "Name of the application; null for licenses."},
			{"purchased", "CAST(g.v ->> 'purchased' AS bigint)", "Units that could be assigned."},
			{"assigned", "CAST(g.v ->> 'assigned' AS bigint)", "Units that were assigned."},
			{"entitled", "CAST(g.v ->> 'entitled' AS bigint)", "Users with a license that contained the application."},
			{"active30", "CAST(g.v ->> 'active30' AS bigint)", "Users who were active within 30 days before the day of the reports."},
			{"active90", "CAST(g.v ->> 'active90' AS bigint)", "Within 90 days."},
			{"active180", "CAST(g.v ->> 'active180' AS bigint)", "Within 180 days."},
			{"tenant", "g.tenant", "Name of the tenant at that time."},
		}),
	},
	{
		name: "prices", comment: "What licenses cost, as it was entered.",
		from: "{state} AS g JOIN {schema}.price_row AS r ON {r}",
		columns: columns(named("r", "sku_id", "Id of the license.", "sku_part_number", "Its part number.", "product", "Its name.",
			"tenant", "Id of the tenant for which the price was entered; null for all tenants.", "amount", "What a unit costs.",
			"currency", "ISO 4217.", "per", "month or year."),
			[]viewColumn{{`"from"`, "r.from_day", "First day on which it holds; null for always."}}),
	},
	{
		name: "changes", comment: "What imports have changed.",
		from: `{state} AS g
    JOIN {schema}.import_row AS i ON {i} AND i.changes > 0
    JOIN {schema}.change_row AS c ON c.tenant_id = i.tenant_id AND c.key = i.key`,
		columns: columns([]viewColumn{{"time", "i.imported", "When the import was published."}},
			named("c", "event", "What has happened, such as user-added.", "user_principal_name", "Name of the user at that time.",
				"sku_part_number", "Part number of the license.", "before", "What was.", "after", "What is.",
				"user_id", "Object id of the user.", "sku_id", "Id of the license."),
			[]viewColumn{{"tenant", "i.tenant", "Name of the tenant at that time."}, {"number", "c.number", "Counts the changes of an import."}}),
	},
}

// asOf is what the name of a view ends with that has all generations.
const asOf = "_as_of"

// viewsSQL makes the views and says what their columns are.
func viewsSQL() string {
	var b strings.Builder
	b.WriteString(`CREATE OR REPLACE VIEW {schema}.current_generation AS
SELECT n.* FROM {schema}.tenant AS t JOIN {schema}.generation AS n ON n.tenant_id = t.tenant_id AND n.generation = t.generation;
`)
	for _, v := range views {
		v.write(&b, v.name, "{schema}.current_generation", v.columns)
		if !v.once {
			v.comment += " As of each generation; see generations for the days."
			v.write(&b, v.name+asOf,
				"(SELECT n.* FROM {schema}.generation AS n JOIN {schema}.tenant AS t ON t.tenant_id = n.tenant_id AND n.generation <= t.generation)",
				append([]viewColumn{tenantColumn, {"generation", "g.generation", "Number of the state."}}, v.columns[1:]...))
		}
	}
	v := generationsView
	v.write(&b, v.name, "", v.columns)
	return b.String()
}

var generationsView = view{
	name: "generations", comment: "The states that can be asked for, with the time from which each was the last one.",
	from: "{schema}.generation AS g JOIN {schema}.tenant AS t ON t.tenant_id = g.tenant_id AND g.generation <= t.generation",
	columns: columns(named("g", "generation", "Number of the state.", "imported", "When it was imported.", "published",
		"When it arrived here.",
		"beacon_id", "Which beacon has published it.", "tenant", "Name of the tenant.", "users", "How many users there were.",
		"report_date", "The day up to which reports of usage told.")),
}

func (v view) write(b *strings.Builder, name, state string, columns []viewColumn) {
	fmt.Fprintf(b, "\nCREATE OR REPLACE VIEW {schema}.%s AS\nSELECT", name)
	for i, c := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, "\n    %s AS %s", c.sql, c.name)
	}
	from := strings.ReplaceAll(v.from, "{state}", state)
	for _, alias := range []string{"u", "h", "l", "a", "r", "i"} {
		from = strings.ReplaceAll(from, "{"+alias+"}", holds(alias))
	}
	fmt.Fprintf(b, "\nFROM %s;\n", from)
	fmt.Fprintf(b, "COMMENT ON VIEW {schema}.%s IS %s;\n", name, literal(v.comment))
	for _, c := range columns {
		fmt.Fprintf(b, "COMMENT ON COLUMN {schema}.%s.%s IS %s;\n", name, c.name, literal(c.comment))
	}
}

// literal is a text as SQL has it.
func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// applicationsSQL fills the table of the applications of which reports tell.
func applicationsSQL() string {
	var b strings.Builder
	for a := range connector.UsedApplication(connector.UsedApplications) {
		report := "active"
		switch {
		case a.OfCopilot():
			report = "copilot"
		case a == connector.Teams:
			report = "both"
		case a > connector.Teams:
			report = "app"
		}
		fmt.Fprintf(&b,
			"INSERT INTO {schema}.used_application (number, application, report) VALUES (%d, %s, '%s') ON CONFLICT (number) DO NOTHING;\n",
			a, literal(a.String()), report)
	}
	return b.String()
}
