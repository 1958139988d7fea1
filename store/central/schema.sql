CREATE SCHEMA IF NOT EXISTS {schema};

CREATE TABLE IF NOT EXISTS {schema}.schema_version (
    version integer PRIMARY KEY,
    writable_from integer NOT NULL
);
INSERT INTO {schema}.schema_version (version, writable_from) VALUES (1, 1) ON CONFLICT (version) DO NOTHING;
