//go:build !windows && !darwin

package proxyroute

import "inventorybeacon/connector"

// system goes by the environment, else by the settings of GNOME where they are.
func system() (Router, error) {
	if router := fromEnvironment(); router != nil {
		return router, nil
	}
	if router := fromGNOME(); router != nil {
		return router, nil
	}
	return direct{connector.Message{ID: "network.route.system-none"}}, nil
}
