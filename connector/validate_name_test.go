package connector

import (
	"strings"
	"testing"
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
		"":                        "Enter a name",
		"   ":                     "Enter a name",
		" Contoso":                "start with a letter or a digit, not with a space",
		"_Contoso":                "not with an underscore",
		"Contoso ":                "must not end with a space",
		"a-b":                     "must not contain the character “-”",
		"a/b":                     "must not contain the character “/”",
		"a\tb":                    "must not contain a tab",
		"a\nb":                    "must not contain a line break",
		"a\u00a0b":                "the invisible character U+00A0",
		"a\u200bb":                "the invisible character U+200B",
		"\u0301a":                 "start with a letter or a digit, not with the invisible character U+0301",
		"½":                       "start with a letter or a digit, not with the character “½”",
		"a\xff":                   "not valid text",
		"a😀":                      "the character “😀”",
		strings.Repeat("é", 101):  "has 101 characters; at most 100",
		strings.Repeat("ab", 500): "has 1000 characters",
	} {
		t.Run(name, func(t *testing.T) {
			err := checkName(name)
			if message == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), message) {
				t.Errorf("got %v, want a sentence with %q", err, message)
			}
		})
	}
}

func TestNameTakenFoldsCase(t *testing.T) {
	others := []string{"Contoso", "ÉTÉ", "Straße", "Σίσυφος"}
	for name, taken := range map[string]bool{
		"Contoso":  true,
		"CONTOSO":  true,
		"été":      true,
		"straße":   true,
		"STRASSE":  false, // simple folding keeps the length
		"ΣΊΣΥΦΟΣ":  true,  // final sigma folds as well
		"Contoso2": false,
		"":         false,
	} {
		problem, got := NameTaken(name, others)
		if got != taken {
			t.Errorf("NameTaken(%q) = %v, want %v", name, got, taken)
		}
		if got && (problem.Field != FieldName || !strings.Contains(problem.Message, "already a connection called")) {
			t.Errorf("NameTaken(%q): %+v", name, problem)
		}
	}
}
