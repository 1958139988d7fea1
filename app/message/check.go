package message

import "inventorybeacon/connector"

// Check is one line of Test Connection, in words.
type Check struct {
	// Name is what was tried, for example "Token": a word that stays as it is in every
	// language. Title is the same in that of the account.
	Name   string                `json:"name"`
	Title  string                `json:"-"`
	Result connector.CheckResult `json:"result"`
	// Optional says that an import goes on when the check has not passed.
	Optional bool `json:"optional"`
	// Meaning is what was found, or for what a running one waits, such as "waiting
	// for graph.microsoft.com..."; Advice is what to do, empty when it passed.
	Meaning string `json:"meaning"`
	Advice  string `json:"advice,omitempty"`
	// Reference is for support: Microsoft's own text and ids; mostly empty.
	Reference string `json:"reference,omitempty"`
}

// checkNames are the names of checks by the entry of the catalogue with their title.
var checkNames = map[string]string{
	"check.central": "Database", "check.central.schema": "Schema",
	"check.account": "Account", "check.certificate": "Certificate", "check.client-secret": "Client secret", "check.clock": "Clock",
	"check.licenses": "Licenses", "check.names": "Names in reports", "check.network": "Network", "check.organization": "Organization",
	"check.permissions": "Permissions", "check.refresh-token": "Refresh token", "check.reports": "Usage reports", "check.tls": "TLS",
	"check.token": "Token", "check.users": "Users",
}

// CheckOf puts a check into words.
func CheckOf(c connector.Check) Check {
	meaning := Advice(c.Meaning)
	return Check{
		Name: checkNames[c.Name.ID], Title: Text(c.Name), Result: c.Result, Optional: c.Optional,
		Meaning: meaning.Message, Advice: meaning.Action, Reference: meaning.Reference,
	}
}

// Verdict returns the worst result among the checks.
func Verdict(checks []Check) connector.CheckResult {
	verdict := connector.CheckPassed
	for _, c := range checks {
		switch c.Result {
		case connector.CheckFailed:
			return connector.CheckFailed
		case connector.CheckWarning:
			verdict = connector.CheckWarning
		}
	}
	return verdict
}
