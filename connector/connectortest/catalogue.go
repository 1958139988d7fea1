package connectortest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"inventorybeacon/assets"
	"inventorybeacon/connector"
)

// inserted is what an entry of the catalogue of messages wants to have put into it.
var inserted = regexp.MustCompile(`{{\.(\w+)}}`)

// CheckWords fails the test when the catalogue has no words for a message, or when they
// name something that the message does not have. An error also has to say what to do.
func CheckWords(t testing.TB, m connector.Message, isError bool) {
	t.Helper()
	content, err := assets.Translations.ReadFile("translations/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]any
	if err := json.Unmarshal(content, &entries); err != nil {
		t.Fatal(err)
	}
	checkWords(t, entries, m)
	if _, says := entries[m.ID+".action"]; isError && !says {
		t.Errorf("%s does not say what to do", m.ID)
	}
}

func checkWords(t testing.TB, entries map[string]any, m connector.Message) {
	t.Helper()
	words, ok := entries[m.ID]
	if !ok {
		t.Errorf("there are no words for %s", m)
	}
	for _, name := range inserted.FindAllStringSubmatch(fmt.Sprint(words, entries[m.ID+".action"]), -1) {
		if _, ok := m.Data[name[1]]; !ok {
			t.Errorf("%s has no %s", m, name[1])
		}
	}
	for word := range strings.FieldsSeq(m.Reference) { // support knows no words of ours
		if _, ours := entries[strings.Trim(word, ":;,")]; ours && strings.Contains(word, ".") || word == "sign-in:" {
			t.Errorf("%s: the reference holds %s", m, word)
		}
	}
	for _, value := range m.Data {
		if inner, ok := value.(connector.Message); ok {
			checkWords(t, entries, inner)
		}
	}
}
