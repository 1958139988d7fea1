-- The central database of Inventory Beacon. Each statement is run by itself; all can be run again.
--
-- tenant_id comes first in every key, so that tables can be distributed or partitioned by it. Rows hold from
-- the generation in which they came until that in which they were changed or went; until_generation is the greatest
-- number while they hold. A reader sees the generation to which tenant points, so that whatever is written for the next one
-- is seen when that changes, all at once.
CREATE SCHEMA IF NOT EXISTS {schema};

CREATE TABLE IF NOT EXISTS {schema}.schema_version (
    version integer NOT NULL PRIMARY KEY,
    writable_from integer NOT NULL -- the oldest version whose beacons may still write
);

CREATE TABLE IF NOT EXISTS {schema}.setting (
    name text NOT NULL PRIMARY KEY,
    value bigint NOT NULL
);
INSERT INTO {schema}.setting (name, value) VALUES ('kept_days', 400) ON CONFLICT (name) DO NOTHING;

CREATE TABLE IF NOT EXISTS {schema}.tenant (
    tenant_id uuid NOT NULL PRIMARY KEY,
    generation bigint NOT NULL -- what readers see
);

CREATE TABLE IF NOT EXISTS {schema}.lease (
    tenant_id uuid NOT NULL PRIMARY KEY,
    beacon_id uuid NOT NULL, -- who publishes the tenant
    until timestamptz NOT NULL, -- by the clock of the database; nobody else may before
    attempt uuid, -- what is being written, null when nothing is
    step bigint NOT NULL -- how many transactions of it were written
);

CREATE TABLE IF NOT EXISTS {schema}.beacon (
    beacon_id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    version text NOT NULL,
    seen timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS {schema}.generation (
    tenant_id uuid NOT NULL,
    generation bigint NOT NULL,
    attempt uuid NOT NULL,
    beacon_id uuid NOT NULL,
    imported timestamptz NOT NULL,
    published timestamptz NOT NULL,
    tenant text NOT NULL,
    default_domain text,
    users bigint NOT NULL,
    active_users_date date,
    app_users_date date,
    copilot_date date,
    report_date date,
    names_users boolean NOT NULL,
    names_copilot_users boolean NOT NULL,
    PRIMARY KEY (tenant_id, generation)
);

CREATE TABLE IF NOT EXISTS {schema}.user_row (
    tenant_id uuid NOT NULL,
    key uuid NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    user_principal_name text NOT NULL,
    display_name text NOT NULL,
    mail text,
    user_type text,
    department text,
    country text,
    given_name text,
    surname text,
    company_name text,
    job_title text,
    office_location text,
    city text,
    state text,
    usage_location text,
    employee_id text,
    enabled boolean NOT NULL,
    on_premises_synced boolean NOT NULL,
    created date,
    failed text[],
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.holding_row (
    tenant_id uuid NOT NULL,
    key uuid NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    licensing bigint NOT NULL,
    last_activity date,
    listed smallint NOT NULL, -- bits, see version 3 below
    since date[],
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.usage_row (
    tenant_id uuid NOT NULL,
    key bigint NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    user_principal_name text NOT NULL,
    teams_of_app_users boolean NOT NULL,
    used date[] NOT NULL,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.licensing_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    licensing bigint NOT NULL,
    licenses text[] NOT NULL,
    products text[] NOT NULL,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.assignment_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    licensing bigint NOT NULL,
    sku_id uuid NOT NULL,
    sku_part_number text NOT NULL,
    product text NOT NULL,
    place integer NOT NULL,
    direct boolean NOT NULL,
    groups jsonb NOT NULL,
    state text,
    error text,
    disabled_plans text[] NOT NULL,
    copilot boolean NOT NULL,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.license_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    sku_id uuid NOT NULL,
    sku_part_number text NOT NULL,
    product text NOT NULL,
    status text NOT NULL,
    kind text NOT NULL,
    purchased bigint NOT NULL,
    suspended bigint NOT NULL,
    assigned bigint NOT NULL,
    available bigint NOT NULL,
    active bigint,
    inactive bigint,
    new bigint,
    unknown bigint NOT NULL,
    failed bigint NOT NULL,
    renewal date,
    price numeric,
    currency text,
    unused_spend numeric,
    locked_out bigint NOT NULL,
    report_date date,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.application_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    application text NOT NULL,
    entitled bigint,
    active bigint,
    unknown bigint,
    activations bigint,
    windows bigint,
    mac bigint,
    mobile bigint,
    web bigint,
    activations_windows bigint,
    activations_mac bigint,
    activations_ios bigint,
    activations_android bigint,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.price_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    sku_id uuid NOT NULL,
    sku_part_number text NOT NULL,
    product text NOT NULL,
    tenant uuid,
    amount numeric NOT NULL,
    currency text NOT NULL,
    per text NOT NULL,
    from_day date,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.import_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    imported timestamptz NOT NULL,
    tenant text NOT NULL,
    changes bigint NOT NULL,
    licenses jsonb,
    applications jsonb,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.change_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL, -- of the import_row that has brought it
    number bigint NOT NULL,
    from_generation bigint NOT NULL,
    event text NOT NULL,
    user_id uuid,
    user_principal_name text,
    sku_id uuid,
    sku_part_number text,
    before text,
    after text,
    PRIMARY KEY (tenant_id, key, number)
);

CREATE TABLE IF NOT EXISTS {schema}.used_application (
    number integer NOT NULL PRIMARY KEY,
    application text NOT NULL,
    report text NOT NULL
);

-- The views find the licenses of a user by these.
CREATE INDEX IF NOT EXISTS licensing_row_licensing ON {schema}.licensing_row (tenant_id, licensing);
CREATE INDEX IF NOT EXISTS assignment_row_licensing ON {schema}.assignment_row (tenant_id, licensing);

-- Rows that do not hold any more are few; they are found to be removed in the end.
CREATE INDEX IF NOT EXISTS user_row_ended ON {schema}.user_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS holding_row_ended ON {schema}.holding_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS usage_row_ended ON {schema}.usage_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS licensing_row_ended ON {schema}.licensing_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS assignment_row_ended ON {schema}.assignment_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS license_row_ended ON {schema}.license_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS application_row_ended ON {schema}.application_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS price_row_ended ON {schema}.price_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS import_row_ended ON {schema}.import_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;

-- Version 2: what the inventory of a tenant consists of besides, so that it can be looked at as a whole. Beacons of version 1 write
-- nothing of it; whether it is there is said by generation.written_as.
ALTER TABLE {schema}.generation ADD COLUMN IF NOT EXISTS written_as integer; -- the version of the schema of whoever has written it; null for 1
ALTER TABLE {schema}.generation ADD COLUMN IF NOT EXISTS country_code text;
ALTER TABLE {schema}.generation ADD COLUMN IF NOT EXISTS activations_date date;
ALTER TABLE {schema}.generation ADD COLUMN IF NOT EXISTS subscriptions_read timestamptz; -- null for never, as those that follow
ALTER TABLE {schema}.generation ADD COLUMN IF NOT EXISTS groups_read timestamptz;
ALTER TABLE {schema}.generation ADD COLUMN IF NOT EXISTS active_users_read timestamptz;
ALTER TABLE {schema}.generation ADD COLUMN IF NOT EXISTS app_users_read timestamptz;
ALTER TABLE {schema}.generation ADD COLUMN IF NOT EXISTS copilot_read timestamptz;
ALTER TABLE {schema}.generation ADD COLUMN IF NOT EXISTS activations_read timestamptz;
ALTER TABLE {schema}.user_row ADD COLUMN IF NOT EXISTS failed_assignments jsonb; -- null for none; each with skuId, group and error
ALTER TABLE {schema}.assignment_row ADD COLUMN IF NOT EXISTS disabled_plan_ids text[];
ALTER TABLE {schema}.license_row ADD COLUMN IF NOT EXISTS applies_to text;
ALTER TABLE {schema}.license_row ADD COLUMN IF NOT EXISTS enabled bigint;
ALTER TABLE {schema}.license_row ADD COLUMN IF NOT EXISTS warning bigint;
ALTER TABLE {schema}.license_row ADD COLUMN IF NOT EXISTS service_plans jsonb; -- each with id, name, status and appliesTo
ALTER TABLE {schema}.usage_row ADD COLUMN IF NOT EXISTS listed smallint; -- by which reports: 1 active-users, 2 app-users, 4 Copilot
ALTER TABLE {schema}.usage_row ADD COLUMN IF NOT EXISTS active_users_last date;
ALTER TABLE {schema}.usage_row ADD COLUMN IF NOT EXISTS app_users_last date;
ALTER TABLE {schema}.usage_row ADD COLUMN IF NOT EXISTS copilot_last date;
ALTER TABLE {schema}.usage_row ADD COLUMN IF NOT EXISTS app_users_teams date;
ALTER TABLE {schema}.usage_row ADD COLUMN IF NOT EXISTS platforms integer; -- four bits for each application of app-users: Windows, Mac, mobile, web

CREATE TABLE IF NOT EXISTS {schema}.subscription_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL, -- id of the subscription
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    commerce_id text,
    sku_id uuid NOT NULL,
    sku_part_number text,
    status text NOT NULL,
    trial boolean NOT NULL,
    units bigint NOT NULL,
    created date,
    next_lifecycle date,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.license_group_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL, -- id of the group
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    display_name text NOT NULL,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE TABLE IF NOT EXISTS {schema}.activation_row (
    tenant_id uuid NOT NULL,
    key bigint NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    user_principal_name text NOT NULL,
    product text NOT NULL,
    last_activated date,
    windows bigint NOT NULL,
    mac bigint NOT NULL,
    windows_mobile bigint NOT NULL,
    ios bigint NOT NULL,
    android bigint NOT NULL,
    shared_computer boolean NOT NULL,
    PRIMARY KEY (tenant_id, key, from_generation)
);

-- Names that users had before, under which reports may still tell of them.
CREATE TABLE IF NOT EXISTS {schema}.former_name_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    user_id uuid NOT NULL,
    user_principal_name text NOT NULL,
    seen date,
    PRIMARY KEY (tenant_id, key, from_generation)
);

-- Licenses of which units were committed to.
CREATE TABLE IF NOT EXISTS {schema}.commitment_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL, -- id of the license
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    units bigint NOT NULL,
    until_day date,
    PRIMARY KEY (tenant_id, key, from_generation)
);

-- Licenses that stay with a user although they could be taken back.
CREATE TABLE IF NOT EXISTS {schema}.kept_row (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    from_generation bigint NOT NULL,
    until_generation bigint NOT NULL DEFAULT 9223372036854775807,
    fingerprint bigint NOT NULL,
    user_id uuid NOT NULL,
    sku_id uuid NOT NULL,
    user_principal_name text NOT NULL,
    until_day date,
    note text NOT NULL,
    entered timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key, from_generation)
);

CREATE INDEX IF NOT EXISTS subscription_row_ended ON {schema}.subscription_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS license_group_row_ended ON {schema}.license_group_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS activation_row_ended ON {schema}.activation_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS former_name_row_ended ON {schema}.former_name_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS commitment_row_ended ON {schema}.commitment_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;
CREATE INDEX IF NOT EXISTS kept_row_ended ON {schema}.kept_row (tenant_id, until_generation) WHERE until_generation < 9223372036854775807;

-- Version 3: holding_row.listed has a bit for each: 1, the report lists the user that tells of inactivity; 2, that on Copilot does; 4, that one
-- tells of activity in the 90 days before its own day. Beacons of older versions write the first one alone, as generation.written_as says.
