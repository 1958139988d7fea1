package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"sync"

	"github.com/zalando/go-keyring"
)

// MemoryKeyring is a keyring that can be taken away. The real ones are tried in the tests
// of store/vault.
type MemoryKeyring struct {
	mu      sync.Mutex
	Entries map[string]string
	Gone    error // what every call returns when it is set
}

// NewMemoryKeyring returns an empty one.
func NewMemoryKeyring() *MemoryKeyring { return &MemoryKeyring{Entries: map[string]string{}} }

// Get implements [vault.Keyring].
func (k *MemoryKeyring) Get(_ context.Context, service, user string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Gone != nil {
		return "", k.Gone
	}
	secret, found := k.Entries[service+"/"+user]
	if !found {
		return "", keyring.ErrNotFound
	}
	return secret, nil
}

// Set implements [vault.Keyring].
func (k *MemoryKeyring) Set(_ context.Context, service, user, secret string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Gone == nil {
		k.Entries[service+"/"+user] = secret
	}
	return k.Gone
}

// Delete implements [vault.Keyring].
func (k *MemoryKeyring) Delete(_ context.Context, service, user string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Gone == nil {
		delete(k.Entries, service+"/"+user)
	}
	return k.Gone
}

// FileKeyring is a keyring that outlives its process, in the file at Path.
type FileKeyring struct{ Path string }

// Get implements [vault.Keyring].
func (k FileKeyring) Get(_ context.Context, service, user string) (string, error) {
	entries, err := k.entries()
	if err != nil {
		return "", err
	}
	secret, found := entries[service+"/"+user]
	if !found {
		return "", keyring.ErrNotFound
	}
	return secret, nil
}

// Set implements [vault.Keyring].
func (k FileKeyring) Set(_ context.Context, service, user, secret string) error {
	entries, err := k.entries()
	if err != nil {
		return err
	}
	entries[service+"/"+user] = secret
	return k.put(entries)
}

// Delete implements [vault.Keyring].
func (k FileKeyring) Delete(_ context.Context, service, user string) error {
	entries, err := k.entries()
	if err != nil {
		return err
	}
	delete(entries, service+"/"+user)
	return k.put(entries)
}

func (k FileKeyring) entries() (map[string]string, error) {
	entries := map[string]string{}
	content, err := os.ReadFile(k.Path)
	if errors.Is(err, os.ErrNotExist) {
		return entries, nil
	}
	return entries, errors.Join(err, json.Unmarshal(content, &entries))
}

func (k FileKeyring) put(entries map[string]string) error {
	content, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(k.Path+".tmp", content, 0o600), os.Rename(k.Path+".tmp", k.Path))
}
