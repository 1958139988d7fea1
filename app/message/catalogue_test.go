package message

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
)

// filed reads catalogues from memory.
type filed map[string]string

func (f filed) read(language string) ([]byte, error) {
	content, ok := f[language]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(content), nil
}

func TestCatalogue(t *testing.T) {
	files := filed{
		"en": `{
			"users.lost": {"one": "{{.Count}} user of {{.Where}} is missing.", "other": "{{.Count}} users of {{.Where}} are missing."},
			"users.lost.action": "Look at {{.Which}}.",
			"place.tenant": "the tenant {{.Name}}",
			"list.and": "{{.First}} and {{.Last}}",
			"only.english": "Only English."
		}`,
		"fr": `{
			"users.lost": {"one": "{{.Count}} utilisateur", "other": "{{.Count}} utilisateurs"}
		}`,
	}
	lost := func(count int) connector.Message {
		return connector.Message{ID: "users.lost", Data: connector.Data{
			"Count": count, "Which": []string{"a", "b", "c"},
			"Where": connector.Message{ID: "place.tenant", Data: connector.Data{"Name": "Contoso"}},
		}}
	}
	for name, given := range map[string]struct {
		locales      []string
		message      connector.Message
		text, action string
	}{
		"one":                       {nil, lost(1), "1 user of the tenant Contoso is missing.", "Look at a, b and c."},
		"many":                      {nil, lost(2000), "2,000 users of the tenant Contoso are missing.", "Look at a, b and c."},
		"another language":          {[]string{"fr-CA"}, lost(2000), "2\u00a0000 utilisateurs", "Look at a, b and c."},
		"a locale with underscores": {[]string{"fr_FR"}, lost(1), "1 utilisateur", "Look at a, b and c."},
		"an entry that is missing there": {
			[]string{"fr"}, connector.Message{ID: "only.english"}, "Only English.", "",
		},
		"a language without a catalogue": {[]string{"xx", "fr"}, lost(1), "1 utilisateur", "Look at a, b and c."},
		"no entry":                       {nil, connector.Message{ID: "no.entry", Data: connector.Data{"At": 3}}, "no.entry At=3", ""},
	} {
		t.Run("given "+name, func(t *testing.T) {
			c, err := load(files.read, given.locales)
			if err != nil {
				t.Fatal(err)
			}
			got := c.advice(given.message)
			if got.Message != given.text || got.Action != given.action {
				t.Errorf("%q, %q, want %q, %q", got.Message, got.Action, given.text, given.action)
			}
		})
	}
}

func TestDataIsWrittenAsPeopleReadIt(t *testing.T) {
	c, err := load(filed{"en": `{"a.b": "{{.Value}}"}`}.read, nil)
	if err != nil {
		t.Fatal(err)
	}
	for want, value := range map[string]any{
		"Contoso":          "Contoso",
		"1,234,567":        int64(1234567),
		"1440":             connector.Digits(1440),
		"2026-09-15":       connector.DateOf(time.Date(2026, 9, 15, 0, 0, 0, 0, time.UTC)),
		"2026-09-15 08:30": time.Date(2026, 9, 15, 8, 30, 0, 0, time.Local),
		"2 min 5 s":        125 * time.Second,
		"3 KiB":            connector.Size(3 << 10),
		"[secret]":         connector.Secret("hidden"),
	} {
		if got := c.text("a.b", connector.Data{"Value": value}); got != want {
			t.Errorf("%T is written %q, want %q", value, got, want)
		}
	}
}

func TestPseudoLanguage(t *testing.T) {
	c, err := load(File, []string{"en_XA"})
	if err != nil {
		t.Fatal(err)
	}
	got := c.text("error.file.missing", connector.Data{"Path": "/tmp/users"})
	if !strings.HasPrefix(got, "⟦Ţĥé ") || !strings.Contains(got, "/tmp/users") {
		t.Errorf("%q, want accents, and the path as it is", got)
	}
}
