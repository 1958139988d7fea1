package workspace

import (
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func FuzzImportConnections(f *testing.F) {
	for _, seed := range []string{
		"", "{}", `{"format":"inventory-beacon connections","version":1,"connections":[{"name":"A"}]}`,
		`{"format":"inventory-beacon connections","version":1,"connections":[{"name":"A","clientSecretExpires":"2026-01-31"}]}x`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := readConnectionsFile(strings.NewReader(text))
		if err != nil {
			if _, explained := connector.MessageOf(err); !explained {
				t.Errorf("%q: %v has no message", text, err)
			}
			return
		}
		for _, e := range file.Connections {
			if e.connection().ID == "" {
				t.Error("no id")
			}
		}
	})
}
