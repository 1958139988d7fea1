package service

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// systemd says itself whether it finds the program, and how exposed the service is.
func TestSystemdTakesTheUnit(t *testing.T) {
	folder := filepath.Join(t.TempDir(), `50% $HOME ${x}`)
	program := filepath.Join(folder, "program")
	data := filepath.Join(folder, `"data" \t %h`)
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]Options{
		"of the computer": {Dir: data, Account: "daemon", KeyInFile: true},
		"of an account":   {Dir: data, User: true},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "inventory-beacon.service")
			if err := os.WriteFile(file, []byte(unit(o, program)), 0o600); err != nil {
				t.Fatal(err)
			}
			if said, err := exec.Command("systemd-analyze", "verify", "--man=no", file).CombinedOutput(); err != nil || len(said) > 0 {
				t.Errorf("%v: %s", err, said)
			}
			if o.User {
				return
			}
			// 0 is no exposure, 100 is 10.0.
			if said, err := exec.Command("systemd-analyze", "security", "--offline=true", "--threshold=29", file).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
}
