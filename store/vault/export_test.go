package vault

import (
	"context"
	"database/sql"

	"inventorybeacon/store/sqlite"
)

// What the tests that open a whole store look at, or put in another's place.

const (
	KeySize        = keySize
	KeyringService = keyringService
)

var (
	ErrReplaced = errReplaced
	EncodeKey   = encodeKey
	DecodeKey   = decodeKey
	ReadKeyFile = readFile
	Holds       = holds
	Fingerprint = fingerprint
)

func (k *Vault) DB() *sqlite.DB                              { return k.db }
func (k *Vault) File() string                                { return k.file }
func (k *Vault) Next() string                                { return k.next() }
func (k *Vault) Get(ctx context.Context) (*Key, error)       { return k.get(ctx) }
func (k *Vault) Settle(record Record) error                  { return k.settle(record) }
func (k *Vault) Sync(path string) error                      { return k.drafts.Sync(path) }
func (k *Vault) SetSync(sync func(path string) error)        { k.drafts.Sync = sync }
func (k *Vault) SetRename(r func(from, to string) error)     { k.rename = r }
func (k *Vault) SetUseFile(use bool)                         { k.useFile = use }
func (k *Key) Record() Record                                { return k.record }
func (k *Key) Confirm(ctx context.Context, tx *sql.Tx) error { return k.confirm(ctx, tx) }

// Protect is what [Open] and whoever reads the key begin with.
func (k *Vault) Protect(ctx context.Context) error {
	record, err := ReadRecord(ctx, k.db.Read)
	if err != nil {
		return err
	}
	return k.protect(*record)
}

func (r Record) Fingerprint() string { return r.fingerprint }
func (r Record) KeyringUser() string { return r.keyringUser }
func (r *Record) PutInKeyring()      { r.place = inKeyring }
