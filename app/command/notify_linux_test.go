package command

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	commands "inventorybeacon/app/command/notify"
	"inventorybeacon/app/notify"
	"inventorybeacon/app/notify/notifytest"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// What fails is told by the process that runs the schedules, also when another one has failed.
func TestServeWritesToPeople(t *testing.T) {
	t.Parallel()
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	certificate, _ := notifytest.Certificate(t)
	smtp, hook := notifytest.StartSMTP(t, certificate, notifytest.Behavior{Auth: "PLAIN"}), notifytest.StartHook(t, certificate)
	files := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(files, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	succeed(t, dir, "notify", "add", "Mail", "--server", smtp.Address(), "--from", "beacon@contoso.com", "--to", "anne@contoso.com",
		"--username", "beacon", "--password-file", write("password", "a pass word\n"), "--topics", "import-failed")
	succeed(t, dir, "notify", "add", "Team", "--address-file", write("address", hook.URL+"/secret"),
		"--signing-key-file", write("key", "a key"), "--topics", "import-failed")
	server.fail("/v1.0/organization", &demotenant.Fault{Status: 403})

	limit, cancel := context.WithTimeout(context.Background(), serveLimit)
	defer cancel()
	s := &serving{t: t, limit: limit, Cmd: process(limit, dir, "serve")}
	s.Env = append(s.Env, "SSL_CERT_FILE="+
		write("roots.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]}))))
	s.begin()
	s.says("The schedules are run here.")
	if status, _, _ := run(t, dir, "import", "Contoso"); status != exitFailed {
		t.Errorf("the import has ended with %d", status)
	}
	for len(smtp.Mails()) == 0 || len(hook.Requests()) == 0 {
		if limit.Err() != nil {
			t.Fatalf("nobody was told: %s", succeed(t, dir, "notify", "list", "--json"))
		}
		succeed(t, dir, "notify", "list") // takes a moment, and must not disturb it
	}
	// What has come is not crossed off yet, and would be sent again by the next process.
	for strings.Contains(succeed(t, dir, "notify", "list", "--json"), `"tries"`) {
		if limit.Err() != nil {
			t.Fatal("it still waits to be sent")
		}
	}
	s.end()
	if mail := smtp.Mails()[0]; !strings.Contains(mail.Data, "The import of Contoso has failed.") || !mail.Encrypted ||
		mail.Secret != "a pass word" {
		t.Errorf("%+v", mail)
	}
	if r := hook.Requests()[0]; !r.SignedBy("a key") || r.Path != "/secret" {
		t.Errorf("%+v", r)
	}
	var listed commands.Notifications
	if err := json.Unmarshal([]byte(succeed(t, dir, "notify", "list", "--json")), &listed); err != nil || len(listed.Channels) != 2 ||
		len(listed.Waiting) != 0 {
		t.Errorf("%v %+v", err, listed)
	}
	if got := listed.Channels[1].Secrets; !slices.Equal(got, []connector.Field{notify.FieldAddress, notify.FieldSigningKey}) {
		t.Errorf("the secrets of the webhook: %q", got)
	}
	// None of it stands in the support bundle or the log.
	bundle := filepath.Join(files, "bundle.zip")
	succeed(t, dir, "support", bundle)
	for _, name := range []string{bundle, filepath.Join(dir, "inventory-beacon.log")} {
		content, err := os.ReadFile(name)
		if err != nil || strings.Contains(string(content), "a pass word") || strings.Contains(string(content), "/secret") {
			t.Errorf("%s: %v, or it has a secret", name, err)
		}
	}
}
