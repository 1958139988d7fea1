package workspace

import (
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// tokenWarning is how long before a refresh token dies unused that is warned about.
const tokenWarning = 14 * 24 * time.Hour

// Warnings say what will keep the connection from importing, or has done so
// already, before the next import finds out.
func (e Entry) Warnings() []store.Warning {
	var warnings []store.Warning
	for _, find := range []func() (connector.Message, bool){
		e.deprecated, e.noCredential, e.credentialExpires, e.tokenNotKeptAlive, e.tokenDies, e.duplicateTenant, e.inventoryLost,
	} {
		if m, found := find(); found {
			warnings = append(warnings, message.Warning(m))
		}
	}
	if failure := e.LastTask.Failure; e.LastTask.Status == store.StatusHeldBack {
		warnings = append(warnings, store.Warning{Message: failure.Message, Advice: failure.Action})
	}
	return warnings
}

// Ending says what of the connection's sign-in ends until a moment, or has already, and when it does.
func (e Entry) Ending(by time.Time) (w store.Warning, ends time.Time, does bool) {
	m, found := e.tokenEnds()
	ends = e.Connection.TokenDies()
	if day := e.Connection.CredentialExpires(); day != 0 {
		m, _ = e.credentialExpires()
		ends, found = (day + 1).Time(), true // it holds on its last day
	}
	if !found || ends.After(by) {
		return store.Warning{}, time.Time{}, false
	}
	return message.Warning(m), ends, true
}

// Expires says what of the connection's sign-in ends soon, or has already.
func (e Entry) Expires() []store.Warning {
	var warnings []store.Warning
	for _, find := range []func() (connector.Message, bool){e.credentialExpires, e.tokenDies} {
		if m, found := find(); found {
			warnings = append(warnings, message.Warning(m))
		}
	}
	return warnings
}

func (e Entry) deprecated() (connector.Message, bool) {
	return connector.Message{ID: "workspace.deprecated-source", Data: connector.Data{
		"Source": string(connector.Office365Deprecated), "Instead": string(connector.Microsoft365),
	}}, e.Connection.SourceType == connector.Office365Deprecated
}

func (e Entry) noCredential() (connector.Message, bool) {
	if e.Connection.Flow == connector.ClientCredentials {
		return connector.Message{ID: "workspace.no-credential"}, !e.hasCredential()
	}
	// Whoever has just made a connection knows that the sign-in comes next.
	used := e.Connection.Flow == connector.AuthorizationCode && !e.Connection.Disabled &&
		(!e.published.IsZero() || e.LastTask.ID != 0 || e.Connection.ScheduleID != "")
	return connector.Message{ID: "workspace.not-signed-in"}, used && !e.HasRefreshToken()
}

func (e Entry) credentialExpires() (connector.Message, bool) {
	days, level := connector.ExpiryWarning(e.Connection, connector.DateOf(e.now))
	expired, today, tomorrow, soon := "workspace.client-secret.expired", "workspace.client-secret.expires-today",
		"workspace.client-secret.expires-tomorrow", "workspace.client-secret.expires"
	if e.Connection.Certificate != (connector.Certificate{}) {
		expired, today, tomorrow, soon = "workspace.certificate.expired", "workspace.certificate.expires-today",
			"workspace.certificate.expires-tomorrow", "workspace.certificate.expires"
	}
	m := connector.Message{ID: soon, Data: connector.Data{"Count": days, "Day": e.Connection.CredentialExpires()}}
	switch {
	case level == connector.ExpiryPassed:
		m.ID = expired
	case days == 0:
		m.ID = today
	case days == 1:
		m.ID = tomorrow
	}
	return m, level != connector.ExpiryNone
}

func (e Entry) tokenNotKeptAlive() (connector.Message, bool) {
	return connector.Message{ID: "workspace.token-not-kept-alive", Data: connector.Data{
		"Reason": e.idle.Message, "Action": e.idle.Message.Action(),
	}}, e.Connection.Flow == connector.AuthorizationCode && !e.idle.At.IsZero()
}

func (e Entry) tokenDies() (connector.Message, bool) {
	m, dies := e.tokenEnds()
	return m, dies && e.Connection.TokenDies().Sub(e.now) <= tokenWarning
}

// tokenEnds says when the refresh token ends, however long that is, and whether there is one.
func (e Entry) tokenEnds() (connector.Message, bool) {
	dies := e.Connection.TokenDies()
	if dies.IsZero() || !e.HasRefreshToken() {
		return connector.Message{}, false
	}
	data := connector.Data{"Day": connector.DateOf(dies)}
	if !dies.After(e.now) {
		return connector.Message{ID: "workspace.token-ended", Data: data}, true
	}
	return connector.Message{ID: "workspace.token-ends", Data: data}, true
}

func (e Entry) duplicateTenant() (connector.Message, bool) {
	duplicate := DuplicateTenantError{Name: e.Connection.Name, Tenant: e.Tenant, Others: e.importedBy, Kept: e.kept}
	return duplicate.Message(), len(e.importedBy)+len(e.kept) > 0
}

func (e Entry) inventoryLost() (connector.Message, bool) {
	imported := e.LastTask.Status == store.StatusSucceeded || e.LastTask.Status == store.StatusWarnings
	return connector.Message{ID: "workspace.inventory-lost"}, imported && e.published.IsZero()
}
