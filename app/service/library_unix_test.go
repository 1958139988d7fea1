//go:build !windows

package service

import (
	"slices"
	"strings"
	"testing"
)

func TestTheServiceIsServeOnItsDataDirectory(t *testing.T) {
	for name, o := range map[string]Options{
		"of the computer": {Dir: "/data", Account: "beacon", KeyInFile: true, Metrics: "0.0.0.0:9187", MetricsPublic: true},
		"of an account":   {Dir: "/data", User: true},
	} {
		t.Run(name, func(t *testing.T) {
			c := config(o, "/bin/program")
			want := []string{"--data", "/data", "serve", "--as-service"}
			if o.MetricsPublic {
				want = append(want, "--metrics", o.Metrics, "--metrics-public")
			}
			if !slices.Equal(c.Arguments, want) || c.Executable != "/bin/program" {
				t.Errorf("it runs %s %q", c.Executable, c.Arguments)
			}
			if c.UserName != o.Account || c.Option["UserService"] != o.User || (c.EnvVars["INVENTORY_BEACON_KEY"] == "file") != o.KeyInFile {
				t.Errorf("%+v", c)
			}
			unit := c.Option["PIDFile"].(string)
			if strings.Contains(unit, "WantedBy=default.target") != o.User || strings.Contains(unit, "network-online.target") == o.User {
				t.Errorf("its unit:\n%s", unit)
			}
		})
	}
}
