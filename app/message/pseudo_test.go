package message

import (
	"regexp"
	"strings"
	"testing"
)

func TestThePseudoLanguageLeavesAloneWhatIsTyped(t *testing.T) {
	for text, want := range map[string]string{
		"Start it with: inventory-beacon service start":           "inventory-beacon service start·",
		"Give up (inventory-beacon connection forget-secrets) it": "(inventory-beacon connection forget-secrets) ",
		"Read it with: inventory-beacon names update --from FILE": "inventory-beacon names update --from FILE·",
		"In inventory-beacon.log, and in {{.Dir}} of %s":          "inventory-beacon.ĺ",
		"Choose a folder with --data, or %[2]s":                   " --data, öŕ %[2]s",
	} {
		if got := accented(text); !strings.Contains(got, want) {
			t.Errorf("%s is %s, want %s in it", text, got, want)
		}
	}
}

// A command in a sentence ends with the sentence or at a punctuation mark, so that it can be
// told from the words around it, and copied.
func TestCommandsInSentencesStayAsTheyAre(t *testing.T) {
	content, err := File(english)
	if err != nil {
		t.Fatal(err)
	}
	other, err := File(Pseudo)
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`inventory-beacon [a-z][^,.):"\\]*`).FindAllString(string(content), -1)
	for _, command := range commands {
		if !strings.Contains(string(other), command) {
			t.Errorf("%q is not left as it is", command)
		}
	}
	if len(commands) < 10 {
		t.Errorf("only %d commands were found", len(commands))
	}
}
