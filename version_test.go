package main

import (
	"os"
	"regexp"
	"testing"

	"inventorybeacon/app"
)

func TestTheVersionIsTheSameEverywhere(t *testing.T) {
	for file, pattern := range map[string]string{
		"FyneApp.toml": `(?m)^  Version = "(.*)"$`,
		"CHANGELOG.md": `(?m)^## (\S+)`, // the newest comes first
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := regexp.MustCompile(pattern).FindSubmatch(text); found == nil || string(found[1]) != app.Version {
			t.Errorf("%s has the version %q, not %s", file, found, app.Version)
		}
	}
}
