package connector

// CheckResult is the outcome of one check.
type CheckResult string

// The outcomes of a check; CheckRunning is that of one that has none yet.
const (
	CheckRunning CheckResult = "running"
	CheckPassed  CheckResult = "passed"
	CheckWarning CheckResult = "warning"
	CheckFailed  CheckResult = "failed"
)

// Check is one line of Test Connection.
type Check struct {
	// Name is what was tried, for example the token.
	Name   Message
	Result CheckResult
	// Optional says that an import goes on when the check has not passed.
	Optional bool
	// Meaning is what was found, or for what a running one waits.
	Meaning Message
}
