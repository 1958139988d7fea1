package central

import (
	"strings"
	"testing"

	"inventorybeacon/store/storetest"
)

// Whoever connects refuses what cannot be entered, and in the same words.
func TestAConfigurationIsRefusedAsItWouldBeWhenItIsEntered(t *testing.T) {
	right := Config{Server: "db.example", Database: "assets", User: "beacon"}
	for name, test := range map[string]struct {
		change func(c *Config)
		want   string
	}{
		"nothing wrong":         {func(*Config) {}, ""},
		"a port":                {func(c *Config) { c.Server = "db.example:6432" }, ""},
		"an address":            {func(c *Config) { c.Server = "2001:db8::7" }, ""},
		"an address and a port": {func(c *Config) { c.Server = "[2001:db8::7]:6432" }, ""},
		"no server":             {func(c *Config) { c.Server = "" }, "central.field.server-empty"},
		"another address":       {func(c *Config) { c.Server = "/var/run/postgresql" }, "central.field.server-address"},
		"two servers":           {func(c *Config) { c.Server = "one,two" }, "central.field.server"},
		"no host":               {func(c *Config) { c.Server = ":5432" }, "central.field.server"},
		"no number":             {func(c *Config) { c.Server = "db.example:postgres" }, "central.field.port"},
		"no database":           {func(c *Config) { c.Database = "" }, "central.field.name-empty"},
		"a long user":           {func(c *Config) { c.User = strings.Repeat("a", 64) }, "central.field.name-long"},
		"a zero in the user":    {func(c *Config) { c.User = "a\x00" }, "central.field.name-control"},
		"a reserved schema":     {func(c *Config) { c.Schema = "information_schema" }, "central.field.schema-reserved"},
		"an unknown way":        {func(c *Config) { c.TLS = "prefer" }, "central.field.tls"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			c := right
			test.change(&c)
			if err := c.Check(); test.want != "" {
				storetest.WantMessage(t, err, test.want)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}
