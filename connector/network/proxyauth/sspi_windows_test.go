package proxyauth

import (
	"testing"

	"inventorybeacon/connector"
)

// Windows is about to come without NTLM. Who needs none of its packages is not kept from starting, and who needs one is told.
func TestAPackageThatWindowsLacksIsSaid(t *testing.T) {
	for given, account := range map[string]Account{"the account of the program": {}, "an account that is entered": ada} {
		t.Run("given "+given, func(t *testing.T) {
			h := &windowsHandshake{account: account, scheme: "No Such Package"}
			defer h.Close()
			_, err := h.Answer(Challenge{Scheme: h.scheme})
			if m, _ := connector.MessageOf(err); m.ID != "network.proxy.windows" {
				t.Errorf("it says %v", err)
			}
		})
	}
}
