//go:build !windows

package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/store/central/centraltest"
)

// The commands of the central database, on a real one.
func TestCommandsOfTheCentralDatabaseSpeakJSON(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	database := centraltest.Start(t, centraltest.Options{})
	database.Database("assets", "owner", "o")
	if err := os.WriteFile(filepath.Join(dir, "central.secret"), []byte("o\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &jsonSession{t: t, dir: dir, succeeded: map[string]bool{}, failed: map[string]bool{}, commands: commandsOf(t)}
	s.take([]step{
		{0, "import Contoso"},
		{0, "central set --server " + database.Address + " --database assets --user owner --password-file $DIR/central.secret"},
		{0, "central show"},
		{1, "central test"}, // there is no schema yet
		{0, "central schema"},
		{2, "central schema --create"},
		{0, "central schema --create --yes"},
		{0, "central schema --output $DIR/schema.sql"},
		{0, "central test"},
		{0, "central publish"},
		{3, "central publish --take-over Fabrikam"},
		{2, "central publish --take-over Contoso"},
		{0, "central publish --take-over Contoso --yes"},
		{0, "central status"},
	})
	_, said, notes := s.call([]string{"central", "status"})
	if !strings.Contains(said, `"server": "`+database.Address+`"`) || !strings.Contains(said, `"generation": 1`) ||
		!strings.Contains(said, `"pending": 0`) || strings.Contains(said+notes, `"o"`) {
		t.Errorf("status says %s%s", said, notes)
	}
	database.Exec("postgres", "ALTER ROLE owner PASSWORD 'another'")
	s.take([]step{{1, "central test"}, {0, "central status"}, {0, "central forget --yes"}, {3, "central status"}})
}
