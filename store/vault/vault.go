// Package vault keeps the key that seals the secrets in beacon.db, and seals and opens
// them: AES-256-GCM, the connection and the field as associated data. The key is in the
// operating system's keyring or, where there is none, in the file beacon.key (see
// [Variable]). Several processes may move and replace it at the same time.
package vault

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/zalando/go-keyring"

	"inventorybeacon/store/atomicfile"
	"inventorybeacon/store/sqlite"
)

// Vault finds the key that seals the secrets, and makes one when there is none
// and nothing is sealed yet.
type Vault struct {
	db      *sqlite.DB
	keyring Keyring
	useFile bool   // even where there is a keyring
	file    string // path of the key file
	logger  *slog.Logger
	now     func() time.Time
	// drafts writes key files. What a process that was killed leaves of one may hold the key,
	// and is removed by settle.
	drafts atomicfile.Writer
	rename func(from, to string) error
	mended atomic.Pointer[string] // path of the key when others could read it
	looked atomic.Bool            // for key files that were begun

	turn   chan struct{} // a lock that can be waited for with a context
	loaded *Key          // guarded by turn
}

// Open returns the vault of an open beacon.db; a nil keyring is the operating
// system's one. The key is not needed before a secret is. What a replacement of the key
// has left of its files is finished now, as far as no keyring is needed.
func Open(ctx context.Context, db *sqlite.DB, ring Keyring, useFile bool, logger *slog.Logger, now func() time.Time) *Vault {
	if ring == nil {
		ring = systemKeyring{limit: keyringLimit}
	}
	k := &Vault{
		db: db, keyring: ring, useFile: useFile, logger: logger, now: now,
		turn: make(chan struct{}, 1), drafts: atomicfile.Writer{Prefix: "." + FileName, Sync: atomicfile.Sync},
		file: filepath.Join(filepath.Dir(db.Path), FileName), rename: atomicfile.Rename,
	}
	// Whoever needs the key says what is wrong with its record, or refuses a file that
	// cannot be made private.
	record, err := ReadRecord(ctx, db.Read)
	if err != nil || record == nil {
		record = &Record{}
	}
	_ = k.protect(*record)
	if record.place == inFile {
		_ = k.tidyFiles(ctx, *record)
	}
	return k
}

// Key is a key whose fingerprint is that of the file.
type Key struct {
	sealer
	record Record
	place  Place
}

// Record is the row of data_key.
type Record struct {
	place       string // inKeyring or inFile
	keyringUser string
	fingerprint string
}

const (
	inKeyring = "keyring"
	inFile    = "file"
)

// fingerprint tells keys apart without telling anything about them.
func fingerprint(key []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("inventory-beacon data key"))
	return string(mac.Sum(nil))
}

// errNoKey means that no key has been made yet, or none that anything needs.
var errNoKey = errors.New("there is no key yet")

// get returns the key, which is made when there is none. Its error is a [KeyError]
// when there are secrets that need a key which cannot be had.
func (k *Vault) get(ctx context.Context) (*Key, error) { return k.take(ctx, k.create) }

// look is get that makes no key: the error is errNoKey then.
func (k *Vault) look(ctx context.Context) (*Key, error) {
	return k.take(ctx, func(context.Context, *Record) (*Key, error) { return nil, errNoKey })
}

// take returns the key; missing is called when there is none that anything needs.
func (k *Vault) take(ctx context.Context, missing func(context.Context, *Record) (*Key, error)) (*Key, error) {
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for {
		record, err := ReadRecord(ctx, k.db.Read)
		if err != nil {
			return nil, sqlite.Explain(k.db.Path, err)
		}
		// Another process may have replaced or moved the key since.
		if k.loaded != nil && record != nil && k.loaded.record == *record {
			return k.loaded, nil
		}
		k.loaded = nil
		key, err := k.find(ctx, record, missing)
		if err == nil {
			k.loaded = key
			return key, nil
		}
		// Or it was replaced or moved while it was looked for.
		var problem *KeyError
		now, failed := ReadRecord(ctx, k.db.Read)
		if !errors.As(err, &problem) || failed != nil || now == nil || record != nil && *now == *record {
			return nil, err
		}
	}
}

func (k *Vault) find(ctx context.Context, record *Record, missing func(context.Context, *Record) (*Key, error)) (*Key, error) {
	if record == nil {
		return missing(ctx, nil)
	}
	key, err := k.load(ctx, *record)
	var problem *KeyError
	switch {
	case errors.As(err, &problem):
		if moved := k.movedKey(*record); moved != nil {
			return k.moveToFile(ctx, *record, moved)
		}
		needed, neededErr := Sealed(ctx, k.db.Read)
		if needed || neededErr != nil {
			return nil, errors.Join(err, neededErr)
		}
		return missing(ctx, record)
	case err != nil:
		return nil, err
	case k.useFile && record.place == inKeyring:
		return k.moveToFile(ctx, *record, key)
	}
	_ = k.tidy(ctx, *record)
	return k.usable(*record, key)
}

func (k *Vault) usable(record Record, key []byte) (*Key, error) {
	sealer, err := newSealer(key)
	return &Key{sealer: sealer, record: record, place: k.placeOf(record)}, err
}

func (k *Vault) placeOf(record Record) Place {
	if record.place == inFile {
		return Place{File: k.file}
	}
	return Place{}
}

// load reads the key from where the record says it is, and takes its file from other
// accounts that can read it.
func (k *Vault) load(ctx context.Context, record Record) ([]byte, error) {
	if record.place == inFile {
		if err := k.protect(record); err != nil {
			return nil, &KeyError{Problem: Exposed, Place: k.placeOf(record), Err: err}
		}
	}
	return k.read(ctx, record)
}

// read reads the key from where the record says it is, and changes nothing.
func (k *Vault) read(ctx context.Context, record Record) ([]byte, error) {
	fail := func(problem Problem, err error) ([]byte, error) {
		return nil, &KeyError{Problem: problem, Place: k.placeOf(record), Err: err}
	}
	var key []byte
	var err, lost error
	if record.place == inFile {
		lost = os.ErrNotExist
		key, err = k.readFiles(record)
	} else {
		lost = keyring.ErrNotFound
		key, err = k.readKeyring(ctx, record.keyringUser)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, lost):
		return fail(Lost, err)
	case errors.Is(err, errNotAKey):
		return fail(NoKey, err)
	case errors.Is(err, errElsewhere):
		return fail(Wrong, err)
	case err != nil:
		return fail(Unavailable, err)
	case fingerprint(key) != record.fingerprint:
		return fail(Wrong, errors.New("its fingerprint is another"))
	}
	return key, nil
}

func (k *Vault) readKeyring(ctx context.Context, user string) ([]byte, error) {
	text, err := k.keyring.Get(ctx, keyringService, user)
	if err != nil {
		return nil, err
	}
	return decodeKey(text)
}

// create makes a key and records it in place of old, unless another process was
// faster: then its key is taken.
func (k *Vault) create(ctx context.Context, old *Record) (*Key, error) {
	key, record, entry, err := k.newKey(ctx, k.useFile)
	if err != nil {
		return nil, err
	}
	var faster *Record
	err = k.db.Update(ctx, func(tx *sql.Tx) (err error) {
		faster, err = ReadRecord(ctx, tx)
		if err != nil || faster != nil && (old == nil || *faster != *old) {
			return err
		}
		faster = nil
		if err := k.refuseToReplace(ctx, tx, record); err != nil {
			return err
		}
		if record.place == inFile {
			if key, err = k.adoptOrWrite(key); err != nil {
				return sqlite.CannotWrite(k.file, err)
			}
		}
		record.fingerprint = fingerprint(key)
		return k.write(ctx, tx, record)
	})
	k.end(ctx, entry)
	if err != nil {
		return nil, err
	}
	if faster != nil {
		if key, err = k.load(ctx, *faster); err != nil {
			return nil, err
		}
		return k.usable(*faster, key)
	}
	return k.usable(record, key)
}

// newKey returns a key that is not recorded yet. Unless it shall be in the file, it is
// in the keyring where there is one: in an entry that has to be ended.
func (k *Vault) newKey(ctx context.Context, inTheFile bool) ([]byte, Record, *begunEntry, error) {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // never fails
	record := Record{place: inFile, keyringUser: rand.Text(), fingerprint: fingerprint(key)}
	if inTheFile {
		return key, record, nil, nil
	}
	entry, err := k.begin()
	if err != nil {
		return nil, record, nil, err
	}
	err = k.keep(ctx, entry, key)
	switch {
	case err == nil:
		record.place, record.keyringUser = inKeyring, entry.user
		return key, record, entry, nil
	case ctx.Err() != nil:
		return nil, record, nil, ctx.Err()
	}
	k.logger.Warn("The operating system's keyring cannot be used; the key that seals secrets is kept in a file.",
		"file", k.file, "reason", err)
	return key, record, nil, nil
}

// refuseToReplace protects sealed values from losing the key they need.
func (k *Vault) refuseToReplace(ctx context.Context, tx *sql.Tx, record Record) error {
	needed, err := Sealed(ctx, tx)
	if err == nil && needed {
		err = &KeyError{Problem: Lost, Place: k.placeOf(record), Err: errors.New("secrets are stored that need another key")}
	}
	return err
}

// keep stores the key in an entry of the keyring and makes sure that it comes back. An
// entry that is of no use is ended.
func (k *Vault) keep(ctx context.Context, entry *begunEntry, key []byte) error {
	err := k.keyring.Set(ctx, keyringService, entry.user, encodeKey(key))
	switch {
	case err != nil && (ctx.Err() != nil || errors.Is(err, errNoAnswer)):
		_ = entry.lock.Close() // it may be stored later: whoever uses the keyring next looks
		return err
	case err != nil:
		entry.remove() // nothing was stored, and there may be no keyring at all
		return err
	}
	back, err := k.readKeyring(ctx, entry.user)
	if err == nil && !hmac.Equal(back, key) {
		err = errors.New("the keyring returns another value than was stored")
	}
	if err != nil {
		k.end(ctx, entry)
	}
	return err
}
