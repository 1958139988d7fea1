//go:build !windows

package command

import (
	"os"
	"path/filepath"
	"slices"
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
	s.take([]step{
		{0, "inventory users --central"},
		{0, "inventory users --central --connection contoso --filter license=SPE_E5 --limit 2"},
		{3, "inventory users --central --connection Nobody"},
		{2, "inventory users --central --filter nothing=1"},
		{0, "inventory licenses --central"},
		{0, "inventory applications --central"},
		{0, "inventory usage --central"},
		{0, "inventory overview --central"},
		{0, "inventory reclaim --central"},
		{0, "inventory changes --central"},
		{0, "inventory history --central"},
	})
	for _, list := range []string{"users", "licenses", "applications", "usage", "reclaim", "overview", "history"} {
		_, here, _ := s.call([]string{"inventory", list})
		_, there, _ := s.call([]string{"inventory", list, "--central"})
		if lines(here) != lines(there) || len(here) < 10 {
			t.Errorf("%s: there is\n%.500s\nhere\n%.500s", list, there, here)
		}
	}
	database.Exec("postgres", "ALTER ROLE owner PASSWORD 'another'")
	_, here, _ := s.call([]string{"inventory", "users"})
	if status, there, notes := s.call([]string{"inventory", "users", "--central"}); status != exitOutdated || here != there ||
		!strings.Contains(notes, "is as of") {
		t.Errorf("%d, %.300s, %s", status, there, notes)
	}
	if err := os.RemoveAll(filepath.Join(dir, "central")); err != nil {
		t.Fatal(err)
	}
	s.take([]step{
		{1, "inventory users --central"},
		{1, "central test"},
		{0, "central status"},
		{0, "central forget --yes"},
		{3, "central status"},
		{3, "inventory users --central"},
	})
}

// lines are the lines of a text in their order by the alphabet: what lists do not order is in no order.
func lines(text string) string {
	all := strings.Split(strings.ReplaceAll(text, ",\n", "\n"), "\n")
	slices.Sort(all)
	return strings.Join(all, "\n")
}
