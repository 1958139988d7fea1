package app

import (
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// Check is one line of Test Connection, in words.
type Check struct {
	// Name is what was tried, for example "Token".
	Name   string                `json:"name"`
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

func checkInWords(c connector.Check) Check {
	meaning := message.Advice(c.Meaning)
	return Check{
		Name: message.Text(c.Name), Result: c.Result, Optional: c.Optional,
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
