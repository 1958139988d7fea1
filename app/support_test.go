package app

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// unzip returns the texts of a bundle by their names.
func unzip(t *testing.T, bundle []byte) map[string]string {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range reader.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}

func supportBundleOf(t *testing.T, b *opened) map[string]string {
	t.Helper()
	var out bytes.Buffer
	if err := b.WriteSupportBundle(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return unzip(t, out.Bytes())
}

// TestSupportBundleHoldsNoSecret puts every secret of every kind into the log and
// into the lines of a task, in every way in which it might get there by mistake.
func TestSupportBundleHoldsNoSecret(t *testing.T) {
	// Given connections with every kind of secret, stored and waiting for Save,
	server, dir := demotenanttest.Start(t, demotenant.Options{Users: 20}), t.TempDir()
	b := openDir(t, dir, sourceOf(server))
	c := connect(t, b, "Contoso")
	c.Proxy = connector.Proxy{Use: true, Server: "http://proxy.corp:8080", Username: "proxy user"}
	pem := "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\nAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4\n-----END PRIVATE KEY-----\n"
	pfx := "0\x82\x09\xff\xfe\x01binary key"
	secrets := map[string]connector.Secret{
		"refresh token": storedToken(t, b, c.ID), "proxy password": "pass&word/ \"1\" ü", "client secret": "8Q~client.secret_value",
		"waiting": "9Q~waiting~for~save", "certificate": connector.Secret(pem), "raw certificate": connector.Secret(pfx),
		"certificate's password": "opens the key", "first line of the key": "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj",
		"second line of the key": "AgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4", "central database's password": "c3ntral/pass word",
		"central database's key": "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----\n",
	}
	changes := func(names ...string) store.SecretChanges {
		value := func(i int) *connector.Secret { s := secrets[names[i]]; return &s }
		return store.SecretChanges{ClientSecret: value(0), Certificate: value(1), CertificatePassword: value(2), ProxyPassword: value(3)}
	}
	token := secrets["refresh token"]
	stored := changes("client secret", "certificate", "certificate's password", "proxy password")
	stored.RefreshToken = &token
	c.Certificate = connector.Certificate{Subject: "CN=beacon", Thumbprint: "ABCDEF", NotAfter: 30000}
	save(t, b, c, stored)
	if err := b.Put(t.Context(), c, changes("waiting", "raw certificate", "certificate's password", "proxy password")); err != nil {
		t.Fatal(err)
	}
	ofCentral := []connector.Secret{secrets["central database's password"], secrets["central database's key"]}
	if err := b.store.SetCentral(t.Context(), centralsettings.Settings{Server: "db.corp:5432"},
		centralsettings.SecretChanges{Password: &ofCentral[0], Key: &ofCentral[1]}); err != nil {
		t.Fatal(err)
	}
	plan := b.NewSchedule()
	plan.Name = "Nightly"
	if err := errors.Join(b.PutSchedule(t.Context(), plan), b.Assign(t.Context(), c.ID, plan.ID)); err != nil {
		t.Fatal(err)
	}
	// a task, and a log file to which all of them went,
	task, err := b.store.CreateTask(t.Context(), store.Task{ConnectionID: c.ID, ConnectionName: "Contoso", Status: store.StatusFailed})
	if err != nil {
		t.Fatal(err)
	}
	log := OpenLog(dir, slog.LevelInfo)
	var lines []store.Line
	for name, secret := range secrets {
		value := secret.Reveal()
		quoted, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{
			value, url.QueryEscape(value), string(quoted), strconv.Quote(value),
			base64.StdEncoding.EncodeToString([]byte(value)),
		} {
			log.Error("a mistake", "value", form)
			lines = append(lines, store.Line{At: time.Now(), Text: name + ": " + form})
		}
	}
	if err := errors.Join(log.Close(), b.store.AddTaskLines(t.Context(), task.ID, lines)); err != nil {
		t.Fatal(err)
	}
	// When the bundle is written,
	files := supportBundleOf(t, b)
	// then no form of any secret is in it, and everything else is.
	for file, text := range files {
		for name, secret := range secrets {
			value := secret.Reveal()
			for _, form := range []string{
				value, strings.Trim(strconv.Quote(value), `"`), url.QueryEscape(value), url.PathEscape(value),
				base64.StdEncoding.EncodeToString([]byte(value)),
			} {
				if strings.Contains(text, form) {
					t.Errorf("%s holds the %s as %q", file, name, form)
				}
			}
		}
	}
	wantFiles(t, files, "about.json", "central.json", "connections.json", "logs/inventory-beacon.log", "schedules.json", "tasks.json",
		"tasks/1.log")
	for file, words := range map[string]string{
		"central.json":     "db.corp:5432",
		"connections.json": "http://proxy.corp:8080", "tasks/1.log": "refresh token: [secret]", "tasks.json": `"failed"`,
		"schedules.json":            `"Contoso"`,
		"logs/inventory-beacon.log": "a mistake", "about.json": `"beacon.db"`,
	} {
		if !strings.Contains(files[file], words) {
			t.Errorf("%s does not say %q:\n%s", file, words, files[file])
		}
	}
}

func wantFiles(t *testing.T, files map[string]string, want ...string) {
	t.Helper()
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	if !slices.Equal(names, want) {
		t.Errorf("the bundle holds %v, want %v; missing.txt: %s", names, want, files["missing.txt"])
	}
}

// A lost key does not keep the rest of the bundle back.
func TestSupportBundleWithoutTheKey(t *testing.T) {
	server, dir := demotenanttest.Start(t, demotenant.Options{Users: 20}), t.TempDir()
	b := openDir(t, dir, sourceOf(server))
	connect(t, b, "Contoso")
	b.close()
	if err := os.Remove(filepath.Join(dir, "beacon.key")); err != nil {
		t.Fatal(err)
	}
	files := supportBundleOf(t, openDir(t, dir, sourceOf(server)))
	wantFiles(t, files, "about.json", "connections.json", "missing.txt", "schedules.json", "tasks.json")
	if !strings.Contains(files["missing.txt"], "Contoso") {
		t.Errorf("missing.txt says %q", files["missing.txt"])
	}
}

func TestSupportBundleOfADirectoryThatCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, LogFile), []byte("what went before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	examine := func(context.Context) any { return []string{"the disk is full"} }
	if err := WriteSupportBundleWithout(t.Context(), dir, errors.New("beacon.db is damaged"), examine, &out); err != nil {
		t.Fatal(err)
	}
	files := unzip(t, out.Bytes())
	if !strings.Contains(files["doctor.json"], "the disk is full") {
		t.Errorf("doctor.json says %q", files["doctor.json"])
	}
	wantFiles(t, files, "about.json", "doctor.json", "logs/inventory-beacon.log", "missing.txt")
	if !strings.Contains(files["missing.txt"], "damaged") {
		t.Errorf("missing.txt says %q", files["missing.txt"])
	}
}

// Of large logs, the newest whole lines are taken.
func TestSupportBundleTakesTheEndOfLargeLogs(t *testing.T) {
	dir := t.TempDir()
	line := strings.Repeat("x", 1023) + "\n"
	const mostLogBytes = 16 << 20
	large := "first line\n" + strings.Repeat(line, mostLogBytes/1024) + "last line\n"
	if err := os.WriteFile(filepath.Join(dir, LogFile), []byte(large), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := WriteSupportBundleWithout(t.Context(), dir, errors.New("any"), nil, &out); err != nil {
		t.Fatal(err)
	}
	text := unzip(t, out.Bytes())["logs/"+LogFile]
	if !strings.HasPrefix(text, line) || !strings.HasSuffix(text, "last line\n") || len(text) > mostLogBytes {
		t.Errorf("%d bytes from %q to %q", len(text), text[:min(20, len(text))], text[max(0, len(text)-20):])
	}
}
