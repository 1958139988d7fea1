package proxyroute

import (
	"context"
	"os/exec"
	"time"

	"inventorybeacon/connector"
)

// settingsWithin is how long the system's settings may take to read.
const settingsWithin = 10 * time.Second

// system goes by the network settings of macOS, of the service that is in use.
func system() (Router, error) {
	ctx, cancel := context.WithTimeout(context.Background(), settingsWithin)
	defer cancel()
	output, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	if err != nil {
		return nil, connector.NewError(connector.Message{ID: "network.proxy.system", Reference: err.Error()}, err)
	}
	if router := macRouter(output); router != nil {
		return router, nil
	}
	return direct{connector.Message{ID: "network.route.system-none"}}, nil
}
