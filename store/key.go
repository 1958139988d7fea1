package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/zalando/go-keyring"

	"inventorybeacon/store/sqlite"
)

// dataKey finds the key that seals the secrets, and makes one when there is none
// and nothing is sealed yet.
type dataKey struct {
	db      *sqlite.DB
	keyring Keyring
	useFile bool   // even where there is a keyring
	file    string // path of the key file
	logger  *slog.Logger
	now     func() time.Time
	sync    func(path string) error // brings a file or folder to the disk
	mended  atomic.Bool             // others could read the key file
	looked  atomic.Bool             // for key files that were begun

	turn   chan struct{} // a lock that can be waited for with a context
	loaded *usableKey    // guarded by turn
}

// usableKey is a key whose fingerprint is that of the file.
type usableKey struct {
	sealer
	record keyRecord
	place  KeyPlace
}

// keyRecord is the row of data_key.
type keyRecord struct {
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
func (k *dataKey) get(ctx context.Context) (*usableKey, error) { return k.take(ctx, k.create) }

// look is get that makes no key: the error is errNoKey then.
func (k *dataKey) look(ctx context.Context) (*usableKey, error) {
	return k.take(ctx, func(context.Context, *keyRecord) (*usableKey, error) { return nil, errNoKey })
}

// take returns the key; missing is called when there is none that anything needs.
func (k *dataKey) take(ctx context.Context, missing func(context.Context, *keyRecord) (*usableKey, error)) (*usableKey, error) {
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for {
		record, err := readKeyRecord(ctx, k.db.Read)
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
		now, failed := readKeyRecord(ctx, k.db.Read)
		if !errors.As(err, &problem) || failed != nil || now == nil || record != nil && *now == *record {
			return nil, err
		}
	}
}

func (k *dataKey) find(ctx context.Context, record *keyRecord, missing func(context.Context, *keyRecord) (*usableKey, error)) (*usableKey, error) {
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
		needed, neededErr := sealedValues(ctx, k.db.Read)
		if needed || neededErr != nil {
			return nil, errors.Join(err, neededErr)
		}
		return missing(ctx, record)
	case err != nil:
		return nil, err
	case k.useFile && record.place == inKeyring:
		return k.moveToFile(ctx, *record, key)
	}
	k.tidy(ctx, *record)
	return k.usable(*record, key)
}

func (k *dataKey) usable(record keyRecord, key []byte) (*usableKey, error) {
	sealer, err := newSealer(key)
	return &usableKey{sealer: sealer, record: record, place: k.placeOf(record)}, err
}

func (k *dataKey) placeOf(record keyRecord) KeyPlace {
	if record.place == inFile {
		return KeyPlace{File: k.file}
	}
	return KeyPlace{}
}

// load reads the key from where the record says it is, and takes its file from other
// accounts that can read it.
func (k *dataKey) load(ctx context.Context, record keyRecord) ([]byte, error) {
	if record.place == inFile {
		if err := k.protect(); err != nil {
			return nil, &KeyError{Problem: KeyExposed, Place: k.placeOf(record), Err: err}
		}
	}
	return k.read(ctx, record)
}

// read reads the key from where the record says it is, and changes nothing.
func (k *dataKey) read(ctx context.Context, record keyRecord) ([]byte, error) {
	fail := func(problem KeyProblem, err error) ([]byte, error) {
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
		return fail(KeyLost, err)
	case errors.Is(err, errNotAKey):
		return fail(KeyWrong, err)
	case err != nil:
		return fail(KeyUnavailable, err)
	case fingerprint(key) != record.fingerprint:
		return fail(KeyWrong, errors.New("its fingerprint is another"))
	}
	return key, nil
}

func (k *dataKey) readKeyring(ctx context.Context, user string) ([]byte, error) {
	text, err := k.keyring.Get(ctx, keyringService, user)
	if err != nil {
		return nil, err
	}
	return decodeKey(text)
}

// create makes a key and records it in place of old, unless another process was
// faster: then its key is taken.
func (k *dataKey) create(ctx context.Context, old *keyRecord) (*usableKey, error) {
	key, record, err := k.newKey(ctx, k.useFile)
	if err != nil {
		return nil, err
	}
	var faster *keyRecord
	err = k.db.Update(ctx, func(tx *sql.Tx) (err error) {
		faster, err = readKeyRecord(ctx, tx)
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
	if (err != nil || faster != nil) && record.place == inKeyring {
		// The new entry is of no use; that it stays behind would do no harm.
		_ = k.keyring.Delete(ctx, keyringService, record.keyringUser)
	}
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
// in the keyring where there is one.
func (k *dataKey) newKey(ctx context.Context, inTheFile bool) ([]byte, keyRecord, error) {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // never fails
	record := keyRecord{place: inFile, keyringUser: rand.Text(), fingerprint: fingerprint(key)}
	if inTheFile {
		return key, record, nil
	}
	err := k.keep(ctx, record.keyringUser, key)
	switch {
	case err == nil:
		record.place = inKeyring
	case ctx.Err() != nil:
		return nil, record, ctx.Err()
	default:
		k.logger.Warn("The operating system's keyring cannot be used; the key that seals secrets is kept in a file.",
			"file", k.file, "reason", err)
	}
	return key, record, nil
}

// refuseToReplace protects sealed values from losing the key they need.
func (k *dataKey) refuseToReplace(ctx context.Context, tx *sql.Tx, record keyRecord) error {
	needed, err := sealedValues(ctx, tx)
	if err == nil && needed {
		err = &KeyError{Problem: KeyLost, Place: k.placeOf(record), Err: errors.New("secrets are stored that need another key")}
	}
	return err
}

// keep stores the key in the keyring and makes sure that it comes back.
func (k *dataKey) keep(ctx context.Context, user string, key []byte) error {
	if err := k.keyring.Set(ctx, keyringService, user, encodeKey(key)); err != nil {
		return err
	}
	back, err := k.readKeyring(ctx, user)
	if err == nil && !hmac.Equal(back, key) {
		err = errors.New("the keyring returns another value than was stored")
	}
	return err
}
