//go:build !windows

package centraltest

import (
	"strings"
	"testing"
)

// What judges statements sees those that a real server has been asked, and only those of the program.
func TestAServerLogsWhatTheProgramAsks(t *testing.T) {
	server := Start(t, Options{})
	server.Exec("dbname=postgres application_name="+application, "LISTEN beacons")
	server.Exec("postgres", "LISTEN others")
	server.Stop()
	if lacking := server.asked.lacking; len(lacking) != 1 || !strings.Contains(lacking[0], "LISTEN beacons") {
		t.Errorf("%q", lacking)
	}
	server.asked.lacking = nil // or this test fails for it
}
