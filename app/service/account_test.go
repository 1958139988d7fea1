package service

import "testing"

func TestTheIdentifierOfAServiceIsMadeFromItsName(t *testing.T) {
	for name, want := range map[string]string{ // which are the same on every computer
		"TrustedInstaller": "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
		"WinDefend":        "S-1-5-80-1913148863-3492339771-4165695881-2087618961-4109116736",
	} {
		if got := serviceSID(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestTheSystemHasSeveralNames(t *testing.T) {
	for account, want := range map[string]bool{
		"LocalSystem": true, `NT AUTHORITY\SYSTEM`: true, "system": true, `.\LocalSystem`: true,
		"": false, VirtualAccount: false, `CONTOSO\beacon$`: false,
	} {
		if got := isLocalSystem(account); got != want {
			t.Errorf("%q: %t", account, got)
		}
	}
	if !isVirtual(`nt service\inventorybeacon`) || isVirtual(`NT SERVICE\Other`) {
		t.Error("the account of the service was not known")
	}
}

func TestAServiceIsStartedAgainOnlyAfterAFailure(t *testing.T) {
	failed := errNoServices
	for name, c := range map[string]struct {
		err     error
		stopped bool
		want    uint32
	}{
		"it has failed":                  {failed, false, 1},
		"it was stopped":                 {nil, true, 0},
		"it was stopped, and has failed": {failed, true, 0},
		"it has ended":                   {nil, false, 0},
	} {
		if got := outcome(c.err, c.stopped); got != c.want {
			t.Errorf("%s: status %d", name, got)
		}
	}
}
