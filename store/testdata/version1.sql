-- A beacon.db of schema version 1 with data, as the program wrote it. Its key, made for this
-- test, is in version1.key.
PRAGMA application_id = 1229087598;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE connection (
	id                     TEXT PRIMARY KEY,
	name                   TEXT NOT NULL,
	folded_name            TEXT NOT NULL UNIQUE, -- without regard to case
	source_type            TEXT NOT NULL,
	proxy_use              INTEGER NOT NULL,
	proxy_server           TEXT NOT NULL,
	proxy_username         TEXT NOT NULL,
	cloud                  TEXT NOT NULL,
	token_endpoint         TEXT NOT NULL,
	client_id              TEXT NOT NULL,
	redirect_uri           TEXT NOT NULL,
	flow                   TEXT NOT NULL,
	authorization_endpoint TEXT NOT NULL,
	graph_endpoint         TEXT NOT NULL,
	client_secret_expires  TEXT NOT NULL, -- a day, or empty
	sign_in_account        TEXT NOT NULL,
	sign_in_account_name   TEXT NOT NULL,
	sign_in_tenant_id      TEXT NOT NULL,
	sign_in_tenant_name    TEXT NOT NULL,
	sign_in_granted        TEXT NOT NULL, -- permissions, as a JSON array
	sign_in_missing        TEXT NOT NULL,
	sign_in_at             TEXT NOT NULL, -- empty when nobody has signed in
	created                TEXT NOT NULL,
	changed                TEXT NOT NULL
) STRICT;
INSERT INTO "connection" VALUES('6f0f2a8e-7a51-4b43-9d0c-0e8f5a3b7c11','Contoso M365','contoso m365','Microsoft 365',1,'https://proxy.example:8080','proxy user','global','https://login.example/token','client','https://login.example/native','authorization-code','https://login.example/authorize','https://graph.example','2026-03-01','admin@contoso.example','Ada','tenant','Contoso','["Directory.Read.All"]','["Reports.Read.All"]','2026-02-01T08:00:00.000Z','2026-02-01T08:00:00.000Z','2026-02-01T08:00:00.000Z');
INSERT INTO "connection" VALUES('1c9d4b32-5f6e-4a7b-8c9d-0e1f2a3b4c5d','Unattended','unattended','Microsoft 365',1,'https://proxy.example:8080','proxy user','global','https://login.example/token','client','https://login.example/native','client-credentials','https://login.example/authorize','https://graph.example','','','','','','null','null','','2026-02-01T08:00:00.000Z','2026-02-01T08:00:00.000Z');
CREATE TABLE data_key (
	id           INTEGER PRIMARY KEY CHECK (id = 1),
	place        TEXT NOT NULL CHECK (place IN ('keyring', 'file')),
	keyring_user TEXT NOT NULL, -- random; names this data directory's entry in the keyring
	fingerprint  BLOB NOT NULL, -- tells a wrong key, and tells nothing about the right one
	created      TEXT NOT NULL
) STRICT;
INSERT INTO "data_key" VALUES(1,'file','BUPKMUZXSBVRUB6VFZCTGV654S',X'9558C140D373320432FEFFEF172F1E6D184244A78EE753289387FCBD06877269','2026-02-01T08:00:00.000Z');
CREATE TABLE draft (
	connection_id TEXT PRIMARY KEY,
	sealed        BLOB NOT NULL,
	changed       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "draft" VALUES('1c9d4b32-5f6e-4a7b-8c9d-0e1f2a3b4c5d',X'013D2F4F4387A5597D0AA9351686456625D9719E46D78EE5BAC8F4738B815F40950029D95610BAB52F45E13A3AACFBBD567D6D1FD10C0495A972CC16EA892D58B8DCD199C6AD5D330DC391710C6C8B462119D13A2C4CFE703C4BA56FE035CBDE99E626FF92A902E1B6E679E6B766BB5C9B2BF8F71EF19039EE57A3C315C931F188AB82F06C7C6ADCEE34EC4396326F81D309CABDE47738F095EF84291AE4400787B7321CFE2804BF2691C15B1FB8E32F0B0867A7987D873816A1D8A1E334EA04AC0D777AE37E38A54500B61DF564AFA9176048B4804A434834F0F175B6A76E744C2C9D3AB9B337A6400982325DF615ADAFC5817616EAA2471FBE6FA87B556BF3DB6B97BA861C24D8BD0D0D42A563F32F616A722501C80AAA8241CED10D8F897D014A8AD610DA43DB5BD8A2C677A82BC9A221B3FE0A41EE788C4EEFF709E348375FF70622E8206A63989DB3DE328C635D96C06ACB357E0F56702903D344FFE1ACC0F44A2715BD17551F0CE06003BAF52E8BE586895637656C16981ABEC7A359D924820B576D9A085B7FFEAFC90200539F6962E18BE04912430B72984FEE49B8B4C41B2FDE5D204E272BB3068D5E69929D05E9C08EDDAA22CB9DB7BC2AA43D15B9630A2049CA3DBC1DA09C48E9371EDEE31700D5C39D2FFD4F53821F626CF6306E0EC27D1D12713F388408420D9DB3E362F3B1F0109C827919956F611A69F22B275702070AB2C4BF','2026-02-01T08:00:00.000Z');
CREATE TABLE secret (
	connection_id TEXT NOT NULL REFERENCES connection ON DELETE CASCADE,
	field         TEXT NOT NULL,
	sealed        BLOB NOT NULL,
	stored        TEXT NOT NULL,
	PRIMARY KEY (connection_id, field)
) STRICT, WITHOUT ROWID;
INSERT INTO "secret" VALUES('1c9d4b32-5f6e-4a7b-8c9d-0e1f2a3b4c5d','client-secret',X'011D446E43788CA5B275C09976F6814651922A620A69A2787AF13580DFEA8B12B68AC5A36B6FCF150ECB','2026-02-01T08:00:00.000Z');
INSERT INTO "secret" VALUES('6f0f2a8e-7a51-4b43-9d0c-0e8f5a3b7c11','proxy-password',X'0195FD4B70596459B48320EEE42D5819CCD37DFCF383A5AD420BE57EB5CCFB8EEAC17924E9B687CE5CCBF270','2026-02-01T08:00:00.000Z');
INSERT INTO "secret" VALUES('6f0f2a8e-7a51-4b43-9d0c-0e8f5a3b7c11','refresh-token',X'01AA37BACD9A7CC126E6A42FAC4D03B8F03D070B6E1C56A440FE44EA3F85484D72480C859F2D708EF58CCBA777F352F376','2026-02-21T08:00:00.000Z');
CREATE TABLE setting (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE task (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	connection_id   TEXT NOT NULL,
	connection_name TEXT NOT NULL,
	trigger         TEXT NOT NULL,
	status          TEXT NOT NULL,
	created         TEXT NOT NULL,
	started         TEXT NOT NULL, -- empty while queued
	ended           TEXT NOT NULL, -- empty before the end
	counts          TEXT NOT NULL, -- JSON
	warnings        TEXT NOT NULL, -- JSON
	failure         TEXT NOT NULL  -- JSON
) STRICT;
INSERT INTO "task" VALUES(1,'6f0f2a8e-7a51-4b43-9d0c-0e8f5a3b7c11','Contoso M365','manual','succeeded','2026-02-01T08:00:00.000Z','2026-02-01T08:00:00.000Z','2026-02-01T08:01:00.000Z','{"users":{"total":0,"added":0,"changed":0,"removed":0},"licenses":{"total":0,"added":0,"changed":0,"removed":0},"assignments":{"total":0,"added":0,"changed":0,"removed":0},"applications":{"total":0,"added":0,"changed":0,"removed":0},"usage":{"total":0,"added":0,"changed":0,"removed":0}}','null','{"message":""}');
CREATE TABLE task_line (
	task_id INTEGER NOT NULL REFERENCES task ON DELETE CASCADE,
	number  INTEGER NOT NULL, -- from 1
	at      TEXT NOT NULL,
	level   TEXT NOT NULL,
	text    TEXT NOT NULL,
	PRIMARY KEY (task_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_of_connection ON task (connection_id, id);
CREATE INDEX task_created ON task (created);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('task',1);
COMMIT;
