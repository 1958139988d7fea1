package metrics

// The names of the metrics, which stay as they are: dashboards and alerts stand on them.
const (
	buildInfo        = "inventory_beacon_build_info"
	schedulesActive  = "inventory_beacon_schedules_active"
	schedulesLooked  = "inventory_beacon_schedules_last_look_timestamp_seconds"
	freeBytes        = "inventory_beacon_data_directory_free_bytes"
	importsTotal     = "inventory_beacon_scheduled_imports_total"
	connectionInfo   = "inventory_beacon_connection_info"
	enabled          = "inventory_beacon_connection_enabled"
	status           = "inventory_beacon_last_import_status"
	started          = "inventory_beacon_last_import_start_timestamp_seconds"
	ended            = "inventory_beacon_last_import_end_timestamp_seconds"
	warnings         = "inventory_beacon_last_import_warnings"
	rows             = "inventory_beacon_last_import_rows"
	nextImport       = "inventory_beacon_next_import_timestamp_seconds"
	published        = "inventory_beacon_inventory_timestamp_seconds"
	partRead         = "inventory_beacon_inventory_part_timestamp_seconds"
	users            = "inventory_beacon_users"
	units            = "inventory_beacon_license_units"
	credentialExpiry = "inventory_beacon_credential_expiry_timestamp_seconds"
	centralLag       = "inventory_beacon_central_lag_seconds"
	centralPending   = "inventory_beacon_central_pending"
	undelivered      = "inventory_beacon_notifications_undelivered"
	refused          = "inventory_beacon_notifications_refused_recipients"
)

// families are all metrics, in the order in which they are written.
var families = []metric{
	{buildInfo, gauge, "Always 1; its label is the version of the program."},
	{schedulesActive, gauge, "Whether this process runs the schedules: 1, or 0 while another one does."},
	{schedulesLooked, gauge, "When this process has last looked at the clock and the schedules."},
	{freeBytes, gauge, "What may still be written to the disk of the data directory."},
	{importsTotal, counter, "Imports that schedules of this process have run since it started, by how they ended."},
	{connectionInfo, gauge, "Always 1; its labels are the tenant and the schedule of a connection."},
	{enabled, gauge, "Whether the connection is enabled."},
	{status, gauge, "1 for the status of the newest import of a connection, whichever process ran it, 0 for the others."},
	{started, gauge, "When the newest import of a connection began."},
	{ended, gauge, "When the newest import of a connection ended."},
	{warnings, gauge, "Warnings of the newest import of a connection."},
	{rows, gauge, "Records of the newest import of a connection that succeeded, and how many of them were added, changed and removed."},
	{nextImport, gauge, "When the schedule of a connection imports next."},
	{published, gauge, "When the inventory of a connection was last published: its age."},
	{partRead, gauge, "When a part of the inventory that may be older was last read."},
	{users, gauge, "Users in the inventory of a connection."},
	{units, gauge, "Units of a license: purchased, assigned, available (negative when over-assigned), unused and inactive."},
	{
		credentialExpiry, gauge,
		"When what a connection signs in with ends: a client secret, a certificate, or a refresh token that nobody uses.",
	},
	{
		centralLag, gauge,
		"How old the state is that the central database has of a tenant, while a newer one waits to be published there; 0 while none does.",
	},
	{centralPending, gauge, "Imports of a tenant that wait to be published into the central database."},
	{undelivered, gauge, "Messages to people that wait to be sent again."},
	{refused, gauge, "Recipients whom the mail server of a channel refuses for good."},
}
