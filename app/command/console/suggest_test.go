package console

import (
	"os"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func TestASuggestedCommandHoldsItsDataDirectoryAsOneWord(t *testing.T) {
	if got := (&Console{}).Program(); got != connector.ShellWord(os.Args[0]) {
		t.Errorf("without a data directory: %s", got)
	}
	if got, want := (&Console{DataDir: "/data/it"}).Program(), connector.ShellWord(os.Args[0])+" --data /data/it"; got != want {
		t.Errorf("it suggests %s, want %s", got, want)
	}
}

func TestACommandInAdviceActsOnTheDataDirectoryOfThisOne(t *testing.T) {
	lost := connector.NewError(connector.Message{ID: "vault.key.exposed"}, nil)
	c := &Console{DataDir: "/data/it"}
	if got, want := c.asCalled("Say inventory-beacon doctor, or inventory-beacon key file."),
		"Say "+c.Program()+" doctor, or "+c.Program()+" key file."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if action := c.Explain(lost).Action; !strings.Contains(action, c.Program()+" ") {
		t.Errorf("the advice is %q", action)
	}
	if action := (&Console{}).Explain(lost).Action; !strings.Contains(action, " inventory-beacon ") {
		t.Errorf("on the usual data directory the advice is %q", action)
	}
}
