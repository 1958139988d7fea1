package command

import (
	"os"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func TestASuggestedCommandHoldsItsDataDirectoryAsOneWord(t *testing.T) {
	if got := (&console{}).program(); got != connector.ShellWord(os.Args[0]) {
		t.Errorf("without a data directory: %s", got)
	}
	if got, want := (&console{data: "/data/it"}).program(), connector.ShellWord(os.Args[0])+" --data /data/it"; got != want {
		t.Errorf("it suggests %s, want %s", got, want)
	}
}

func TestACommandInAdviceActsOnTheDataDirectoryOfThisOne(t *testing.T) {
	lost := connector.NewError(connector.Message{ID: "vault.key.exposed"}, nil)
	c := &console{data: "/data/it"}
	if got, want := c.asCalled("Say inventory-beacon doctor, or inventory-beacon key file."),
		"Say "+c.program()+" doctor, or "+c.program()+" key file."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if action := c.explain(lost).Action; !strings.Contains(action, c.program()+" ") {
		t.Errorf("the advice is %q", action)
	}
	if action := (&console{}).explain(lost).Action; !strings.Contains(action, " inventory-beacon ") {
		t.Errorf("on the usual data directory the advice is %q", action)
	}
}
