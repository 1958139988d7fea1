//go:build !windows

package service

import (
	"flag"
	"os"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func TestPathsInTheUnitAreWhatTheyWere(t *testing.T) {
	for name, c := range map[string]struct{ dir, program, want string }{
		"plain":       {"/data", "/bin/program", `ExecStart="/bin/program" "--data" "/data" "serve" "--as-service"`},
		"spaces":      {"/a data", "/a bin/program", `ExecStart="/a bin/program" "--data" "/a data" `},
		"specifiers":  {"/%h", "/50%/program", `ExecStart="/50%%/program" "--data" "/%%h" `},
		"variables":   {"/$HOME/${x}", "/$HOME/program", `ExecStart="/$HOME/program" "--data" "/$$HOME/$${x}" `},
		"quotes":      {`/a "b" 'c'`, "/p", `"--data" "/a \"b\" 'c'" `},
		"backslashes": {`/a\tb\`, "/p", `"--data" "/a\\tb\\" `},
		"a template":  {"/{{Path}}", "/{{if/p", `ExecStart="/{{if/p" "--data" "/{{Path}}" `},
		"written":     {`/a $b %c "d"`, "/p", "\nReadWritePaths=\"/a $b %%c \\\"d\\\"\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			described := config(Options{Dir: c.dir}, c.program)
			if got := described.Option["PIDFile"].(string); !strings.Contains(got, c.want) {
				t.Errorf("the unit lacks %q:\n%s", c.want, got)
			}
		})
	}
}

func TestTheServiceSeesTheFoldersThatItNeeds(t *testing.T) {
	for name, c := range map[string]struct{ dir, program, want string }{
		"system folders": {"/srv/beacon", "/usr/bin/program", "ProtectHome=yes\nPrivateTmp=yes\nReadWritePaths=\"/srv/beacon\"\n"},
		"data in a home": {
			"/home/anne/data", "/usr/bin/program",
			"ProtectHome=read-only\nPrivateTmp=yes\nReadWritePaths=\"/home/anne/data\"\n",
		},
		"a program at home": {"/srv/beacon", "/root/program", "ProtectHome=read-only\n"},
		"temporary data":    {"/tmp/data", "/usr/bin/program", "ProtectHome=yes\nReadWritePaths=/tmp /var/tmp\nReadWritePaths=\"/tmp/data\"\n"},
		"a name like one":   {"/homes/data", "/tmpfile/program", "ProtectHome=yes\nPrivateTmp=yes\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := places(c.dir, c.program); !strings.HasPrefix(got, c.want) {
				t.Errorf("%s", got)
			}
		})
	}
}

// The services of an account have no right to what needs root, and would not start.
func TestTheUnitOfAnAccountAsksForNothingThatNeedsRoot(t *testing.T) {
	got := unit(Options{Dir: "/home/anne/data", User: true}, "/p")
	for _, needsRoot := range []string{"Protect", "Private", "CapabilityBoundingSet", "ReadWritePaths", "User="} {
		if strings.Contains(got, needsRoot) {
			t.Errorf("%s stands in it:\n%s", needsRoot, got)
		}
	}
	if !strings.Contains(got, "NoNewPrivileges=yes\n") || !strings.Contains(got, "SystemCallFilter=@system-service\n") {
		t.Errorf("it is not hardened:\n%s", got)
	}
}

func TestTheUnitSaysWhatItIsInAnyLanguage(t *testing.T) {
	got := unit(Options{Dir: "/data", Description: "Importe à 100 %, 5%i"}, "/p")
	if want := "Description=Importe à 100 %%, 5%%i\n"; !strings.Contains(got, want) {
		t.Errorf("%q is missing in:\n%s", want, got)
	}
}

func TestTheServiceInsistsOnANetworkDriveAsWhoInstalledItDid(t *testing.T) {
	const want = "\nEnvironment=INVENTORY_BEACON_ALLOW_NETWORK_DRIVE=1\n"
	for _, insisted := range []bool{false, true} {
		for _, user := range []bool{false, true} {
			if got := unit(Options{Dir: "/data", NetworkDrive: insisted, User: user}, "/p"); strings.Contains(got, want) != insisted {
				t.Errorf("insisted %t, user %t:\n%s", insisted, user, got)
			}
		}
	}
}

func TestAPathThatNoDescriptionOfAServiceCanHoldIsRefused(t *testing.T) {
	for path, wrong := range map[string]bool{
		"/a\nExecStartPre=/b": true, "/a\x00": true, "/a\xff": true, "/a\u0085": true, "/daten/Ünï %h $x \"q\"": false,
	} {
		err := Check(Options{Dir: path, User: true})
		if m, _ := connector.MessageOf(err); (m.ID == "service.unusable-path") != wrong {
			t.Errorf("%q: %v", path, err)
		}
	}
}

// packaged is what the packages for Linux install, made anew by -update.
const packaged = "../../assets/install/linux/inventory-beacon.service"

var update = flag.Bool("update", false, "write "+packaged)

// A service that came with a package is as confined as one that the program has installed.
func TestThePackagesHaveTheUnitOfTheProgram(t *testing.T) {
	o := Options{
		Dir: "/var/lib/inventory-beacon", Account: "inventory-beacon", KeyInFile: true,
		Description: "Imports Microsoft 365 users, applications, licenses and usage at the times of their schedules.",
	}
	want := unit(o, "/usr/bin/inventory-beacon")
	if *update {
		if err := os.WriteFile(packaged, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(packaged); err != nil || string(got) != want {
		t.Errorf("%v: it is not what the program installs; write it with -update:\n%s", err, got)
	}
}
