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
    listed smallint NOT NULL,
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
