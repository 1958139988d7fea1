package validation

import (
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func TestNames(t *testing.T) {
	for name, message := range map[string]string{
		"Contoso":                 "",
		"Contoso M365 _ 2":        "",
		"365":                     "",
		"Été à Zürich 東京":         "",
		"٣ Arabic digit":          "",
		"हिन्दी":                  "", // its vowel signs are marks
		strings.Repeat("é", 100):  "",
		"":                        "connection.name.empty",
		"   ":                     "connection.name.empty",
		" Contoso":                "connection.name.start Character=character.space",
		"_Contoso":                "connection.name.start Character=character.underscore",
		"Contoso ":                "connection.name.end",
		"a-b":                     "connection.name.character Character=character.visible Character=-",
		"a/b":                     "connection.name.character Character=character.visible Character=/",
		"a\tb":                    "connection.name.character Character=character.tab",
		"a\nb":                    "connection.name.character Character=character.line-break",
		"a\u00a0b":                "connection.name.character Character=character.invisible Number=U+00A0",
		"a\u200bb":                "connection.name.character Character=character.invisible Number=U+200B",
		"\u0301a":                 "connection.name.start Character=character.invisible Number=U+0301",
		"½":                       "connection.name.start Character=character.visible Character=½",
		"a\xff":                   "connection.name.no-text",
		"a😀":                      "connection.name.character Character=character.visible Character=😀",
		strings.Repeat("é", 101):  "connection.name.long Characters=101 Most=100",
		strings.Repeat("ab", 500): "connection.name.long Characters=1000 Most=100",
	} {
		t.Run(name, func(t *testing.T) {
			err := checkName(name)
			if message == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if err == nil || err.Error() != message {
				t.Errorf("got %v, want %q", err, message)
			}
		})
	}
}

func TestNameTakenFoldsCase(t *testing.T) {
	others := []string{"Contoso", "ÉTÉ", "Straße", "Σίσυφος"}
	const taken, inOtherLetters = "connection.name.taken", "connection.name.taken-in-other-letters"
	for name, want := range map[string]string{
		"Contoso":  taken,
		"CONTOSO":  inOtherLetters,
		"été":      inOtherLetters,
		"straße":   inOtherLetters,
		"STRASSE":  "",             // simple folding keeps the length
		"ΣΊΣΥΦΟΣ":  inOtherLetters, // final sigma folds as well
		"Contoso2": "",
		"":         "",
	} {
		problem, found := NameTaken(name, others)
		if found != (want != "") || problem.Message.ID != want || found && problem.Field != connector.FieldName {
			t.Errorf("NameTaken(%q): %+v, want %q", name, problem, want)
		}
	}
}
