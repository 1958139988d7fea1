package workspace

import (
	"fmt"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// tokenWarning is how long before a refresh token dies unused that is warned about.
const tokenWarning = 14 * 24 * time.Hour

// Warnings say what will keep the connection from importing, or has done so
// already, before the next import finds out.
func (e Entry) Warnings() []connector.Warning {
	var warnings []connector.Warning
	for _, warn := range []func() (connector.Warning, bool){
		e.deprecated, e.noCredential, e.credentialExpires, e.tokenNotKeptAlive, e.tokenDies, e.duplicateTenant, e.inventoryLost, e.heldBack,
	} {
		if warning, found := warn(); found {
			warnings = append(warnings, warning)
		}
	}
	return warnings
}

func (e Entry) heldBack() (connector.Warning, bool) {
	return connector.Warning{Message: e.LastTask.Failure.Message, Advice: e.LastTask.Failure.Action},
		e.LastTask.Status == store.StatusHeldBack
}

func (e Entry) deprecated() (connector.Warning, bool) {
	return connector.Warning{
		Message: fmt.Sprintf("Nothing can be imported with the source type %q: Microsoft has switched its interface off.",
			string(connector.Office365Deprecated)),
		Advice: fmt.Sprintf("Edit the connection and choose the source type %q.", string(connector.Microsoft365)),
	}, e.Connection.SourceType == connector.Office365Deprecated
}

func (e Entry) noCredential() (connector.Warning, bool) {
	return connector.Warning{
		Message: "The connection has neither a client secret nor a certificate.",
		Advice:  "Edit the connection and enter one of them.",
	}, e.Connection.Flow == connector.ClientCredentials && !e.hasCredential()
}

func (e Entry) credentialExpires() (connector.Warning, bool) {
	days, level := connector.ExpiryWarning(e.Connection, connector.DateOf(e.now))
	what, renew := "client secret",
		"Create a new client secret in the app registration, and enter its value and its expiry date in the connection."
	if e.Connection.Certificate != (connector.Certificate{}) {
		what, renew = "certificate", "Upload a new certificate to the app registration, and choose its file in the connection."
	}
	ends := e.Connection.CredentialExpires()
	message := fmt.Sprintf("The %s expires %s, on %s.", what, inDays(days), ends)
	if level == connector.ExpiryPassed {
		message = fmt.Sprintf("The %s expired on %s.", what, ends)
	}
	return connector.Warning{Message: message, Advice: renew}, level != connector.ExpiryNone
}

func inDays(days int) string {
	switch days {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	default:
		return fmt.Sprintf("in %d days", days)
	}
}

func (e Entry) tokenNotKeptAlive() (connector.Warning, bool) {
	advice := e.idle.Advice
	return connector.Warning{
		Message: strings.TrimSpace("The refresh token could not be kept alive. " + advice.Message),
		Advice:  advice.Action,
	}, e.Connection.Flow == connector.AuthorizationCode && !e.idle.At.IsZero()
}

func (e Entry) tokenDies() (connector.Warning, bool) {
	dies := e.Connection.TokenDies()
	if dies.IsZero() || !e.HasRefreshToken() || dies.Sub(e.now) > tokenWarning {
		return connector.Warning{}, false
	}
	if !dies.After(e.now) {
		return connector.Warning{
			Message: fmt.Sprintf("The refresh token has not been used for 90 days; it ended on %s.", connector.DateOf(dies)),
			Advice:  "Sign in again with Generate...",
		}, true
	}
	return connector.Warning{
		Message: fmt.Sprintf("The refresh token ends on %s unless it is used before.", connector.DateOf(dies)),
		Advice:  "Execute an import or test the connection.",
	}, true
}

func (e Entry) duplicateTenant() (connector.Warning, bool) {
	if len(e.importedBy)+len(e.kept) == 0 {
		return connector.Warning{}, false
	}
	duplicate := DuplicateTenantError{Name: e.Connection.Name, Tenant: e.Tenant, Others: e.importedBy, Kept: e.kept}
	advice := duplicate.Advice()
	return connector.Warning{Message: advice.Message, Advice: advice.Action}, true
}

func (e Entry) inventoryLost() (connector.Warning, bool) {
	imported := e.LastTask.Status == store.StatusSucceeded || e.LastTask.Status == store.StatusWarnings
	return connector.Warning{
		Message: "Nothing is left of what the connection has imported, because the file inventory.db was damaged, was removed, or was of an older version that kept imports in another form.",
		Advice:  "Execute an import: it fills the inventory again.",
	}, imported && e.published.IsZero()
}
