package command

import (
	"os"
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
